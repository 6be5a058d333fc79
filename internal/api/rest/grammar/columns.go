package grammar

import (
	"bedplate/fault"
	"bedplate/schema"
)

// Finder finds a field by name, nil where there is none.
type Finder func(c *schema.Collection, name string) *schema.Field

// Columns reads columns= or on_conflict=: fields by name.
func Columns(c *schema.Collection, find Finder, arg, val string) ([]int, error) {
	t := text{s: val, arg: arg}
	var fields []int
	for {
		name, err := t.name()
		if err != nil {
			return nil, err
		}
		f := find(c, name)
		if f == nil {
			return nil, NoColumn(c, name)
		}
		fields = appendField(fields, f.Index)
		if t.spaces(); t.done() {
			return fields, nil
		}
		if err := t.expect(','); err != nil {
			return nil, err
		}
	}
}

// appendField adds a field that is not there yet.
func appendField(fields []int, f int) []int {
	for _, have := range fields {
		if have == f {
			return fields
		}
	}
	return append(fields, f)
}

// NoColumn refuses the name of a field that is not there to write.
func NoColumn(c *schema.Collection, name string) *fault.Error {
	err := fault.Of(fault.UnknownColumn, ValidText(name), "Could not find the '%s' column of '%s'", ValidText(name), c.Name)
	if near := fault.Nearest(name, suggestions(c)); near != "" {
		err.WithHint("did you mean %s?", near)
	}
	return err
}
