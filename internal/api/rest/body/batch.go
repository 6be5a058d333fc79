package body

import (
	"encoding/json"

	"bedplate/fault"
	"bedplate/internal/api/rest/grammar"
)

// Step is one operation of a batch, as it is written.
type Step struct {
	Method, Path, Name string
	Headers            map[string]string
	Body               []byte // nil where there is none
}

// Steps reads the body of a batch: an array of at most so many operations.
func Steps(raw []byte, most int) ([]Step, error) {
	p, err := Split(raw)
	switch {
	case err != nil:
		bad := *fault.As(err)
		bad.Operation, bad.Row = bad.Row, 0
		return nil, &bad
	case !p.Array:
		return nil, fault.New(fault.Body, "a batch is an array of operations")
	case len(p.Rows) > most:
		return nil, fault.New(fault.TooComplex, "the batch has more than %d operations", most).
			WithHint("send them in several requests")
	}
	steps := make([]Step, len(p.Rows))
	for i, row := range p.Rows {
		for _, m := range row {
			if err := steps[i].set(m); err != nil {
				return nil, fault.InOperation(err, i)
			}
		}
	}
	return steps, nil
}

// set reads a member of an operation.
func (s *Step) set(m Member) error {
	var into any
	switch m.name {
	case "method":
		into = &s.Method
	case "path":
		into = &s.Path
	case "name":
		into = &s.Name
	case "headers":
		into = &s.Headers
	case "body":
		if string(m.raw) != "null" {
			s.Body = m.raw
		}
		return nil
	default:
		return fault.Of(fault.Body, grammar.ValidText(m.name), "an operation has no member %s", grammar.Quote(m.name)).
			WithHint("it has method, path, headers, body and name")
	}
	if err := json.Unmarshal(m.raw, into); err != nil {
		return fault.Of(fault.Body, m.name, "the member %s is not as it should be", m.name).
			WithHint("method, path and name are texts, and headers an object of texts")
	}
	return nil
}
