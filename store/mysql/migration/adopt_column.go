package migration

import (
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"bedplate/store/driver"
	"bedplate/store/found"
	"bedplate/store/mysql/ddl"
	"bedplate/store/mysql/definition"
)

// declared is a column as it was declared, and what a look at its values said.
type declared struct {
	name      string
	base      string // varchar
	as        string // varchar(40), int(10) unsigned
	length    int    // of texts, in characters, and of bytes
	precision int
	scale     int
	collation string
	notNull   bool
	generated bool
	counts    bool
	renewed   bool // by the database, whenever the row changes
	comment   string
	fallback  string // its default, as it is written

	odd int64 // values that cannot be kept as they are
}

const declarationsQuery = `SELECT table_name, column_name, data_type, column_type,
	IFNULL(character_maximum_length, 0), IFNULL(numeric_precision, 0), IFNULL(numeric_scale, 0), IFNULL(collation_name, ''),
	is_nullable = 'NO', IFNULL(generation_expression, '') <> '', extra LIKE '%auto_increment%', extra LIKE '%on update%', column_comment
FROM information_schema.columns WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position`

// declarations reads the columns of all tables.
func (a *adoption) declarations() error {
	return a.query(declarationsQuery, func(v []sql.RawBytes) error {
		t := a.tables[string(v[0])]
		if t == nil {
			return nil
		}
		number := func(i int) int {
			n, _ := strconv.Atoi(string(v[i])) // of LONGTEXT it may be beyond, and is not asked for
			return n
		}
		t.declared = append(t.declared, &declared{
			name: string(v[1]), base: strings.ToLower(string(v[2])), as: string(v[3]),
			length: number(4), precision: number(5), scale: number(6), collation: string(v[7]),
			notNull: string(v[8]) == "1", generated: string(v[9]) == "1", counts: string(v[10]) == "1", renewed: string(v[11]) == "1", comment: string(v[12]),
		})
		return nil
	})
}

// kinds are the types of columns, and what they are to schema files.
var kinds = map[string]string{
	"tinyint": "int", "smallint": "int", "mediumint": "int", "int": "int", "bigint": "int", "year": "int",
	"float": "float", "double": "float", "decimal": "decimal",
	"char": "text", "varchar": "text", "tinytext": "text", "text": "text", "mediumtext": "text", "longtext": "text", "enum": "enum",
	"datetime": "time", "timestamp": "time", "date": "date", "uuid": "uuid", "json": "json",
	"binary": "bytes", "varbinary": "bytes", "tinyblob": "bytes", "blob": "bytes", "mediumblob": "bytes", "longblob": "bytes",
}

// plain are the types that are written and read as those of our own tables.
var plain = []string{
	"tinyint", "smallint", "mediumint", "int", "bigint", "double", "decimal",
	"varchar", "tinytext", "text", "mediumtext", "longtext", "date", "varbinary", "tinyblob", "blob", "mediumblob", "longblob",
}

// kind gives the type of a column, "" where it is none of ours.
func (d *declared) kind() string {
	switch {
	case d.as == "tinyint(1)", d.as == "bit(1)":
		return "bool"
	case d.base == "longtext" && d.isJSON():
		return "json"
	}
	return kinds[d.base]
}

// isJSON tells the form that a server without a type for JSON gives it.
func (d *declared) isJSON() bool { return d.base == "json" }

// isWhole tells columns of our own form: nothing is changed in what is written.
func (d *declared) isWhole() bool {
	return slices.Contains(plain, d.base) && !strings.Contains(d.as, "unsigned") || d.as == "datetime(6)"
}

// column decides what a column is.
func (a *adoption) column(t *adopted, d *declared) driver.FoundColumn {
	out := driver.FoundColumn{Name: d.name, Required: d.notNull && !t.View, Generated: d.generated, Comment: d.comment}
	kind := d.kind()
	if !d.isWhole() {
		out.SQLType = d.as
	}
	why := ""
	switch {
	case kind == "":
		why = "a type that is not known"
	case d.odd > 0:
		why = fmt.Sprintf("%s that cannot be kept as %s", found.Counted(d.odd, "value"), kind)
	}
	if why != "" {
		out.Type, out.SQLType, out.Generated = "text", d.as, true
		if d.isBinary() {
			out.Type = "bytes"
		}
		out.Notes = append(out.Notes, "Declared "+d.as+": "+why+"; it can only be read.")
		return out
	}
	out.Type = kind
	switch kind {
	case "enum":
		out.Values = definition.Values(d.as)
	case "decimal":
		d.decimal(&out)
	case "text":
		a.text(d, &out)
	case "bytes":
		d.bytes(&out)
	case "time":
		d.time(&out)
	}
	if !d.generated && !d.counts {
		d.takeDefault(&out)
	}
	return out
}

