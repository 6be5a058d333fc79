package transfer

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"bedplate/schema"
)

// portable gives the schema that a target of a kind is brought to, with the
// places. A collection that was adopted as it stood is one of ours there: what
// only its database knew is left behind, and the notes say what.
func portable(s *schema.Schema, kind string) (*schema.Schema, []string, error) {
	var decls []*schema.Decl
	system := []*schema.Decl{placesDecl()}
	var notes []string
	for _, c := range s.Collections {
		d := c.Decl()
		switch {
		case c.System:
			system = append(system, d)
			continue
		case c.View && c.Query == nil:
			notes = append(notes, fmt.Sprintf("%s stays behind, which is a view or a table without a key: make it at the target, or give its text with view: in schema/%s.yaml", c.Table, c.Name))
			continue
		case !c.Managed && !c.View:
			notes = append(notes, ours(d)...)
		}
		decls = append(decls, d)
	}
	opts := schema.Options{System: system}
	if kind != "" {
		opts.Kinds = map[string]string{storeOf(s): kind}
	}
	whole, err := schema.New(decls, opts)
	return whole, notes, err
}

// ours makes an adopted collection one that Bedplate manages, and says what
// changes in its file.
func ours(d *schema.Decl) (notes []string) {
	d.Unmanaged = false
	file := "schema/" + d.Name + ".yaml: "
	notes = append(notes, file+"remove manage: false; the table is Bedplate's at the target")
	for _, f := range d.Fields {
		drop := func(key string, set bool, why string) {
			if set {
				notes = append(notes, file+"remove "+key+" of "+f.Name+why)
			}
		}
		drop("sql_type", f.SQLType != "", "")
		drop("collation", f.Collation != "", ": texts are compared byte by byte")
		drop("generated", f.Generated, ": its values have been moved, and nobody makes new ones")
		f.SQLType, f.Collation, f.Generated = "", "", false
		if f.Default != nil && f.Default.Database != "" {
			drop("default", true, ": "+f.Default.Database+" was the database's")
			f.Default = nil
		}
	}
	return notes
}

// withoutPlaces is a schema as it stands when the transfer is over.
func withoutPlaces(s *schema.Schema) *schema.Schema {
	return s.Without(placesName)
}

// name makes an id of a text.
func name(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}
