package schema

import (
	"slices"

	"bedplate/fault"
	"bedplate/value"
)

// addSearch notes the texts of the full-text index.
func (d *draft) addSearch() {
	if d.decl.Search == nil {
		return
	}
	switch {
	case len(d.decl.Search) == 0:
		d.fail(nil, "search", fault.Required, "the list of texts to search is empty", "name some, or leave the key out")
		return
	case d.c.View:
		d.fail(nil, "search", fault.Unsupported, "a view has no full-text index", "search the collections that it is made of")
		return
	case !d.c.Managed:
		d.fail(nil, "search", fault.Unsupported,
			"the table is not ours (manage: false), so no full-text index of it can be kept in step", "leave search: out, or let Bedplate manage the table")
		return
	}
	for n, name := range d.decl.Search {
		path := "search." + itoa(n)
		i, ok := d.find(nil, path, name)
		if !ok {
			continue
		}
		f := d.c.Fields[i]
		switch {
		case f.Type.Kind != value.Text || f.Values != nil || d.fields[i].Type != "text":
			d.fail(nil, path, fault.Value, show(name)+" is not a text: it cannot be searched", "")
		case f.Internal:
			d.fail(nil, path, fault.Value, show(name)+" is internal: nobody could search it", "")
		case f.SQLType != "" || f.Generated:
			d.fail(nil, path, fault.Unsupported, show(name)+" is made by the database in a form of its own: it cannot be searched", "")
		case slices.Contains(d.c.Search, i):
			d.fail(nil, path, fault.Value, show(name)+" stands here twice", "")
		}
		d.c.Search = append(d.c.Search, i)
	}
}
