package rest

import (
	"strconv"
	"strings"

	"bedplate/fault"
	"bedplate/internal/api/rest/grammar"
	"bedplate/query"
)

// returning is what a write answers with.
type returning uint8

const (
	returnUnsaid returning = iota
	returnMinimal
	returnHeaders
	returnRows
)

// resolution is what a create does where its record exists.
type resolution uint8

const (
	resolveUnsaid resolution = iota
	resolveMerge
	resolveIgnore
)

// preferences are those of RFC 7240's Prefer that this door knows. One that is
// said twice is said alike, or refused: whoever sent it means one of the two.
type preferences struct {
	returning      returning
	resolution     resolution
	count          query.CountMode
	countSaid      string
	missingDefault bool
	missingSaid    bool
	strict         bool
	handlingSaid   bool
	rollback       bool
	txSaid         bool
	maxAffected    int  // 0 is not said
	bounds         bool // max-affected matters to what is no plain write
	etag           bool
	etagGiven      bool // the answer has an ETag because it was preferred
	torn           bool // the one at hand contradicts an earlier one
}

// parsePrefer reads the Prefer headers. What is unknown matters only under
// handling=strict.
func parsePrefer(headers []string) (preferences, error) {
	var p preferences
	if len(headers) == 0 {
		return p, nil
	}
	var unknown []string
	for _, line := range headers {
		for part := range strings.SplitSeq(line, ",") {
			part = strings.TrimSpace(part)
			if part != "" && !p.set(part) && len(unknown) < maxUnknown {
				unknown = append(unknown, grammar.ValidText(part))
			}
			if p.torn {
				name, _, _ := strings.Cut(part, "=")
				return p, fault.Of(fault.Preference, "Prefer", "two preferences contradict each other").
					WithDetail("%s says something else than an earlier one", grammar.Quote(part)).
					WithHint("send %s= once", grammar.ValidText(strings.TrimSpace(name)))
			}
		}
	}
	if p.strict && len(unknown) > 0 {
		return p, fault.New(fault.Preference, "Invalid preferences given with handling=strict").
			WithDetail("Invalid preferences: %s", strings.Join(unknown, ", "))
	}
	return p, nil
}

// maxUnknown bounds the preferences that an error lists.
const maxUnknown = 20

// set takes one preference, and tells whether it is known.
func (p *preferences) set(text string) bool {
	name, val, _ := strings.Cut(text, "=")
	name, val = strings.ToLower(strings.TrimSpace(name)), strings.Trim(strings.TrimSpace(val), `"`)
	switch name {
	case "return":
		return choose(p, &p.returning, val, "minimal", returnMinimal, "headers-only", returnHeaders, "representation", returnRows)
	case "resolution":
		return choose(p, &p.resolution, val, "merge-duplicates", resolveMerge, "ignore-duplicates", resolveIgnore)
	case "count":
		// Every count is exact: statistics know of rows that the rules hide.
		known := choose(p, &p.count, val, "exact", query.CountExact, "planned", query.CountExact, "estimated", query.CountExact)
		if known {
			p.torn = p.countSaid != "" && p.countSaid != val
			p.countSaid = val
		}
		return known
	case "missing":
		return p.pick(&p.missingDefault, &p.missingSaid, val, "default", "null")
	case "handling":
		return p.pick(&p.strict, &p.handlingSaid, val, "strict", "lenient")
	case "tx":
		return p.pick(&p.rollback, &p.txSaid, val, "rollback", "commit")
	case "etag":
		p.etag = p.etag || val == ""
		return val == ""
	case "max-affected":
		n, err := strconv.Atoi(val)
		if err != nil || n < 1 {
			return false
		}
		p.torn = p.maxAffected != 0 && p.maxAffected != n
		p.maxAffected = n
		return true
	}
	return false
}

// choose sets a preference of several values, given as pairs of name and value.
func choose[T comparable](p *preferences, into *T, val string, pairs ...any) bool {
	var unsaid T
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i].(string) == val {
			said := pairs[i+1].(T)
			p.torn = *into != unsaid && *into != said
			*into = said
			return true
		}
	}
	return false
}

// pick sets a preference of two values.
func (p *preferences) pick(into, said *bool, val, yes, no string) bool {
	if val != yes && val != no {
		return false
	}
	p.torn = *said && *into != (val == yes)
	*into, *said = val == yes, true
	return true
}

// applied gives the Preference-Applied of an answer: what of the preferences
// mattered to it, "" for nothing. write tells of a POST, PATCH, PUT or DELETE,
// create of a POST or PATCH, where missing= matters, upsert of a POST that
// resolves duplicates.
func (p *preferences) applied(write, create, upsert bool) string {
	var out []string
	if upsert {
		switch p.resolution {
		case resolveMerge:
			out = append(out, "resolution=merge-duplicates")
		case resolveIgnore:
			out = append(out, "resolution=ignore-duplicates")
		}
	}
	if create && p.missingSaid {
		out = append(out, either(p.missingDefault, "missing=default", "missing=null"))
	}
	if write {
		switch p.returning {
		case returnMinimal:
			out = append(out, "return=minimal")
		case returnHeaders:
			out = append(out, "return=headers-only")
		case returnRows:
			out = append(out, "return=representation")
		}
	}
	if p.count == query.CountExact {
		out = append(out, "count=exact")
	}
	if p.txSaid {
		out = append(out, either(p.rollback, "tx=rollback", "tx=commit"))
	}
	if p.handlingSaid {
		out = append(out, either(p.strict, "handling=strict", "handling=lenient"))
	}
	if (write || p.bounds) && p.strict && p.maxAffected > 0 {
		out = append(out, "max-affected="+strconv.Itoa(p.maxAffected))
	}
	if p.etagGiven {
		out = append(out, "etag")
	}
	return strings.Join(out, ", ")
}

func either(first bool, yes, no string) string {
	if first {
		return yes
	}
	return no
}
