package rest

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"bedplate/fault"
	"bedplate/internal/api/rest/body"
	"bedplate/internal/api/rest/grammar"
	"bedplate/query"
)

// named notes the name of the step at hand.
func (b *batch) named(i int) error {
	name := b.steps[i].given.Name
	if name == "" {
		return nil
	}
	if !isStepName(name) {
		return fault.Of(fault.Body, "name", "%s cannot name an operation", grammar.Quote(name)).
			WithHint("begin with a letter, and use letters, digits, _ and -, at most 63")
	}
	if other, taken := b.byName[name]; taken {
		return fault.Of(fault.Body, "name", "the name %s is that of operation %d", name, other)
	}
	b.byName[name] = i
	return nil
}

func isStepName(s string) bool {
	for i, c := range []byte(s) {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		if !letter && (i == 0 || c != '_' && c != '-' && (c < '0' || c > '9')) {
			return false
		}
	}
	return s != "" && len(s) <= 63
}

// refer finds what a reference of the step at hand speaks of: an operation by
// its index or name, and a field of its collection.
func (b *batch) refer(text, member string) (grammar.Loan, error) {
	bad := func(why string, args ...any) error {
		return fault.Of(fault.Body, grammar.ValidText(member), why, args...).
			WithHint("name an earlier operation and a field of its record, as in 0.id or post.id")
	}
	name, field, found := strings.Cut(text, ".")
	if !found || name == "" || field == "" {
		return grammar.Loan{}, bad("%s is not a reference", grammar.Quote(text))
	}
	at, known := b.byName[name]
	if n, err := strconv.ParseUint(name, 10, 16); err == nil {
		at, known = int(n), true
	}
	switch current := len(b.steps) - 1; {
	case !known:
		return grammar.Loan{}, bad("there is no operation %s before this one", grammar.Quote(name))
	case at >= current:
		return grammar.Loan{}, bad("operation %d does not come before this one", at)
	}
	from := b.steps[at]
	if from.op < 0 || from.given.Method == http.MethodDelete {
		return grammar.Loan{}, bad("operation %d leaves no record to take a value from", at)
	}
	c := b.ops[from.op].Collection
	if c == nil {
		return grammar.Loan{}, bad("operation %d is an action that gives no record", at)
	}
	f := b.outer.parser.Sight.Field(c, field)
	if f == nil {
		return grammar.Loan{}, fault.Of(fault.UnknownField, grammar.ValidText(member), "column %s.%s does not exist", c.Name, grammar.ValidText(field))
	}
	return grammar.Loan{Op: from.op, Field: f.Index, Made: true}, nil
}

// take puts a step's references into its operation.
func (s *step) take(op *query.Operation) error {
	for _, u := range s.uses {
		if op.Kind == query.Act {
			op.Uses = append(op.Uses, query.Use{Value: op.Invocation.Action.Param(u.Member).Index, Op: u.Loan.Op, Field: u.Loan.Field})
			continue
		}
		f := op.Collection.Field(u.Member)
		if f == nil {
			continue // columns= leaves it out
		}
		use := query.Use{Row: u.Row, Op: u.Loan.Op, Field: u.Loan.Field}
		if op.Kind == query.Update {
			use.Value = slices.IndexFunc(op.Changes, func(ch query.Change) bool { return ch.Field == f.Index })
		} else {
			use.Value = slices.Index(op.Fields, f.Index)
		}
		if use.Value >= 0 {
			op.Uses = append(op.Uses, use)
		}
	}
	key := s.call.parser.Lending
	if op.Kind != query.Upsert || s.given.Method != http.MethodPut {
		op.Uses = append(op.Uses, key.Uses...)
		return nil
	}
	for i, of := range key.Loans {
		if of.Made {
			if err := s.takeKey(op, op.Collection.Key[i], of); err != nil {
				return err
			}
		}
	}
	return nil
}

// takeKey gives the row of a PUT the key of its address.
func (s *step) takeKey(op *query.Operation, field int, of grammar.Loan) error {
	name := op.Collection.Fields[field].Name
	if slices.ContainsFunc(s.uses, func(u body.Reference) bool { return u.Member == name }) {
		return fault.Of(fault.Body, name, "Payload values do not match URL in primary key column(s)").
			WithHint("leave %s out of the body: the path gives it", name)
	}
	op.Uses = append(op.Uses, query.Use{Value: slices.Index(op.Fields, field), Op: of.Op, Field: of.Field})
	return nil
}
