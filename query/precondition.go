package query

import "slices"

// Precondition is what a caller demands of one record as it stands. A list
// that is nil demands nothing.
type Precondition struct {
	// Match are the tags of which the record must have one, NoneMatch those of
	// which it must have none. AnyTag is that of any record that is there.
	Match, NoneMatch []string
}

// AnyTag stands for the tag of any record.
const AnyTag = "*"

// Holds tells whether a record is as it is demanded to be; tag is "" where
// there is no record.
func (p *Precondition) Holds(tag string) bool {
	if p == nil {
		return true
	}
	among := func(tags []string) bool {
		return tag != "" && (slices.Contains(tags, tag) || slices.Contains(tags, AnyTag))
	}
	return (p.Match == nil || among(p.Match)) && !among(p.NoneMatch)
}
