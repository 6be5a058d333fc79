package schema_test

import (
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"bedplate/schema"
	"bedplate/value"
)

// prose draws a text that is awkward to write as YAML.
func prose() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom([]string{"", "plain words", "it's", `"quoted"`, "a: b", "a #b", "- x", "true", "null", "~", "12", "1e3", "0x1F",
			"é", "😀", "a\nb", "\ttab", "trailing ", " leading", "{a}", "[b]", "a, b", "*a", "&b", "!c", "%d", "@e", "`f`", "|", ">", "?", ":",
			"---", "...", "\u00a0", "\u2028", "\x7f", "\u0085", "\ufeff", "yes", "2026-11-20", "-", "-x", "a:", `\`, "'", "''", "=", "<<"}),
		rapid.StringMatching(`[ -~]{0,12}`),
	)
}

// decl draws a declaration of a valid collection; others are the collections
// that it may refer to.
func decl(t *rapid.T, name string, others []string) *schema.Decl {
	d := &schema.Decl{
		Name: name, Comment: prose().Draw(t, "comment"), Was: rapid.SampledFrom([]string{"", "before"}).Draw(t, "was"),
		Internal: rapid.Bool().Draw(t, "internal"), Aggregates: rapid.Bool().Draw(t, "aggregates"), Unmanaged: rapid.Bool().Draw(t, "unmanaged"),
	}
	if rapid.Bool().Draw(t, "mapped") {
		d.Table = "The Table: " + name
	}
	for i := range rapid.IntRange(0, 5).Draw(t, "fields") {
		f := &schema.FieldDecl{Name: "f" + strconv.Itoa(i), Comment: prose().Draw(t, "comment"), Required: rapid.Bool().Draw(t, "required"),
			Internal: rapid.Bool().Draw(t, "internal"), SQLType: prose().Draw(t, "sql type")}
		if rapid.Bool().Draw(t, "mapped") {
			f.Column = "Column " + strconv.Itoa(i)
		}
		fieldType(t, d, f, others)
		d.Fields = append(d.Fields, f)
		if f.Type != "json" && f.Type != "list" && rapid.Bool().Draw(t, "indexed") {
			d.Indexes = append(d.Indexes, &schema.IndexDecl{On: []string{"-" + f.Name, "id"}, Unique: rapid.Bool().Draw(t, "unique")})
		}
	}
	d.Rules.Read = rapid.SampledFrom([]string{"", "true", `"a" in auth.roles`, "id == auth.id &&\n  auth.aal == 2", `id == auth.id && auth.email == "x: # y"`}).Draw(t, "read")
	return d
}

func fieldType(t *rapid.T, d *schema.Decl, f *schema.FieldDecl, others []string) {
	literal := func(json string) {
		if rapid.Bool().Draw(t, "default") {
			f.Default = &schema.DefaultDecl{JSON: json}
		}
	}
	switch n := rapid.IntRange(0, 9).Draw(t, "type"); {
	case n == 0:
		f.Type, f.Max, f.Pattern = "text", rapid.IntRange(0, 700).Draw(t, "max"), rapid.SampledFrom([]string{"", `^[a-z#: ]*$`, `.*\d?`}).Draw(t, "pattern")
		f.Unique = rapid.Bool().Draw(t, "unique")
	case n == 1:
		f.Type = "text"
		literal(string(value.AppendQuoted(nil, prose().Draw(t, "text"))))
		f.Write = `"a" in auth.roles`
	case n == 2:
		f.Type = "int"
		literal("-12")
		f.Check = f.Name + ` > -20 && ` + f.Name + ` < 20`
	case n == 3:
		f.Type, f.Precision, f.Scale = "decimal", rapid.IntRange(10, 65).Draw(t, "precision"), rapid.IntRange(0, 5).Draw(t, "scale")
		literal("12345")
	case n == 4:
		f.Type = "enum"
		f.Values = rapid.SliceOfNDistinct(prose().Filter(func(s string) bool { return s != "" }), 1, 4, rapid.ID[string]).Draw(t, "values")
	case n == 5:
		f.Type, f.Of = "list", rapid.SampledFrom([]string{"text", "int", "bool", "uuid", "time"}).Draw(t, "of")
		literal("[]")
	case n == 6:
		f.Type = "json"
		literal(`{"a":[1,"x: #",null,{"b":1.50}]}`)
	case n == 7:
		f.Type, f.Set = "time", rapid.SampledFrom([]string{"", "create", "write"}).Draw(t, "set")
	case n == 8 && len(others) > 0:
		f.Type, f.To = "ref", rapid.SampledFrom(others).Draw(t, "to")
		f.OnDelete = rapid.SampledFrom([]string{"", "restrict", "cascade"}).Draw(t, "on delete")
		if rapid.Bool().Draw(t, "back") {
			f.Back = d.Name + "_" + f.Name
		}
	default:
		f.Type = rapid.SampledFrom([]string{"bool", "date", "uuid", "bytes", "float"}).Draw(t, "simple")
		if f.Type != "float" && d.Unmanaged {
			f.Default = &schema.DefaultDecl{Database: "coalesce(null, 'it''s: #')"}
		}
	}
}

// TestMarshal: a schema made in Go is the one that its files say.
func TestMarshal(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		names := []string{"a", "b", "c"}
		var decls []*schema.Decl
		for _, name := range names {
			decls = append(decls, decl(t, name, names))
		}
		made, err := schema.New(decls, schema.Options{})
		if err != nil {
			t.Fatalf("not made: %v", err)
		}
		read, err := schema.Parse(written(made))
		if err != nil {
			for _, text := range written(made) {
				t.Logf("%s", text)
			}
			t.Fatalf("not read: %v", err)
		}
		if d := same(made, read); d != "" {
			t.Fatalf("(-made +read):\n%s", d)
		}
	})
}
