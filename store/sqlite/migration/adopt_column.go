package migration

import (
	"fmt"
	"strconv"
	"strings"

	zombiezen "zombiezen.com/go/sqlite"

	"bedplate/store/driver"
	"bedplate/store/sqlite/definition"
	"bedplate/store/sqlite/script"
	"bedplate/store/sqlite/storage"
	"bedplate/value"
)

// declared is a column with what was found in it.
type declared struct {
	name, kind string // kind as declared, in upper case, without its size
	as         string // as declared
	size       []int  // (10, 2)
	notNull    bool
	key        int64 // its place in the primary key, from 1
	fallback   string
	generated  bool
	hidden     bool
	collation  string
	unreadable bool // adopted as something that cannot be written

	nulls, integers, reals, texts, blobs int64
	longest                              int64 // text, in code points
	low, high                            int64 // integers
	misread                              map[string]int64
}

// columnsOf lists a table's columns as they were declared.
func (a *adoption) columnsOf(t *adopted) error {
	return a.query("SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo(?)", func(stmt *zombiezen.Stmt) error {
		c := &declared{
			name: stmt.ColumnText(0), as: stmt.ColumnText(1), notNull: stmt.ColumnBool(2),
			fallback: stmt.ColumnText(3), key: stmt.ColumnInt64(4),
			generated: stmt.ColumnInt64(5) >= 2, hidden: stmt.ColumnInt64(5) == 1,
			misread: map[string]int64{},
		}
		kind, size, _ := strings.Cut(strings.ToUpper(c.as), "(")
		c.kind = strings.TrimSpace(kind)
		for n := range strings.SplitSeq(strings.TrimRight(size, ") "), ",") {
			if i, err := strconv.Atoi(strings.TrimSpace(n)); err == nil {
				c.size = append(c.size, i)
			}
		}
		if d := t.definition.Find(c.name); d != nil && d.Collate != "" && d.Collate != "binary" {
			c.collation = strings.ToUpper(d.Collate)
		}
		if !c.hidden {
			t.columns = append(t.columns, c)
		}
		return nil
	}, t.Name)
}

// surveyed is how many columns are looked at in one reading of a table.
const surveyed = 60

// survey reads the rows: of which kinds the values are, and whether they can
// be read as what the column was declared to be.
func (a *adoption) survey(t *adopted) error {
	for from := 0; from < len(t.columns); from += surveyed {
		if err := a.surveySome(t, t.columns[from:min(from+surveyed, len(t.columns))]); err != nil {
			return err
		}
	}
	return nil
}

func (a *adoption) surveySome(t *adopted, columns []*declared) error {
	selected := []string{"count(*)"}
	var into []func(*zombiezen.Stmt, int)
	ask := func(sql string, to *int64) {
		selected = append(selected, sql)
		into = append(into, func(stmt *zombiezen.Stmt, i int) { *to = stmt.ColumnInt64(i) })
	}
	for _, c := range columns {
		q := script.Quote(c.name)
		for kind, to := range map[string]*int64{
			"null": &c.nulls, "integer": &c.integers, "real": &c.reals, "text": &c.texts, "blob": &c.blobs,
		} {
			ask("coalesce(sum(typeof("+q+") = '"+kind+"'), 0)", to)
		}
		ask("coalesce(max(CASE WHEN typeof("+q+") = 'text' THEN length("+q+") END), 0)", &c.longest)
		ask("coalesce(min(CASE WHEN typeof("+q+") = 'integer' THEN "+q+" END), 0)", &c.low)
		ask("coalesce(max(CASE WHEN typeof("+q+") = 'integer' THEN "+q+" END), 0)", &c.high)
		for _, form := range c.candidates() {
			selected = append(selected, "coalesce(sum(NOT bp_reads("+q+", '"+form+"')), 0)")
			into = append(into, func(stmt *zombiezen.Stmt, i int) { c.misread[form] = stmt.ColumnInt64(i) })
		}
	}
	sql := "SELECT " + strings.Join(selected, ", ") + " FROM " + script.Quote(t.Name)
	return a.query(sql, func(stmt *zombiezen.Stmt) error {
		t.rows = stmt.ColumnInt64(0)
		for i, f := range into {
			f(stmt, i+1)
		}
		return nil
	})
}

