package migrate

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/driver"
)

// Pulled is an app directory for a database that stood there before.
type Pulled struct {
	Schema *schema.Schema
	// Files are the directory's files by path: bedplate.yaml and one for each
	// collection under schema/.
	Files map[string][]byte
	// Notes say what a person should know: tables that were left out, columns
	// that can only be read, indexes and checks that the files do not say.
	Notes []string
}

// Source is a database to describe: driver.Adopter, and whether Bedplate has it
// already.
type Source interface {
	driver.Adopter
	Look(ctx context.Context, f func(driver.Session) error) error
}

// App is what a pulled directory says of itself.
type App struct {
	Name string
	URL  string // the store's, as bedplate.yaml spells it
	// Collations has lists sorted as the database sorts texts, so that its indexes
	// serve. Without it they are sorted by their bytes, as on every store.
	Collations bool
}

// Pull describes the source's tables as collections that nobody but the
// service role can read yet, and that no migration will touch.
func Pull(ctx context.Context, source Source, app App) (*Pulled, error) {
	found, notes, err := source.Adopt(ctx)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, fault.New(fault.NotFound, "the database %s has no tables", app.URL).
			WithHint("check the address, or begin an app with bedplate init")
	}
	if managed, err := manages(ctx, source); err != nil {
		return nil, err
	} else if managed {
		notes = append([]string{"Bedplate manages this database for an app already, which has its types, rules and searches: serve that one; " +
			"or let bedplate migrate apply give the tables up to this one"}, notes...)
	}
	leaveIndexes(found)
	p := &puller{found: found, checks: true, collations: app.Collations}
	linked, err := schema.New(p.decls(), schema.Options{})
	if err != nil {
		// A check that the database can keep and the language cannot judge:
		// leave it to the database.
		p.checks = false
		if linked, err = schema.New(p.decls(), schema.Options{}); err != nil {
			return nil, fault.Wrap(fault.Unsupported, err, "the database %s cannot be described: %v", app.URL, err)
		}
		notes = append(notes, "the checks were left to the database")
	}
	out := &Pulled{Schema: linked, Files: map[string][]byte{}, Notes: notes}
	for i, d := range p.decls() {
		for _, note := range p.found[i].Notes {
			out.Notes = append(out.Notes, d.Name+": "+note)
		}
		out.Files["schema/"+d.Name+".yaml"] = append(schema.MarshalDecl(d), noRules...)
		for at, c := range p.found[i].Columns {
			if c.Generated {
				for _, note := range c.Notes {
					out.Notes = append(out.Notes, d.Name+"."+d.Fields[at].Name+": "+note)
				}
			}
		}
	}
	out.Files["bedplate.yaml"] = fmt.Appendf(nil, "name: %s\nstores:\n  main: %s\n", yamlText(app.Name), yamlText(app.URL))
	return out, nil
}

// leaveIndexes leaves the indexes over columns that none can be said of to the
// database, and says so.
func leaveIndexes(found []driver.Found) {
	for i := range found {
		t := &found[i]
		plain := map[string]bool{}
		for _, c := range t.Columns {
			plain[c.Name] = c.Type != "json" && c.Type != "list"
		}
		t.Indexes = slices.DeleteFunc(t.Indexes, func(ix driver.FoundIndex) bool {
			at := slices.IndexFunc(ix.Parts, func(p driver.Part) bool { return !plain[p.Column] })
			if at < 0 {
				return false
			}
			name := cmp.Or(ix.Name, "on "+ix.Parts[at].Column)
			t.Notes = append(t.Notes, "Index "+name+" is over a list or a document; the database keeps it, and this file cannot say it.")
			return true
		})
	}
}

// manages tells whether tables of a database are an app's, by its ledger.
func manages(ctx context.Context, source Source) (managed bool, err error) {
	err = source.Look(ctx, func(s driver.Session) error {
		db, err := s.Inspect()
		if err != nil {
			return err
		}
		managed = slices.ContainsFunc(db.Ledger, func(t driver.Table) bool { return !schema.IsSystemTable(t.Name) })
		return nil
	})
	return managed, err
}

