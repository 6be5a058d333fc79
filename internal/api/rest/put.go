package rest

import (
	"net/http"
	"strings"

	"bedplate/fault"
	"bedplate/internal/api/rest/body"
	"bedplate/internal/api/rest/grammar"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/value"
)

// put answers PUT: one record with the key of the address, new or as it shall
// be. The key stands in the path, or as filters on exactly its fields.
func (c *call) put(col *schema.Collection, at grammar.Address) error {
	args, err := grammar.SplitQuery(c.r.URL.RawQuery, nil)
	if err != nil {
		return err
	}
	key, rest, err := c.putKey(col, at, args)
	if err != nil {
		return err
	}
	root, err := c.parser.Read(col, rest)
	if err != nil {
		return err
	}
	sent, err := c.body()
	if err != nil {
		return err
	}
	if len(sent.Rows) != 1 {
		return fault.New(fault.Body, "a PUT takes one object")
	}
	only, err := c.chosenColumns(col, args)
	if err != nil {
		return err
	}
	rows, err := body.Tabulate(&c.parser.Sight, col, sent, only)
	if err != nil {
		return err
	}
	if err := rows.SetKey(col, key); err != nil {
		return err
	}
	op := c.writing(query.Upsert, col, root)
	op.Fields, op.Rows, op.Absent = rows.Fields, rows.Rows, rows.Absent
	op.Conflict = &query.Conflict{}
	c.tag(&op, root, args, c.writeCondition())
	if only != nil && !c.prefer.missingDefault {
		op.Missing = query.MissingNull
	}
	return c.do(outcome{op: &op, method: http.MethodPut, key: key, keyed: at.Keyed})
}

// putKey finds the key of a PUT, and the arguments that are not part of it.
func (c *call) putKey(col *schema.Collection, at grammar.Address, args []grammar.Argument) ([]value.Value, []grammar.Argument, error) {
	if at.Keyed {
		if err := onlyAbout(args); err != nil {
			return nil, nil, err
		}
		key, err := c.parser.KeyValues(col, at)
		return key, args, err
	}
	names := c.parser.Sight.Key(col)
	key, given := make([]value.Value, len(names)), make([]bool, len(names))
	found := 0
	var rest []grammar.Argument
	for _, a := range args {
		i := keyIndex(col, names, a.Key)
		if i < 0 {
			rest = append(rest, a)
			continue
		}
		val, ok := strings.CutPrefix(a.Val, "eq.")
		if !ok || given[i] {
			return nil, nil, putFilters(col, names)
		}
		given[i], found = true, found+1
		if lent, err := c.parser.Lent(col, i, val); err != nil {
			return nil, nil, err
		} else if lent {
			continue
		}
		f := col.Fields[names[i]]
		v, err := value.ParseText(f.Type, val)
		if err != nil {
			return nil, nil, grammar.About(f.Name, err)
		}
		key[i] = v
	}
	if found != len(key) || found == 0 {
		return nil, nil, putFilters(col, names)
	}
	if err := onlyAbout(rest); err != nil {
		return nil, nil, putFilters(col, names)
	}
	return key, rest, nil
}

// onlyAbout refuses filters: a PUT's record is named by its key alone.
func onlyAbout(args []grammar.Argument) error {
	for _, a := range args {
		if !grammar.Reserved(a.Key) && !strings.Contains(a.Key, ".") {
			return fault.Of(fault.Syntax, grammar.ValidText(a.Key), "a PUT takes no filter, order or limit besides its key")
		}
	}
	return nil
}

func putFilters(col *schema.Collection, key []int) error {
	if len(key) == 0 {
		return grammar.NoKey(col)
	}
	return fault.New(fault.Syntax, "Filters must include all and only primary key columns with 'eq' operators").
		WithHint("name %s, or put the key into the path", grammar.FieldNames(col, key))
}

// keyIndex is a field's place in the key, -1 where it is not of it.
func keyIndex(col *schema.Collection, key []int, name string) int {
	for i, f := range key {
		if col.Fields[f].Name == name {
			return i
		}
	}
	return -1
}