// candidates are the forms in which a column of the declared type may keep its
// values, best first.
func (c *declared) candidates() []string {
	switch {
	case strings.Contains(c.kind, "DATETIME") || strings.Contains(c.kind, "TIMESTAMP"):
		return []string{"time"}
	case c.kind == "DATE":
		return []string{"date", "time"}
	case c.kind == "UUID" || c.kind == "GUID" || c.kind == "UNIQUEIDENTIFIER":
		return []string{"uuid"}
	case c.kind == "JSON":
		return []string{"json"}
	case strings.HasPrefix(c.kind, "DEC") || strings.HasPrefix(c.kind, "NUMERIC"):
		if len(c.size) > 0 && c.size[0] > 0 && c.size[0] <= 65 && c.scale() <= min(c.size[0], 30) {
			return []string{typeWord(c.decimal())}
		}
	}
	return nil
}

func (c *declared) scale() int {
	if len(c.size) > 1 {
		return c.size[1]
	}
	return 0
}

func (c *declared) decimal() value.Type {
	return value.Type{Kind: value.Decimal, Precision: uint8(c.size[0]), Scale: uint8(c.scale())}
}

// readsAs is bp_reads(x, form): whether a stored value can be read so.
func readsAs(_ zombiezen.Context, args []zombiezen.Value) (zombiezen.Value, error) {
	if args[0].Type() == zombiezen.TypeNull {
		return storage.Null, nil
	}
	t, err := typeOf(args[1].Text())
	if err != nil {
		return storage.Null, err
	}
	switch t.Kind {
	case value.Time:
		_, err = storage.StoredTime(args[:1])
	case value.Date:
		_, err = storage.StoredDate(args[:1])
	case value.UUID:
		_, err = storage.StoredUUID(args[:1])
	case value.JSON:
		_, err = storage.StoredJSON(args[:1])
	case value.Decimal:
		wide := zombiezen.IntegerValue(0)
		if storage.Narrow(t) {
			wide = zombiezen.IntegerValue(1)
		}
		_, err = storage.StoredDecimal([]zombiezen.Value{args[0], zombiezen.IntegerValue(int64(t.Scale)), wide})
	}
	return storage.Bool(err == nil), nil
}

// describe decides what the column is.
func (c *declared) describe(t *adopted) driver.FoundColumn {
	out := driver.FoundColumn{
		Name: c.name, Required: c.notNull && !t.View, Generated: c.generated, Collation: c.collation,
	}
	c.decide(&out)
	if out.Type != "text" {
		out.Collation = ""
	}
	if !c.generated && !c.unreadable {
		c.takeDefault(&out)
	}
	return out
}

// decide finds the type: the declared one where every value is of it, and else
// what the values are.
func (c *declared) decide(out *driver.FoundColumn) {
	for _, form := range c.candidates() {
		if c.misread[form] > 0 {
			continue
		}
		out.Type, out.SQLType = strings.Fields(form)[0], c.as
		if out.Type == "decimal" {
			out.Precision, out.Scale = c.size[0], c.scale()
		}
		return
	}
	all := c.integers + c.reals + c.texts + c.blobs
	bits := all == c.integers && c.low >= 0 && c.high <= 1
	kind := definition.Affinity(c.as)
	switch {
	case strings.HasPrefix(c.kind, "BOOL") && bits:
		out.Type = "bool"
	case kind == "integer" && all == c.integers:
		out.Type = "int"
	case kind == "real" && c.texts+c.blobs == 0:
		out.Type = "float"
	case kind == "text" && c.blobs == 0:
		out.Type = "text"
		c.takeMax(out)
	case kind == "blob" && c.kind != "" && all == c.blobs:
		out.Type = "bytes"
	case len(c.candidates()) == 0 && (kind == "numeric" || kind == "blob") && c.simple(out, all):
	default:
		c.asText(out)
	}
}