// noRules ends each file.
const noRules = `# There are no rules yet, so only the service role can read and write here.
# rules:
#   read: auth.id != null
`

// yamlText quotes a text where YAML would read it as something else.
func yamlText(s string) string {
	plain := s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return r <= ' ' || r > '~' || strings.ContainsRune("\"'{}[],&*#?|<>=!%@`\\", r)
	})
	first := s + " "
	if plain && (first[0] >= 'a' && first[0] <= 'z' || first[0] >= 'A' && first[0] <= 'Z') &&
		!slices.Contains([]string{"true", "false", "null", "yes", "no", "on", "off"}, strings.ToLower(s)) {
		return s
	}
	return fmt.Sprintf("%q", s)
}

// puller makes declarations of what was found. It may be asked again.
type puller struct {
	found      []driver.Found
	checks     bool
	collations bool

	collections map[string]string            // by table
	fields      map[string]map[string]string // by table and column
	members     map[string]names             // what each table's collection calls its own
}

func (p *puller) decls() []*schema.Decl {
	p.name()
	var decls []*schema.Decl
	byTable := map[string]*schema.Decl{}
	for i := range p.found {
		d := p.collection(&p.found[i])
		decls = append(decls, d)
		byTable[p.found[i].Name] = d
	}
	for i := range p.found {
		t := &p.found[i]
		for _, r := range t.References {
			p.reference(byTable[t.Name], t, r)
		}
	}
	return decls
}

// name names every collection and field before anything speaks of them.
func (p *puller) name() {
	taken := names{}
	p.collections = map[string]string{}
	p.fields = map[string]map[string]string{}
	p.members = map[string]names{}
	for _, t := range p.found {
		p.collections[t.Name] = taken.take(snake(t.Name))
		fields, members := map[string]string{}, names{}
		plain := names{}
		for _, c := range t.Columns {
			plain[snake(c.Name)] = true
		}
		for _, c := range t.Columns {
			name := snake(c.Name)
			if short := strings.TrimSuffix(name, "_id"); short != name && !plain[short] && refers(t, c.Name) {
				name = short // artist: {type: ref, to: artist, column: ArtistId}
			}
			fields[c.Name] = members.take(name)
		}
		p.fields[t.Name], p.members[t.Name] = fields, members
	}
}

// refers tells whether the column alone is a reference.
func refers(t driver.Found, column string) bool {
	return slices.ContainsFunc(t.References, func(r driver.FoundReference) bool {
		return len(r.Columns) == 1 && r.Columns[0] == column
	})
}

func (p *puller) collection(t *driver.Found) *schema.Decl {
	d := &schema.Decl{
		Name: p.collections[t.Name], View: t.View, Unmanaged: true,
		Comment: remark(t.Comment, t.Notes),
		Key:     p.of(t, t.Key),
	}
	if d.Name != t.Name {
		d.Table = t.Name
	}
	for _, c := range t.Columns {
		d.Fields = append(d.Fields, p.field(t, c))
	}
	for _, ix := range t.Indexes {
		p.index(d, t, ix)
	}
	return d
}

// remark is what the files say of a table or a column.
func remark(comment string, notes []string) string {
	return strings.TrimSpace(comment + " " + strings.Join(notes, " "))
}

func (p *puller) of(t *driver.Found, columns []string) []string {
	var out []string
	for _, c := range columns {
		out = append(out, p.fields[t.Name][c])
	}
	return out
}

