package migration

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"bedplate/store/driver"
	"bedplate/store/found"
	"bedplate/store/postgres/ddl"
)

// declared is a column as it was declared, and what a look at its values said.
type declared struct {
	name      string
	as        string // its type, as format_type writes it
	base      string // of a domain or an array's items: the type beneath
	array     bool
	domain    bool
	modifier  int      // atttypmod, of the base
	labels    []string // of an enum type
	collation string
	chosen    bool // the collation was declared, or differs from the database's
	loose     bool // it takes different texts for equal
	notNull   bool
	identity  string // a, d or ""
	generated bool
	serial    bool // its default counts it up
	fallback  string
	comment   string

	odd      int64 // values that cannot be kept as they are
	digits   int   // before and after the point, of decimals
	fraction int
}

const declarationsQuery = `SELECT c.relname::text, a.attname::text, format_type(a.atttypid, a.atttypmod),
	b.typname::text, coalesce(y.typcategory = 'A' OR u.typcategory = 'A', false), y.typtype = 'd',
	CASE WHEN y.typtype = 'd' THEN y.typtypmod ELSE a.atttypmod END,
	ARRAY(SELECT e.enumlabel::text FROM pg_enum e WHERE e.enumtypid = b.oid ORDER BY e.enumlabel COLLATE "C"),
	coalesce(l.collname::text, ''), coalesce(l.oid <> 100, false), coalesce(NOT l.collisdeterministic, false),
	a.attnotnull OR y.typnotnull, a.attidentity::text, a.attgenerated <> '',
	EXISTS (SELECT 1 FROM pg_depend p JOIN pg_class q ON q.oid = p.objid AND q.relkind = 'S' WHERE p.refobjid = c.oid AND p.refobjsubid = a.attnum AND p.deptype = 'a'),
	coalesce(pg_get_expr(d.adbin, d.adrelid), y.typdefault, ''), coalesce(col_description(c.oid, a.attnum), '')
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
	JOIN pg_type y ON y.oid = a.atttypid LEFT JOIN pg_type u ON u.oid = y.typbasetype AND y.typtype = 'd'
	JOIN pg_type b ON b.oid = CASE WHEN y.typcategory = 'A' AND y.typelem <> 0 THEN y.typelem WHEN u.typcategory = 'A' AND u.typelem <> 0 THEN u.typelem WHEN y.typtype = 'd' THEN y.typbasetype ELSE y.oid END
	LEFT JOIN pg_collation l ON l.oid = a.attcollation
	LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE ` + inSpace + ` ORDER BY c.relname, a.attnum`

// declarations reads the columns of all tables.
func (a *adoption) declarations() error {
	return a.query(declarationsQuery, func(r pgx.Rows) error {
		var table string
		d := &declared{}
		err := r.Scan(&table, &d.name, &d.as, &d.base, &d.array, &d.domain, &d.modifier, &d.labels, &d.collation, &d.chosen, &d.loose,
			&d.notNull, &d.identity, &d.generated, &d.serial, &d.fallback, &d.comment)
		if t := a.tables[table]; t != nil {
			t.declared = append(t.declared, d)
		}
		return err
	})
}

// kinds are the types of columns by PostgreSQL's own names, and what they are to
// schema files.
var kinds = map[string]string{
	"int2": "int", "int4": "int", "int8": "int", "float4": "float", "float8": "float", "numeric": "decimal", "bool": "bool",
	"text": "text", "varchar": "text", "bpchar": "text", "citext": "text", "timestamptz": "time", "timestamp": "time",
	"date": "date", "uuid": "uuid", "bytea": "bytes", "json": "json", "jsonb": "json",
}

// own are the types that our own tables have too, or that are written the same.
var own = []string{"int2", "int4", "int8", "float8", "numeric", "bool", "text", "varchar", "timestamptz", "date", "uuid", "bytea", "jsonb"}

// kind gives the type of a column, or of an array's items, "" where it is none
// of ours.
func (d *declared) kind() string {
	if len(d.labels) > 0 {
		return "enum"
	}
	return kinds[d.base]
}

