package schema

import (
	"regexp"
	"slices"
	"strings"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/value"
)

// defaultKey is the key of collections that do not say.
const defaultKey = "id"

// addFields makes the fields; references have their type later.
func (d *draft) addFields() {
	decls := d.decl.Fields
	if d.decl.Key == nil && !d.c.View && !slices.ContainsFunc(decls, func(f *FieldDecl) bool { return f.Name == defaultKey }) {
		decls = append([]*FieldDecl{{Name: defaultKey, Type: "uuid"}}, decls...)
	}
	decls = slices.Clone(decls)
	slices.SortStableFunc(decls, func(a, b *FieldDecl) int { return computedLast(a) - computedLast(b) })
	columns := map[string]bool{}
	for _, fd := range decls {
		if !d.fieldName(fd) {
			d.broken, d.missing[fd.Name] = true, true
			continue
		}
		if fd.Value != "" && !d.computable(fd) {
			d.broken, d.missing[fd.Name] = true, true
			continue
		}
		if fd.Type == "ref" && fd.Columns != nil {
			d.refs = append(d.refs, &draftRef{decl: fd, field: -1})
			continue
		}
		t, ok := d.typeOf(fd)
		if !ok {
			d.broken, d.missing[fd.Name] = true, true
			continue
		}
		f := &Field{
			Index: len(d.c.Fields), Name: fd.Name, Column: fd.Column, Comment: fd.Comment, Was: fd.Was, Type: t,
			Required: fd.Required, Unique: fd.Unique, Internal: fd.Internal, Generated: fd.Generated, Identity: fd.Identity,
			Max: fd.Max, Format: fd.Format, CheckText: fd.Check, SQLType: fd.SQLType,
		}
		if f.Column == "" {
			f.Column = f.Name
		}
		if fd.Value == "" {
			if columns[strings.ToLower(f.Column)] {
				d.fail(fd, "column", fault.Value, "the column "+show(f.Column)+" has two fields", "")
			}
			columns[strings.ToLower(f.Column)] = true
		} else {
			d.c.computed++
		}
		if fd.Type == "ref" {
			d.refs = append(d.refs, &draftRef{decl: fd, field: f.Index})
		}
		d.c.columns[f.Name] = f.Index
		d.c.Fields = append(d.c.Fields, f)
		d.fields = append(d.fields, fd)
	}
}

func (d *draft) fieldName(fd *FieldDecl) bool {
	switch {
	case isReserved(fd.Name):
		d.fail(fd, "", fault.Value, show(fd.Name)+" means something else in expressions",
			"name the field otherwise; column: "+fd.Name+" keeps the column's name")
	case !isName(fd.Name):
		d.fail(fd, "", fault.Value, show(fd.Name)+" is not a name for a field",
			"use letters, digits and _, at most 63; column: can name it otherwise in the database")
	case d.c.Field(fd.Name) != nil:
		d.fail(fd, "", fault.Value, "the field "+show(fd.Name)+" is declared twice", "")
	case fd.Column != "" && !isColumnName(fd.Column):
		d.fail(fd, "column", fault.Value, show(fd.Column)+" cannot name a column", "")
	default:
		return true
	}
	return false
}

// typeOf gives the type that a field declares; a reference's is found later.
func (d *draft) typeOf(fd *FieldDecl) (value.Type, bool) {
	switch fd.Type {
	case "ref":
		return value.Type{}, true
	case "enum":
		return value.Type{Kind: value.Text}, true
	case "json":
		return value.Type{Kind: value.JSON}, true
	case "decimal":
		return d.decimal(fd, value.Type{Kind: value.Decimal})
	case "list":
		return d.listType(fd)
	case "file":
		d.fail(fd, "type", fault.Unsupported, "files are not in this version", "keep an address in a text for now")
		return value.Type{}, false
	case "": // reported where it was read, but for fields made in Go
		if fd.at == nil {
			d.fail(fd, "type", fault.Required, "the field has no type", "")
		}
		return value.Type{}, false
	}
	if kind, ok := scalarTypes[fd.Type]; ok {
		return value.Type{Kind: kind}, true
	}
	hint := expr.Suggest(fd.Type, typeNames)
	if hint == "" {
		hint = "the types are " + strings.Join(typeNames, ", ")
	}
	d.fail(fd, "type", fault.Value, "there is no type "+show(fd.Type), hint)
	return value.Type{}, false
}

