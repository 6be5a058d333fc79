package rest

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"bedplate/fault"
	"bedplate/internal/api/rest/grammar"
	"bedplate/query"
)

// An entity tag is that of the record, which changes with every stored field that
// the caller may see, and behind a dot a hash of the form it is answered in: If-None-Match looks at
// both, since a cache keeps answers, and If-Match at the first, since a writer
// means the record.
//
// A tag takes an eighth of the time of a small read by key, and reads every
// field: it is made where the caller asks for it, by a condition or by Prefer.

// entityTag gives the ETag of one record's answer, "" where it has none.
func (c *call) entityTag(tag string, rows *page) string {
	if tag == "" || rows.shape == nil {
		return ""
	}
	h := fnv64(fnvStart, c.selected)
	h = fnv64(h, c.media.header[0])
	h = fnv64(h, either(rows.enc.NumbersAsText, "t", "n")+either(rows.enc.StripNulls, "s", "k"))
	for i := range rows.shape.Members {
		h = fnv64(h, rows.shape.Members[i].Name)
	}
	out := make([]byte, 0, 48)
	out = append(append(append(out, '"'), tag...), '.')
	out = strconv.AppendUint(out, h, 36)
	return string(append(out, '"'))
}

// fnv64 is FNV-1a of a text and an end that no text holds.
func fnv64(h uint64, text string) uint64 {
	const prime = 1099511628211
	for i := range len(text) {
		h = (h ^ uint64(text[i])) * prime
	}
	return (h ^ 0xff) * prime
}

const fnvStart = 14695981039346656037

// tag asks for the tag of the one record that an operation is about, where
// its answer has one or a condition needs it.
func (c *call) tag(op *query.Operation, root *grammar.Level, args []grammar.Argument, condition *query.Precondition) {
	op.Precondition = condition
	c.selected, _ = grammar.Find(args, "select")
	c.embeds = !root.Own()
	asked := c.prefer.etag || condition != nil || len(c.r.Header["If-None-Match"]) > 0
	op.Tagged = asked && !c.embeds || op.Kind == query.Read && condition != nil
	c.prefer.etagGiven = c.prefer.etag && !c.embeds && op.Select != nil
}

// unchanged tells whether the caller has this very answer (If-None-Match).
func (c *call) unchanged(etag string) bool {
	lines := c.r.Header["If-None-Match"]
	return len(lines) > 0 && etag != "" && slices.ContainsFunc(entityTags(lines), func(have string) bool {
		return have == query.AnyTag || strings.TrimPrefix(have, "W/") == etag
	})
}

// entityTags splits the lines of a header; ours hold no comma, and others are
// nobody's.
func entityTags(lines []string) []string {
	tags := make([]string, 0, len(lines))
	for _, line := range lines {
		for tag := range strings.SplitSeq(line, ",") {
			tags = append(tags, strings.TrimSpace(tag))
		}
	}
	return tags
}

// recordTags gives what entity tags say of the record itself. What is no tag
// of ours stays, and equals none. strong leaves weak ones out of account, which
// do not promise that nothing changed.
func recordTags(lines []string, strong bool) []string {
	if len(lines) == 0 {
		return nil
	}
	tags := entityTags(lines)
	for i, tag := range tags {
		if !strong {
			tag = strings.TrimPrefix(tag, "W/")
		}
		if text, ok := strings.CutPrefix(tag, `"`); ok {
			tag, _, _ = strings.Cut(text, ".")
			if tag == query.AnyTag {
				tag = "" // the star stands without quotes
			}
		}
		tags[i] = tag
	}
	return tags
}

// readCondition gives what If-Match demands of a record to be read.
func (c *call) readCondition() *query.Precondition {
	if match := recordTags(c.r.Header["If-Match"], true); match != nil {
		return &query.Precondition{Match: match}
	}
	return nil
}

// writeCondition gives what the headers demand of a record to be written.
func (c *call) writeCondition() *query.Precondition {
	p := query.Precondition{
		Match:     recordTags(c.r.Header["If-Match"], true),
		NoneMatch: recordTags(c.r.Header["If-None-Match"], false),
	}
	if p.Match == nil && p.NoneMatch == nil {
		return nil
	}
	return &p
}

// unconditional refuses conditions on what is not one record by its key: they
// would be passed over where somebody relies on them.
func (c *call) unconditional() error {
	if len(c.r.Header["If-None-Match"]) > 0 {
		return noRecord("If-None-Match")
	}
	return c.unmatched()
}

// unmatched refuses the one condition that a list cannot meet: no list has a tag,
// so that it is always another one than those of If-None-Match.
func (c *call) unmatched() error {
	if len(c.r.Header["If-Match"]) > 0 {
		return noRecord("If-Match")
	}
	return nil
}

func noRecord(header string) error {
	return fault.Of(fault.Unsupported, header, "%s is about one record, and this address names none", header).
		WithHint("put the record's key into the path")
}

// notModified answers a read whose answer the caller has.
func (c *call) notModified() error {
	c.w.WriteHeader(http.StatusNotModified)
	return nil
}
