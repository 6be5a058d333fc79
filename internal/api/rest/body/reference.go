package body

import (
	"encoding/json"

	"bedplate/fault"
	"bedplate/internal/api/rest/grammar"
)

// In a batch, a member that is an object with the one member $ref has a value
// of an earlier operation. One with the one member $value has what stands
// there, so that a JSON field can hold either.
const (
	refMember   = "$ref"
	valueMember = "$value"
)

// Reference is a member that takes its value from an earlier operation.
type Reference struct {
	Row    int
	Member string
	Loan   grammar.Loan
}

// Resolve takes the references out of a body: null stands in their place.
func (p Payload) Resolve(lender grammar.Lender) ([]Reference, error) {
	var found []Reference
	for i, row := range p.Rows {
		for j := range row {
			m := &row[j]
			name, raw := loneMember(m.raw)
			switch name {
			case valueMember:
				m.raw = raw
			case refMember:
				var text string
				if err := json.Unmarshal(raw, &text); err != nil {
					return nil, fault.Of(fault.Body, grammar.ValidText(m.name), "what $ref names is not a text").
						WithHint(`write {"$ref":"0.id"}, and {"$value":{"$ref":...}} for a document that looks so`)
				}
				loan, err := lender(text, m.name)
				if err != nil {
					return nil, err
				}
				found = append(found, Reference{Row: i, Member: m.name, Loan: loan})
				m.raw = []byte("null")
			}
		}
	}
	return found, nil
}

// loneMember gives the only member of an object where that is one of ours, and
// "" of anything else.
func loneMember(raw []byte) (name string, value []byte) {
	if len(raw) == 0 || raw[0] != '{' {
		return "", nil
	}
	s := splitter{raw: raw, names: map[string]string{}, pos: 1}
	if !s.next(',', '}') {
		return "", nil
	}
	name, err := s.name()
	if err != nil || name != refMember && name != valueMember {
		return "", nil
	}
	s.space()
	s.pos++ // the colon
	s.space()
	start := s.pos
	s.skip()
	value = raw[start:s.pos]
	if s.next(',', '}') {
		return "", nil
	}
	return name, value
}
