package soap

import (
	"slices"
	"strings"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/value"
)

// create reads new records: a field that one leaves out has its default.
func (a *asking) create(e *element, s *step) error {
	c := s.collection
	op := query.Operation{Kind: kinds[s.verb], Collection: c.Collection}
	if a.rights.Barred(c.Collection, op.Kind) {
		return fault.Of(fault.Denied, c.Name, "not allowed to create %s", c.Name)
	}
	var match []int
	columns := map[int]int{} // where a field stands in op.Fields
	var given []map[int]value.Value
	many := "match"
	if s.verb == createMany {
		many = "values"
	}
	err := e.each(many, func(in *element) error {
		switch in.name {
		case "values":
			row := map[int]value.Value{}
			given = append(given, row)
			err := in.each("", func(m *element) error {
				f, err := a.input(c, m.name)
				if err != nil {
					return err
				}
				if _, ok := columns[f.Index]; !ok {
					columns[f.Index] = len(op.Fields)
					op.Fields = append(op.Fields, f.Index)
				}
				row[f.Index], err = field(m, f)
				return err
			})
			return inRow(err, s.verb, len(given))
		case "returning":
			return a.returning(in, s, &op)
		case "match":
			if s.verb == upsert {
				f, err := a.named(c, in)
				if err == nil && !slices.Contains(match, f.Index) {
					match = append(match, f.Index)
				}
				return err
			}
		}
		return stray(in, s.name)
	})
	if err != nil {
		return err
	}
	if s.verb == upsert {
		if op.Conflict, err = a.conflict(c, match); err != nil {
			return at(e, err)
		}
	}
	if len(given) == 0 && s.verb != createMany {
		return missing(e, s, "values")
	}
	for _, row := range given {
		values, absent := make([]value.Value, len(op.Fields)), make([]bool, len(op.Fields))
		for i, at := range op.Fields {
			v, ok := row[at]
			values[i], absent[i] = v, !ok
		}
		op.Rows, op.Absent = append(op.Rows, values), append(op.Absent, absent)
	}
	s.key = s.verb != createMany && len(c.keyFor(a.rights)) > 0
	a.ops = append(a.ops, op)
	return nil
}

// conflict says which record an upsert's is, by the fields that it matches in: the key
// where there are none.
func (a *asking) conflict(c *collection, match []int) (*query.Conflict, error) {
	if len(match) > 0 && c.UniqueName(match) == "" {
		return nil, fault.Of(fault.Unsupported, "match", "records of %s can be the same in those fields", c.Name).
			WithHint("name the fields of a unique index, or none for the key")
	}
	if len(match) == 0 && len(c.keyFor(a.rights)) == 0 {
		return nil, fault.Of(fault.Denied, c.Name, "no record of %s can be named: its key is hidden", c.Name)
	}
	return &query.Conflict{Fields: match}, nil
}

// named gives the field that an element names, which the caller may know.
func (a *asking) named(c *collection, e *element) (*schema.Field, error) {
	text, err := e.leaf()
	if err != nil {
		return nil, err
	}
	text = strings.TrimSpace(text)
	f := c.Field(text)
	if f == nil || a.hides(c.Collection, text) {
		return nil, fault.Of(fault.UnknownField, excerpt(text), "%s has no field %s", c.Name, excerpt(text))
	}
	return f, nil
}

// inRow says which of several records an error is about.
func inRow(err error, v verb, row int) error {
	if err == nil || v != createMany {
		return err
	}
	said := *fault.As(err)
	said.Row = row
	return &said
}

// input finds a field to write by its name.
func (a *asking) input(c *collection, name string) (*schema.Field, error) {
	f := c.Field(name)
	if f == nil || f.Internal || f.Read != nil && a.rights.Hidden(c.Collection, name) && a.rights.Sealed(c.Collection, name) {
		return nil, fault.Of(fault.UnknownColumn, excerpt(name), "%s has no field %s", c.Name, excerpt(name))
	}
	return f, nil
}

// returning reads whether the records that were written are wanted.
func (a *asking) returning(e *element, s *step, op *query.Operation) error {
	wanted, err := boolean(e)
	if wanted {
		op.Select = a.selecting(s, nil)
	}
	return err
}

// change reads an update or deletion: of one record, or of those that a filter chooses.
func (a *asking) change(e *element, s *step) error {
	one, updates := s.verb == update || s.verb == remove, kinds[s.verb] == query.Update
	op := query.Operation{Kind: kinds[s.verb], Collection: s.collection.Collection, ByKey: one}
	changed := map[int]bool{}
	set := func(name string, read func(*schema.Field) (value.Value, error)) error {
		f, err := a.input(s.collection, name)
		if err != nil {
			return err
		}
		if changed[f.Index] {
			return fault.Of(fault.Body, f.Name, "%s is changed twice", f.Name)
		}
		changed[f.Index] = true
		v, err := read(f)
		op.Changes = append(op.Changes, query.Change{Field: f.Index, Value: v})
		return err
	}
	err := e.each("clear", func(in *element) error {
		var err error
		switch {
		case in.name == "key" && one:
			op.Where, err = a.keyed(s.collection, in)
			return err
		case in.name == "filter" && !one:
			_, op.Where, err = a.filter(s.collection, in)
			return err
		case in.name == "most" && !one:
			op.MaxAffected, err = number(in, 1)
			return err
		case in.name == "returning":
			return a.returning(in, s, &op)
		case in.name == "changes" && updates:
			return in.each("", func(m *element) error {
				return set(m.name, func(f *schema.Field) (value.Value, error) { return field(m, f) })
			})
		case in.name == "clear" && updates:
			name, err := in.leaf()
			if err != nil {
				return err
			}
			return set(strings.TrimSpace(name), func(*schema.Field) (value.Value, error) { return value.Value{}, nil })
		}
		return stray(in, s.name)
	})
	if err == nil && one && op.Where == nil {
		err = missing(e, s, "key")
	}
	a.ops = append(a.ops, op)
	return err
}

// call reads the arguments of an action. One that is atomic is an operation of the
// request; any other is called by itself.
func (a *asking) call(e *element, s *step) error {
	act := s.action
	s.record = act.record
	if !a.rights.Callable(act.Action) {
		return fault.Of(fault.Denied, act.Name, "not allowed to call %s", act.Name)
	}
	s.inv = &query.Invocation{Action: act.Action, Source: a.source,
		Args: make([]value.Value, len(act.Params)), Given: make([]bool, len(act.Params))}
	err := e.each("", func(in *element) error {
		f := act.Param(in.name)
		if f == nil {
			return stray(in, s.name)
		}
		v, err := field(in, f)
		s.inv.Args[f.Index], s.inv.Given[f.Index] = v, true
		return err
	})
	if err != nil {
		return err
	}
	op := query.Operation{Kind: query.Act, Invocation: s.inv}
	if act.records != nil {
		s.collection = act.records
		op.Collection, op.Select = act.records.Collection, a.selecting(s, nil)
		if act.Result.Kind == schema.RecordResult {
			op.Select.Limit = 1
		}
	}
	if !act.Atomic || act.Reads {
		if s.op = -1; op.Select == nil {
			return nil
		}
		op.Kind, op.Invocation = query.Read, nil
	}
	a.ops = append(a.ops, op)
	return nil
}