// simple takes a column that was declared loosely for what its values are.
func (c *declared) simple(out *driver.FoundColumn, all int64) bool {
	number := strings.HasPrefix(c.kind, "NUM") || strings.HasPrefix(c.kind, "DEC")
	switch {
	case c.kind != "" && c.kind != "ANY" && !number:
		return false // a type that is not known
	case all == 0 && number:
		out.Type = "float"
	case all == c.texts:
		out.Type = "text"
	case all == c.integers:
		out.Type = "int"
	case all == c.integers+c.reals:
		out.Type = "float"
	case all == c.blobs:
		out.Type = "bytes"
	default:
		return false
	}
	return true
}

// asText takes a column whose values do not fit together, or whose type is not
// known, as a text that can be read; bytes where some are not even text.
func (c *declared) asText(out *driver.FoundColumn) {
	out.Type, out.SQLType, out.Generated = "text", c.as, true
	if c.blobs > 0 {
		out.Type, out.SQLType = "bytes", ""
	}
	c.unreadable = true
	name := c.as
	if name == "" {
		name = "without a type"
	}
	note := "holds " + c.holds()
	switch forms := c.candidates(); {
	case len(forms) > 0:
		kind, _, _ := strings.Cut(forms[0], " ")
		note = fmt.Sprintf("%s cannot be read as %s", count(c.misread[forms[0]], "value"), kind)
	case c.as != "" && definition.Affinity(c.as) == "numeric":
		note = "that type is not known"
	}
	out.Notes = append(out.Notes, "Declared "+name+", but "+note+"; it can only be read.")
}

// holds says of which kinds a column's values are.
func (c *declared) holds() string {
	var parts []string
	for _, k := range []struct {
		n    int64
		name string
	}{{c.integers, "integer"}, {c.reals, "fraction"}, {c.texts, "text"}, {c.blobs, "byte string"}} {
		if k.n > 0 {
			parts = append(parts, count(k.n, k.name))
		}
	}
	return strings.Join(parts, ", ")
}

// count writes a number of things.
func count(n int64, name string) string {
	if n != 1 {
		name += "s"
	}
	return strconv.FormatInt(n, 10) + " " + name
}

// takeMax takes the declared length, where the values keep to it.
func (c *declared) takeMax(out *driver.FoundColumn) {
	if len(c.size) == 0 || c.size[0] <= 0 || c.size[0] >= 1<<30 {
		return
	}
	if c.longest > int64(c.size[0]) {
		out.Notes = append(out.Notes, fmt.Sprintf("Declared %s, and holds texts of up to %d characters.", c.as, c.longest))
		return
	}
	out.Max = c.size[0]
}

// takeDefault says the default as a literal where that can be.
func (c *declared) takeDefault(out *driver.FoundColumn) {
	ts := definition.Tokens(c.fallback)
	for len(ts) > 2 && ts[0].Is("(") && definition.Closing(ts, 0) == len(ts)-1 {
		ts = ts[1 : len(ts)-1]
	}
	if len(ts) == 0 || len(ts) == 1 && ts[0].Is("null") {
		return
	}
	text := definition.Normal(ts)
	word := strings.ReplaceAll(text, " ", "")
	switch out.Type {
	case "time":
		if word == "current_timestamp" {
			out.Default.Now = true
			return
		}
	case "bool":
		if json, ok := map[string]string{"0": "false", "1": "true", "false": "false", "true": "true"}[word]; ok {
			out.Default.JSON = json
			return
		}
	case "int":
		if _, err := strconv.ParseInt(word, 10, 64); err == nil {
			out.Default.JSON = strings.TrimPrefix(word, "+")
			return
		}
	case "float", "decimal":
		t := value.Type{Kind: value.Float}
		if out.Type == "decimal" {
			t = c.decimal()
		}
		if v, err := value.ParseText(t, word); err == nil {
			out.Default.JSON = v.String()
			return
		}
	case "text":
		if len(ts) == 1 && ts[0].Literal {
			out.Default.JSON = string(value.AppendQuoted(nil, unquote(ts[0].Text)))
			return
		}
	}
	out.Default.Database = c.fallback
}

// unquote gives a text without its single quotes.
func unquote(s string) string {
	return strings.ReplaceAll(strings.TrimSuffix(strings.TrimPrefix(s, "'"), "'"), "''", "'")
}
