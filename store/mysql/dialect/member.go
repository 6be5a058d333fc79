package dialect

import (
	"strconv"
	"strings"

	"bedplate/store/mysql/ddl"
	"bedplate/store/sqlgen"
	"bedplate/value"
)

// Documents are texts, in canonical form, and parts of one are as they stand there.
// So are numbers, without exponents and with the zeros that they were written with.

// Member takes a document apart. Names stand in the statement: the servers know no
// path that is bound.
func (d MySQL) Member(f sqlgen.Func, doc, _ string, names []string) string {
	if len(doc) > longDocument {
		return d.named(doc, "doc", func(doc string) string { return d.Member(f, doc, "", names) })
	}
	if !d.PlainJSON && len(names) > 0 {
		switch f {
		case sqlgen.JSONText, sqlgen.JSONBool:
			doc = withoutGreat(doc)
		default:
			return d.memberOfMarked(f, doc, names)
		}
	}
	m := part(doc, names)
	switch f {
	case sqlgen.JSONText:
		return d.collated("CASE WHEN " + m + " LIKE '\"%' THEN JSON_UNQUOTE(" + m + ") END")
	case sqlgen.JSONNumber:
		return "(CASE WHEN " + isNumber(m) + " THEN " + d.numberOf(m) + " END)"
	case sqlgen.JSONFloat:
		return "(CASE WHEN " + isNumber(m) + " THEN CAST(" + m + " AS DOUBLE) END)"
	case sqlgen.JSONBool:
		return "(CASE " + m + " WHEN 'true' THEN 1 WHEN 'false' THEN 0 END)"
	case sqlgen.JSONComparable:
		return d.collated("CASE WHEN " + isNumber(m) + " THEN " + trimmed(m) + " WHEN " + m + " <> 'null' THEN " + d.compact(m) + " END")
	}
	if len(names) == 0 {
		return doc
	}
	return d.collated("NULLIF(" + d.compact(m) + ", 'null')")
}

// compact takes out the blanks that a server puts into what it takes apart.
func (d MySQL) compact(m string) string {
	if !d.PlainJSON {
		return m // a whole document, which has none
	}
	return "JSON_COMPACT(" + m + ")"
}

// longDocument is the longest text of an expression that is repeated where it is a
// document.
const longDocument = 400

// named gives what is made of a text that stands for itself once: it is the one row of
// a table, or the one item of a list, which has a name.
func (d MySQL) named(sql, name string, of func(string) string) string {
	if d.Derived {
		return "(SELECT " + of(name+".v") + " FROM (SELECT " + sql + " AS v) AS " + name + ")"
	}
	return "(SELECT " + of(name+".v") + " FROM " + d.table("JSON_QUOTE("+sql+")", "$", "LONGTEXT CHARACTER SET utf8mb4 COLLATE "+d.Collation, name) + ")"
}

// table gives the FROM that has the parts of a document in column v. A server that may
// name columns of the statement around it in a derived table may not do so in a
// subquery within JSON_TABLE.
func (d MySQL) table(doc, path, sqlType, name string) string {
	from := ""
	if d.Derived && strings.Contains(doc, "SELECT ") {
		from, doc = "(SELECT "+doc+" AS doc) AS "+name+"_of, ", name+"_of.doc"
	}
	return from + "JSON_TABLE(" + doc + ", '" + path + "' COLUMNS (v " + sqlType + " PATH '$')) AS " + name
}

// isNumber looks at the first character, by which documents of one kind are known.
func isNumber(m string) string { return "LEFT(" + m + ", 1) BETWEEN '-' AND '9'" }

// trimmed writes equal numbers alike.
func trimmed(m string) string {
	return "CASE WHEN " + m + " LIKE '%.%' THEN TRIM(TRAILING '.' FROM TRIM(TRAILING '0' FROM " + m + ")) ELSE " + m + " END"
}

// numberOf is a number's decimal. One with more digits behind the point than any
// column has is between those that columns can have, and one with more before the
// point beyond them.
func (d MySQL) numberOf(m string) string {
	fraction := "CASE WHEN " + m + " LIKE '%.%' THEN CHAR_LENGTH(TRIM(TRAILING '0' FROM SUBSTRING_INDEX(" + m + ", '.', -1))) ELSE 0 END"
	exact := "CAST(" + m + " AS DECIMAL(65, 30))"
	between := exact
	if d.MostScale > mostScale {
		between = "CAST(CONCAT(LEFT(" + m + ", LOCATE('.', " + m + ") + 30), '5') AS DECIMAL(65, 31))"
	}
	return "CASE WHEN CHAR_LENGTH(SUBSTRING_INDEX(" + m + ", '.', 1)) > 34 THEN CAST(SUBSTRING_INDEX(" + m + ", '.', 1) AS DECIMAL(65, 0))" +
		" WHEN " + fraction + " > 30 THEN " + between + " ELSE " + exact + " END"
}