func (d *draft) listType(fd *FieldDecl) (value.Type, bool) {
	kind, ok := scalarTypes[fd.Of]
	switch {
	case fd.Of == "":
		d.fail(fd, "type", fault.Required, "a list says what it is a list of", "write {type: list, of: text}")
		return value.Type{}, false
	case !ok:
		hint := expr.Suggest(fd.Of, elementNames)
		if hint == "" {
			hint = "a list holds " + strings.Join(elementNames, ", ")
		}
		d.fail(fd, "of", fault.Value, "there are no lists of "+show(fd.Of), hint)
		return value.Type{}, false
	}
	t := value.Type{Kind: value.List, Elem: kind}
	if kind == value.Decimal {
		return d.decimal(fd, t)
	}
	return t, true
}

func (d *draft) decimal(fd *FieldDecl, t value.Type) (value.Type, bool) {
	switch {
	case fd.Precision == 0:
		d.fail(fd, "type", fault.Required, "a decimal has a precision", "write {type: decimal, precision: 12, scale: 2}")
	case fd.Precision < 0 || fd.Precision > maxPrecision || fd.Scale < 0 || fd.Scale > maxScale:
		d.fail(fd, "precision", fault.Value, "a decimal has at most 65 digits, 30 of them after the point", "")
	case fd.Scale > fd.Precision:
		d.fail(fd, "scale", fault.Value, "the scale is larger than the precision", "precision counts all digits, scale those after the point")
	default:
		t.Precision, t.Scale = uint8(fd.Precision), uint8(fd.Scale)
		return t, true
	}
	return t, false
}

// addKey finds the key's fields.
func (d *draft) addKey() {
	names := d.decl.Key
	if names == nil {
		if d.c.Field(defaultKey) == nil { // a view without a key, or reported
			return
		}
		names = []string{defaultKey}
	}
	if len(names) == 0 && !d.c.View {
		d.fail(nil, "key", fault.Value, "the key has no fields", "leave key: out for an id made by the server")
		d.broken = true
	}
	for n, name := range names {
		path := "key." + itoa(n)
		i, ok := d.find(nil, path, name)
		if !ok {
			continue
		}
		if d.c.IsKey(i) {
			d.fail(nil, path, fault.Value, show(name)+" stands in the key twice", "")
			continue
		}
		d.c.Key = append(d.c.Key, i)
		d.c.Fields[i].Required = true
	}
}

// checkFields sees to it that what a field says fits its type.
func (d *draft) checkFields() {
	for i, f := range d.c.Fields {
		fd := d.fields[i]
		d.attributes(fd)
		d.applyPattern(f, fd)
		d.applyValues(f, fd)
		d.applySet(f, fd)
		if f.Collation = fd.Collation; f.Collation == Binary && d.c.Managed {
			f.Collation = "" // which our own columns are
		}
		if f.Format != "" && !slices.Contains(formatNames, f.Format) {
			d.fail(fd, "format", fault.Value, "there is no format "+show(f.Format),
				"the formats are "+strings.Join(formatNames, ", "))
		}
		f.makesUUID = len(d.c.Key) == 1 && d.c.IsKey(i) && f.Type.Kind == value.UUID && fd.Type != "ref" &&
			fd.Default == nil && !fd.Generated && !d.c.View
		if f.Identity && (len(d.c.Key) != 1 || !d.c.IsKey(i)) {
			d.fail(fd, "identity", fault.Value, "an identity is the whole key", "write key: ["+f.Name+"]")
		}
		if fd.Generated && (fd.Default != nil || fd.Set != "" || fd.Identity) {
			d.fail(fd, "generated", fault.Value, "the database makes a generated field: nothing else can", "")
		}
	}
	for _, r := range d.refs {
		if r.field < 0 {
			d.attributes(r.decl)
		}
	}
}

// attribute is a key that only some types have.
type attribute struct {
	key   string
	given bool
	types string // of which it can be said, for the message
	fits  []string
}

