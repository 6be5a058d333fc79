package rest

import (
	"slices"

	"bedplate/fault"
	"bedplate/internal/api/rest/grammar"
	"bedplate/query"
	"bedplate/schema"
)

// resolve makes an upsert of a create where the caller says how duplicates are
// resolved.
func (c *call) resolve(op *query.Operation, args []grammar.Argument) error {
	target, _ := grammar.Find(args, "on_conflict")
	keyed := target != "" || len(c.parser.Sight.Key(op.Collection)) > 0
	if c.prefer.resolution == resolveUnsaid || !keyed {
		return nil
	}
	var err error
	op.Conflict, err = c.conflict(op.Collection, target)
	op.Kind = query.Upsert
	return err
}

// conflict reads on_conflict=, the key where it is not there.
func (c *call) conflict(col *schema.Collection, target string) (*query.Conflict, error) {
	con := &query.Conflict{Ignore: c.prefer.resolution == resolveIgnore}
	if target == "" {
		return con, nil
	}
	fields, err := grammar.Columns(col, c.parser.Sight.Field, "on_conflict", target)
	if err != nil {
		return nil, err
	}
	if !unique(col, fields) {
		return nil, fault.Of(fault.Syntax, "on_conflict", "no key or unique index of %s is on %s alone", col.Name, grammar.FieldNames(col, fields))
	}
	con.Fields = fields
	return con, nil
}

// unique tells whether records differ in the fields: by the key, or by a unique
// index over all records.
func unique(col *schema.Collection, fields []int) bool {
	if sameFields(fields, col.Key) || len(fields) == 1 && col.Fields[fields[0]].Unique {
		return true
	}
	for _, index := range col.Indexes {
		parts := make([]int, len(index.Parts))
		for i, part := range index.Parts {
			parts[i] = part.Field
		}
		if index.Unique && index.Where == nil && sameFields(fields, parts) {
			return true
		}
	}
	return false
}

// sameFields tells whether two lists hold the same fields, in any order.
func sameFields(a, b []int) bool {
	for _, f := range a {
		if !slices.Contains(b, f) {
			return false
		}
	}
	return len(a) == len(b)
}