// part gives the text of a document's member. A name of digits is a member of an
// object or an item of an array: both are asked for, in an array of what is found.
// All items of an array are, where the first is meant: the servers take a value that is
// no array for the first item of one.
func part(doc string, names []string) string {
	path := "$"
	for _, name := range names {
		own := path + "." + pathName(name)
		if n, err := strconv.ParseInt(name, 10, 32); err != nil || n < 0 || strconv.FormatInt(n, 10) != name {
			path = own
			continue
		}
		item := path + "[" + name + "]"
		if name == "0" {
			item = path + "[*]"
		}
		doc, path = extract(doc, own, item), "$[0]"
	}
	if path == "$" {
		return doc
	}
	return extract(doc, path)
}

func extract(doc string, paths ...string) string {
	for _, p := range paths {
		doc += ", " + ddl.Literal(p)
	}
	return "JSON_EXTRACT(" + doc + ")"
}

func pathName(name string) string {
	return string(value.AppendQuoted(nil, name))
}

// itemType is how the items of a list are read as rows, and by what they are then
// made what columns of that kind hold; $1 is the item.
func (d MySQL) itemType(kind value.Kind) (sqlType, made string) {
	switch kind {
	case value.Bool:
		return "VARCHAR(5)", "($1 = 'true')"
	case value.Int:
		return "BIGINT", "$1"
	case value.Float:
		return "DOUBLE", "$1"
	case value.Decimal:
		return "DECIMAL(65, 30)", "$1"
	case value.Time:
		return "VARCHAR(40)", "CAST(LEFT($1, CHAR_LENGTH($1) - 6) AS DATETIME(6))"
	case value.Date:
		return "DATE", "$1"
	case value.UUID:
		return "VARCHAR(36)", "UNHEX(REPLACE($1, '-', ''))"
	case value.Bytes:
		return "LONGTEXT", "UNHEX(SUBSTRING($1, 3))"
	}
	return "LONGTEXT CHARACTER SET utf8mb4 COLLATE " + d.Collation, "$1"
}

// items gives the FROM that has a list's items in column v.
func (d MySQL) items(list, sqlType string) string { return d.table(list, "$[*]", sqlType, "items") }

// known is a list of a record. A server may look at it before it has read the record:
// it is an empty text then, which is no list and would be an error.
func known(list string) string { return "NULLIF(" + list + ", '')" }

// Among makes rows of a list's items, which are in their storage form, bytes as
// hexadecimal digits.
func (d MySQL) Among(item, list string, b *sqlgen.Bind, not bool) string {
	sqlType, made, in := "", "items.v", " IN "
	switch elem := b.Type.Elem; {
	case b.Form == sqlgen.KeyItems:
		sqlType = "DECIMAL(65, 30)"
	case b.Form == sqlgen.ScaledItems || elem == value.Bool:
		sqlType = "BIGINT"
	case elem == value.Time:
		sqlType = "DATETIME(6)"
	case elem == value.UUID || elem == value.Bytes:
		sqlType, made = "LONGTEXT", "UNHEX(items.v)"
	default:
		sqlType, _ = d.itemType(elem)
	}
	if not {
		in = " NOT IN "
	}
	return item + in + "(SELECT " + made + " FROM " + d.items(list, sqlType) + ")"
}

// Holds makes rows of a stored list's items.
func (d MySQL) Holds(list, item string, of value.Kind, _ func() string) string {
	sqlType, made := d.itemType(of)
	list = known(list)
	if of == value.Decimal {
		list = d.quoted(list)
	}
	return "EXISTS (SELECT " + d.unjoined() + "1 FROM " + d.items(list, sqlType) + " WHERE " + strings.ReplaceAll(made, "$1", "items.v") + " = " + item + ")"
}

// within compares the texts of items: those of one kind are equal where their
// texts are.
func (d MySQL) within(a, b string) string {
	of := func(list, name string) string {
		return d.table(d.quoted(known(list)), "$[*]", "LONGTEXT CHARACTER SET utf8mb4", name)
	}
	return "(CASE WHEN " + a + " IS NOT NULL AND " + b + " IS NOT NULL THEN NOT EXISTS (SELECT " + d.unjoined() + "1 FROM " + of(a, "some") +
		" WHERE CAST(some.v AS BINARY) NOT IN (SELECT " + d.unjoined() + "CAST(others.v AS BINARY) FROM " + of(b, "others") + ")) END)"
}