// column decides what a column is.
func (a *adoption) column(t *adopted, d *declared) driver.FoundColumn {
	out := driver.FoundColumn{Name: d.name, Required: d.notNull && !t.View, Generated: d.generated, Comment: d.comment}
	kind := d.kind()
	if d.domain || d.array || !slices.Contains(own, d.base) {
		out.SQLType = d.as
	}
	why := ""
	switch {
	case kind == "":
		why = "a type that is not known"
	case d.odd > 0:
		why = fmt.Sprintf("%s that cannot be kept as %s", found.Counted(d.odd, "value"), kind)
	case d.array && (kind == "enum" || kind == "json" || kind == "bytes"):
		why = "an array of " + d.base
	}
	if why != "" {
		out.Type, out.SQLType, out.Generated, out.Collation = "text", d.as, true, ""
		out.Notes = append(out.Notes, "Declared "+d.as+": "+why+"; it can only be read.")
		return out
	}
	out.Type = kind
	if d.array {
		out.Type, out.Of = "list", kind
	}
	switch kind {
	case "enum":
		out.Values = d.labels
	case "decimal":
		d.decimal(&out)
	case "text":
		a.text(d, &out)
	}
	if !d.generated && d.identity == "" && !d.array {
		d.takeDefault(&out)
	} else if d.array && !d.generated && d.fallback != "" {
		out.Default.Database = d.fallback
	}
	return out
}

// decimal takes the declared size; without one, one that the values fit in.
func (d *declared) decimal(out *driver.FoundColumn) {
	if precision, scale, ok := d.size(); ok {
		out.Precision, out.Scale = precision, scale
		return
	}
	out.SQLType = d.as
	out.Scale = min(max(d.fraction, 6), 30)
	out.Precision = min(max(d.digits+out.Scale, 38), 65)
	out.Notes = append(out.Notes, fmt.Sprintf("Declared %s; up to %d digits after the point are taken.", d.as, out.Scale))
}

// size gives the declared precision and scale, where schema files can say them.
func (d *declared) size() (precision, scale int, ok bool) {
	if d.modifier < 4 {
		return 0, 0, false
	}
	precision, scale = (d.modifier-4)>>16&0xffff, (d.modifier-4)&0x7ff
	return precision, scale, precision <= 65 && scale <= 30 && scale <= precision
}

// text takes a text's length and collation.
func (a *adoption) text(d *declared, out *driver.FoundColumn) {
	if d.modifier > 4 && (d.base == "varchar" || d.base == "bpchar") && !d.array {
		out.Max = d.modifier - 4
	}
	if d.array {
		return
	}
	binary := d.collation == "" || strings.Contains(byteOrders, "'"+d.collation+"'") || !d.chosen && a.byteOrder
	if !binary {
		out.Collation = d.collation
	}
	if out.Loose = d.loose; d.loose {
		out.Notes = append(out.Notes, "Its collation takes different texts for equal, which a unique index of the database does too.")
	}
	switch d.base {
	case "citext":
		out.Notes = append(out.Notes, "The database takes texts that differ in case for equal.")
	case "bpchar":
		out.Notes = append(out.Notes, "The database fills texts with spaces to "+strconv.Itoa(max(d.modifier-4, 1))+" characters.")
	}
}

// survey looks at the values of columns whose type has some that we have not.
func (a *adoption) survey(t *adopted) error {
	var asked []string
	var into []any
	ask := func(sql string, to any) {
		asked, into = append(asked, sql), append(into, to)
	}
	for _, d := range t.declared {
		column := ddl.Quote(d.name)
		if d.array {
			if d.kind() != "" {
				ask("count(*) FILTER (WHERE array_ndims("+column+") > 1 OR array_position("+column+", NULL) IS NOT NULL)", &d.odd)
			}
			continue
		}
		switch d.base {
		case "float4", "float8":
			ask("count(*) FILTER (WHERE "+column+" IN ('NaN', 'Infinity', '-Infinity'))", &d.odd)
		case "timestamptz", "timestamp", "date":
			ask("count(*) FILTER (WHERE NOT isfinite("+column+") OR extract(year FROM "+column+") NOT BETWEEN 1 AND 9999)", &d.odd)
		case "numeric":
			ask("count(*) FILTER (WHERE "+column+"::text IN ('NaN', 'Infinity', '-Infinity') OR scale("+column+") > 30 OR abs("+column+") >= 1e35)", &d.odd)
			ask("coalesce(max(scale("+column+")), 0)", &d.fraction)
			ask("coalesce(max(length(trunc(abs("+column+"))::text)), 0)", &d.digits)
		}
	}
	if t.View { // whether it can be read at all
		if err := a.exec("SELECT * FROM " + ddl.Quote(t.Name) + " LIMIT 1"); err != nil {
			return err
		}
	}
	if len(asked) == 0 {
		return nil
	}
	return a.row("SELECT "+strings.Join(asked, ", ")+" FROM "+ddl.Quote(t.Name), into...)
}