// attributesOf lists them, and whether the field has them.
func attributesOf(fd *FieldDecl) []attribute {
	return []attribute{
		{"max", fd.Max != 0, "texts and bytes", []string{"text", "bytes"}},
		{"format", fd.Format != "", "texts", []string{"text"}},
		{"pattern", fd.Pattern != "", "texts", []string{"text"}},
		{"values", fd.Values != nil, "enums", []string{"enum"}},
		{"of", fd.Of != "", "lists", []string{"list"}},
		{"precision", fd.Precision != 0 && fd.Of != "decimal", "decimals", []string{"decimal"}},
		{"scale", fd.Scale != 0 && fd.Of != "decimal", "decimals", []string{"decimal"}},
		{"set", fd.Set != "", "times", []string{"time"}},
		{"identity", fd.Identity, "ints", []string{"int"}},
		{"collation", fd.Collation != "", "texts", []string{"text", "enum", "ref"}},
		{"to", fd.To != "", "references", []string{"ref"}},
		{"columns", fd.Columns != nil, "references", []string{"ref"}},
		{"target", fd.Target != nil, "references", []string{"ref"}},
		{"on_delete", fd.OnDelete != "", "references", []string{"ref"}},
		{"back", fd.Back != "", "references", []string{"ref"}},
		{"constraint", fd.Constraint != "", "references", []string{"ref"}},
	}
}

func (d *draft) attributes(fd *FieldDecl) {
	for _, a := range attributesOf(fd) {
		if a.given && !slices.Contains(a.fits, fd.Type) {
			d.fail(fd, a.key, fault.Value, a.key+" is for "+a.types+", not for "+fd.Type, "")
		}
	}
	if fd.Columns == nil || fd.Type != "ref" {
		return
	}
	own := []attribute{
		{key: "column", given: fd.Column != ""}, {key: "was", given: fd.Was != ""},
		{key: "required", given: fd.Required}, {key: "unique", given: fd.Unique},
		{key: "internal", given: fd.Internal}, {key: "generated", given: fd.Generated},
		{key: "sql_type", given: fd.SQLType != ""}, {key: "default", given: fd.Default != nil},
		{key: "check", given: fd.Check != ""}, {key: "read", given: fd.Read != ""},
		{key: "write", given: fd.Write != ""}, {key: "collation", given: fd.Collation != ""},
	}
	for _, a := range own {
		if a.given {
			d.fail(fd, a.key, fault.Value, "a reference over columns is not a field: it has no "+a.key,
				"say it of "+strings.Join(fd.Columns, ", "))
		}
	}
}

func (d *draft) applyPattern(f *Field, fd *FieldDecl) {
	if fd.Pattern == "" {
		return
	}
	if len(fd.Pattern) > maxPattern {
		d.fail(fd, "pattern", fault.TooLong, "the pattern is longer than 1000 bytes", "")
		return
	}
	pattern, err := regexp.Compile(fd.Pattern)
	if err != nil {
		d.fail(fd, "pattern", fault.Value, "the pattern cannot be read: "+strings.TrimPrefix(err.Error(), "error parsing regexp: "),
			"patterns are RE2: no look-around, no back-references")
		return
	}
	f.Pattern = pattern
}

func (d *draft) applyValues(f *Field, fd *FieldDecl) {
	if fd.Type != "enum" {
		return
	}
	if len(fd.Values) == 0 {
		d.fail(fd, "values", fault.Required, "an enum has values", "write {type: enum, values: [draft, published]}")
		return
	}
	f.Values = fd.Values
	for i, v := range fd.Values {
		switch {
		case slices.Contains(fd.Values[:i], v):
			d.fail(fd, "values."+itoa(i), fault.Value, show(v)+" stands here twice", "")
		case len([]rune(v)) > keyLength:
			d.fail(fd, "values."+itoa(i), fault.TooLong, "a value of an enum has at most 255 characters", "")
		}
	}
}

func (d *draft) applySet(f *Field, fd *FieldDecl) {
	switch fd.Set {
	case "":
		return
	case "create":
		f.Set = SetCreate
	case "write":
		f.Set = SetWrite
	default:
		d.fail(fd, "set", fault.Value, show(fd.Set)+" is no moment to set a field", "write create or write")
	}
	if fd.Default != nil {
		d.fail(fd, "default", fault.Value, "the server sets this field: it has no default", "keep set: or default:")
	}
}
