package rest

import (
	"strconv"
	"strings"

	"bedplate/fault"
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

// preferences are those of RFC 7240's Prefer that this door knows. The first
// of a name counts.
type preferences struct {
	returning      returning
	resolution     resolution
	count          query.CountMode
	missingDefault bool
	missingSaid    bool
	strict         bool
	handlingSaid   bool
	rollback       bool
	txSaid         bool
	maxAffected    int // 0 is not said
	etag           bool
	etagGiven      bool // the answer has an ETag because it was preferred
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
				unknown = append(unknown, part)
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
		return choose(&p.returning, val, "minimal", returnMinimal, "headers-only", returnHeaders, "representation", returnRows)
	case "resolution":
		return choose(&p.resolution, val, "merge-duplicates", resolveMerge, "ignore-duplicates", resolveIgnore)
	case "count":
		return choose(&p.count, val, "exact", query.CountExact, "planned", query.CountPlanned, "estimated", query.CountEstimated)
	case "missing":
		return pick(&p.missingDefault, &p.missingSaid, val, "default", "null")
	case "handling":
		return pick(&p.strict, &p.handlingSaid, val, "strict", "lenient")
	case "tx":
		return pick(&p.rollback, &p.txSaid, val, "rollback", "commit")
	case "etag":
		p.etag = p.etag || val == ""
		return val == ""
	case "max-affected":
		n, err := strconv.Atoi(val)
		if err != nil || n < 1 {
			return false
		}
		if p.maxAffected == 0 {
			p.maxAffected = n
		}
		return true
	}
	return false
}

// choose sets a preference of several values, given as pairs of name and value.
func choose[T comparable](into *T, val string, pairs ...any) bool {
	var unsaid T
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i].(string) == val {
			if *into == unsaid {
				*into = pairs[i+1].(T)
			}
			return true
		}
	}
	return false
}

// pick sets a preference of two values.
func pick(into, said *bool, val, yes, no string) bool {
	if val != yes && val != no {
		return false
	}
	if !*said {
		*into, *said = val == yes, true
	}
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
	switch p.count {
	case query.CountExact:
		out = append(out, "count=exact")
	case query.CountPlanned:
		out = append(out, "count=planned")
	case query.CountEstimated:
		out = append(out, "count=estimated")
	}
	if p.txSaid {
		out = append(out, either(p.rollback, "tx=rollback", "tx=commit"))
	}
	if p.handlingSaid {
		out = append(out, either(p.strict, "handling=strict", "handling=lenient"))
	}
	if write && p.strict && p.maxAffected > 0 {
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