func (p *puller) field(t *driver.Found, c driver.FoundColumn) *schema.FieldDecl {
	f := &schema.FieldDecl{
		Name: p.fields[t.Name][c.Name], Type: c.Type, Of: c.Of, SQLType: c.SQLType, Precision: c.Precision, Scale: c.Scale,
		Max: c.Max, Values: c.Values, Generated: c.Generated, Identity: c.Identity, Collation: c.Collation,
		// The key is required anyway.
		Required: c.Required && !slices.Contains(t.Key, c.Name),
		Comment:  remark(c.Comment, c.Notes),
	}
	if f.Name != c.Name {
		f.Column = c.Name
	}
	if f.Collation != "" && !p.collations && !c.Loose {
		f.Collation = schema.Binary
	}
	if c.Check != "" && p.checks {
		f.Check = strings.ReplaceAll(c.Check, driver.Self, f.Name)
	}
	switch d := c.Default; {
	case d.JSON != "":
		f.Default = &schema.DefaultDecl{JSON: d.JSON}
	case d.Now:
		f.Default = &schema.DefaultDecl{Expr: "now"}
	case d.Database != "":
		f.Default = &schema.DefaultDecl{Database: d.Database}
	}
	return f
}

// index takes an index, or says unique: true of its only field.
func (p *puller) index(d *schema.Decl, t *driver.Found, ix driver.FoundIndex) {
	on := make([]string, len(ix.Parts))
	for i, part := range ix.Parts {
		name := p.fields[t.Name][part.Column]
		for _, f := range d.Fields {
			if f.Name != name {
				continue
			}
			if ix.Unique && ix.Name == "" && len(ix.Parts) == 1 {
				f.Unique = true
				return
			}
		}
		on[i] = name
		if part.Desc {
			on[i] = "-" + name
		}
	}
	d.Indexes = append(d.Indexes, &schema.IndexDecl{On: on, Unique: ix.Unique, Name: ix.Name})
}

// reference makes a field a reference, or adds one over several fields.
func (p *puller) reference(d *schema.Decl, t *driver.Found, r driver.FoundReference) {
	target := p.table(r.To)
	to := p.collections[r.To]
	alone := 0
	for _, other := range t.References {
		if other.To == r.To {
			alone++
		}
	}
	joins := len(t.References) == 2 && len(t.Key) >= 2 && !slices.ContainsFunc(t.Key, func(c string) bool { return !refers(*t, c) })
	var f *schema.FieldDecl
	if len(r.Columns) == 1 {
		name := p.fields[t.Name][r.Columns[0]]
		at := slices.IndexFunc(d.Fields, func(f *schema.FieldDecl) bool { return f.Name == name })
		f = d.Fields[at]
		if f.Type == "ref" {
			d.Comment = strings.TrimSpace(d.Comment + " " + r.Columns[0] + " refers to " + r.To + " too; this file says one of its references.")
			return
		}
		asReference(f)
		f.To = to
		if !slices.Equal(r.Target, target.Key) {
			f.To += "." + p.fields[r.To][r.Target[0]]
		}
	} else {
		name := to
		if alone > 1 {
			name = to + "_by_" + p.fields[t.Name][r.Columns[0]]
		}
		f = &schema.FieldDecl{Name: p.members[t.Name].take(name), Type: "ref", To: to, Columns: p.of(t, r.Columns)}
		if !slices.Equal(r.Target, target.Key) {
			f.Target = p.of(target, r.Target)
		}
		d.Fields = append(d.Fields, f)
	}
	f.OnDelete = r.OnDelete
	f.Back = p.members[r.To].take(wayBack(d.Name, f.Name, to, alone == 1, joins))
}

// asReference leaves of a field what a reference can have.
func asReference(f *schema.FieldDecl) {
	f.Type, f.Of, f.Precision, f.Scale, f.Max, f.Check = "ref", "", 0, 0, 0, ""
	if f.Values != nil {
		f.Values = nil
		f.Comment = strings.TrimSpace(f.Comment + " The database checks its values.")
	}
	if f.Identity { // the key of another table: whoever writes it says which
		f.Identity = false
	}
	if f.Default != nil && f.Default.JSON == "" && f.Default.Database == "" {
		f.Default = nil
	}
}

func (p *puller) table(name string) *driver.Found {
	for i := range p.found {
		if p.found[i].Name == name {
			return &p.found[i]
		}
	}
	return nil
}