// isBinary tells types whose values are no texts.
func (d *declared) isBinary() bool {
	return d.base == "bit" || d.collation == "" && slices.Contains([]string{
		"geometry", "point", "linestring", "polygon", "multipoint", "multilinestring", "multipolygon", "geometrycollection", "geomcollection", "vector",
	}, d.base)
}

// decimal takes the declared size, as far as there are such decimals.
func (d *declared) decimal(out *driver.FoundColumn) {
	out.Precision, out.Scale = d.precision, d.scale
	if d.scale > 30 {
		out.SQLType, out.Scale = d.as, 30
		out.Precision = max(d.precision-d.scale+30, 30)
		out.Notes = append(out.Notes, "Declared "+d.as+"; up to 30 digits after the point are taken.")
	}
}

// text takes a text's length and collation.
func (a *adoption) text(d *declared, out *driver.FoundColumn) {
	if d.base == "char" || d.base == "varchar" {
		out.Max = d.length
	}
	if d.collation != a.server.Collation {
		out.Collation = d.collation
	}
	if d.base == "char" {
		out.Notes = append(out.Notes, "The database takes spaces at the end of texts away.")
	}
}

func (d *declared) bytes(out *driver.FoundColumn) {
	switch d.base {
	case "varbinary":
		out.Max = d.length
	case "binary":
		out.Max = d.length
		out.Notes = append(out.Notes, "The database fills bytes with zeros to "+strconv.Itoa(d.length)+".")
	}
}

func (d *declared) time(out *driver.FoundColumn) {
	if !strings.HasSuffix(d.as, "(6)") {
		digits := "no digits"
		if open := strings.IndexByte(d.as, '('); open > 0 {
			digits = found.Counted(int64(d.as[open+1]-'0'), "digit")
		}
		out.Notes = append(out.Notes, "The database keeps "+digits+" of a second's fraction.")
	}
	if d.renewed {
		out.Notes = append(out.Notes, "The database sets it when the row changes and nobody else does.")
	}
}

// survey looks at the values of columns whose type has some that we have not, and
// whether a view can be read at all.
func (a *adoption) survey(t *adopted) error {
	var asked []string
	var of []*declared
	for _, d := range t.declared {
		column := ddl.Quote(d.name)
		if c := t.stands.Column(d.name); c != nil {
			_, d.fallback = definition.Default(c.Text)
		}
		if d.base == "longtext" && t.validates(d.name) {
			d.base = "json"
		}
		odd := ""
		switch {
		case d.as == "tinyint(1)":
			odd = column + " NOT IN (0, 1)"
		case strings.HasPrefix(d.as, "bigint") && strings.Contains(d.as, "unsigned"):
			odd = column + " > 9223372036854775807"
		case d.base == "date", d.base == "datetime", d.base == "timestamp":
			odd = "YEAR(" + column + ") = 0 OR MONTH(" + column + ") = 0 OR DAY(" + column + ") = 0"
		case d.base == "decimal" && d.scale > 30:
			odd = column + " <> ROUND(" + column + ", 30)"
		case d.base == "enum":
			odd = column + " + 0 = 0" // what was refused once, and kept as nothing
		}
		if odd != "" {
			asked, of = append(asked, "COUNT(IF("+odd+", 1, NULL))"), append(of, d)
		}
	}
	if len(asked) == 0 {
		return a.exec("SELECT 1 FROM " + ddl.Quote(t.Name) + " LIMIT 1")
	}
	err := a.query("SELECT "+strings.Join(asked, ", ")+" FROM "+ddl.Quote(t.Name), func(v []sql.RawBytes) error {
		for i, d := range of {
			d.odd, _ = strconv.ParseInt(string(v[i]), 10, 64)
		}
		return nil
	})
	for _, d := range of {
		if d.as == "tinyint(1)" && d.odd > 0 { // a number after all
			d.as, d.odd = "tinyint", 0
		}
	}
	return err
}

// validates tells whether a check of the column alone is that it holds JSON.
func (t *adopted) validates(column string) bool {
	c := t.stands.Column(column)
	return c != nil && strings.Contains(strings.ToLower(c.Text), "check (json_valid("+strings.ToLower(ddl.Quote(column))+"))")
}
