package rest

import (
	"net/http"
	"strings"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/value"
)

// put answers PUT: one record with the key of the address, new or as it shall
// be. The key stands in the path, or as filters on exactly its fields.
func (c *call) put(col *schema.Collection, at address) error {
	args, err := splitQuery(c.r.URL.RawQuery, nil)
	if err != nil {
		return err
	}
	key, rest, err := c.putKey(col, at, args)
	if err != nil {
		return err
	}
	root, err := c.parser.read(col, rest)
	if err != nil {
		return err
	}
	body, err := c.body()
	if err != nil {
		return err
	}
	if len(body.rows) != 1 {
		return fault.New(fault.Body, "a PUT takes one object")
	}
	only, err := c.chosenColumns(col, args)
	if err != nil {
		return err
	}
	rows, err := c.parser.sight.tabulate(col, body, only)
	if err != nil {
		return err
	}
	if err := rows.setKey(col, key); err != nil {
		return err
	}
	op := c.writing(query.Upsert, col, root)
	op.Fields, op.Rows, op.Absent = rows.fields, rows.rows, rows.absent
	op.Conflict = &query.Conflict{}
	c.tag(&op, root, args, c.writeCondition())
	if only != nil && !c.prefer.missingDefault {
		op.Missing = query.MissingNull
	}
	return c.do(outcome{op: &op, method: http.MethodPut, key: key, keyed: at.keyed})
}

// putKey finds the key of a PUT, and the arguments that are not part of it.
func (c *call) putKey(col *schema.Collection, at address, args []argument) ([]value.Value, []argument, error) {
	if at.keyed {
		if err := onlyAbout(args); err != nil {
			return nil, nil, err
		}
		key, err := c.parser.keyValues(col, at)
		return key, args, err
	}
	names := c.parser.sight.key(col)
	key := make([]value.Value, len(names))
	found := 0
	var rest []argument
	for _, a := range args {
		i := keyIndex(col, names, a.key)
		if i < 0 {
			rest = append(rest, a)
			continue
		}
		val, ok := strings.CutPrefix(a.val, "eq.")
		if !ok || !key[i].IsNull() {
			return nil, nil, putFilters(col, names)
		}
		f := col.Fields[names[i]]
		v, err := value.ParseText(f.Type, val)
		if err != nil {
			return nil, nil, about(f.Name, err)
		}
		key[i] = v
		found++
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
func onlyAbout(args []argument) error {
	for _, a := range args {
		if !reserved(a.key) && !strings.Contains(a.key, ".") {
			return fault.Of(fault.Syntax, validText(a.key), "a PUT takes no filter, order or limit besides its key")
		}
	}
	return nil
}

func putFilters(col *schema.Collection, key []int) error {
	if len(key) == 0 {
		return noKey(col)
	}
	return fault.New(fault.Syntax, "Filters must include all and only primary key columns with 'eq' operators").
		WithHint("name %s, or put the key into the path", fieldNames(col, key))
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

// setKey gives the one row the key of its address; the body may repeat it,
// and must not contradict it.
func (t *table) setKey(col *schema.Collection, key []value.Value) error {
	row := t.rows[0]
	var absent []bool
	if t.absent != nil {
		absent = t.absent[0]
	}
	for i, f := range col.Key {
		at := -1
		for j, have := range t.fields {
			if have == f {
				at = j
			}
		}
		switch {
		case at < 0:
			t.fields = append(t.fields[:len(t.fields):len(t.fields)], f)
			row = append(row, key[i])
			if absent != nil {
				absent = append(absent, false)
			}
		case absent != nil && absent[at]:
			row[at], absent[at] = key[i], false
		case row[at].String() != key[i].String():
			return fault.Of(fault.Body, col.Fields[f].Name,
				"Payload values do not match URL in primary key column(s)")
		}
	}
	t.rows[0] = row
	if absent != nil {
		t.absent[0] = absent
	}
	return nil
}
