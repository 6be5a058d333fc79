// Package dialect is how PostgreSQL spells what sqlgen asks for. What it says
// needs no extension, no function of ours and no setting but those that the
// driver's connections have (UTC, standard strings), and no more than the other
// servers that speak PostgreSQL's language know, where plain SQL will do.
package dialect

import (
	"strconv"
	"strings"

	"bedplate/schema"
	"bedplate/store/sqlgen"
	"bedplate/value"
)

// Postgres is how PostgreSQL spells what sqlgen asks for.
type Postgres struct {
	// Types tells the type of an adopted column beneath its domains, as SQL spells it,
	// and whether it is an enum; "" where it is not known. It may be nil.
	Types func(table, column string) (name string, enum bool)
}

var (
	_ sqlgen.Dialect = Postgres{}
	_ sqlgen.Seeker  = Postgres{}
)

// Quote writes a name.
func (Postgres) Quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// Placeholder stands for argument n, counted from 1. The driver tells the
// server its type (package wire), so that no cast is needed.
func (Postgres) Placeholder(n int, _ *sqlgen.Bind) string { return "$" + strconv.Itoa(n) }

// Numbered tells that a placeholder may stand more than once.
func (Postgres) Numbered() bool { return true }

// Exact tells that decimals are numeric.
func (Postgres) Exact() bool { return true }

// Literal spells constants that a partial index may be chosen by. Text stands
// in the statement only where nothing in it could mean anything to SQL.
func (Postgres) Literal(v value.Value) (string, bool) {
	switch v.Kind() {
	case value.Null:
		return "NULL", true
	case value.Bool:
		if v.Bool() {
			return "TRUE", true
		}
		return "FALSE", true
	case value.Int:
		n := strconv.FormatInt(v.Int(), 10)
		if v.Int() < 0 {
			return "'" + n + "'::bigint", true // -9223372036854775808 would be a numeric
		}
		return n, true
	case value.Decimal:
		text := v.String()
		if strings.HasPrefix(text, "-") {
			text = "(" + text + ")"
		}
		return text, true
	case value.Text:
		if sqlgen.Plain(v.Raw()) {
			return "'" + v.Raw() + "'::text", true
		}
	case value.UUID:
		return "'" + v.String() + "'::uuid", true
	}
	return "", false
}

// Column gives an adopted column in canonical form; ours have it already.
func (Postgres) Column(sql string, f *schema.Field) string {
	if f.SQLType == "" && f.Collation == "" {
		return sql
	}
	name, _, _ := strings.Cut(strings.ToLower(f.SQLType), "(")
	name = strings.TrimSpace(name)
	switch f.Type.Kind {
	case value.Text:
		return textColumn(sql, name, f.Collation)
	case value.Time:
		if name == "timestamp" || name == "timestamp without time zone" || strings.HasPrefix(f.SQLType, "timestamp") && strings.HasSuffix(f.SQLType, "without time zone") {
			return "(" + sql + " AT TIME ZONE 'UTC')"
		}
	case value.Float:
		if name == "real" || name == "float4" {
			return sql + "::text::float8" // as it is read: 0.1 is 0.1
		}
	case value.JSON:
		if name == "json" {
			return sql + "::jsonb"
		}
	case value.List:
		if name != "jsonb" {
			return "to_jsonb(" + sql + ")"
		}
	}
	return sql
}

// textColumn makes equality exact: most collations compare equal only what is,
// and an index serves them; only those of citext's kind and those that
// somebody declared may not.
func textColumn(sql, name, collation string) string {
	switch name {
	case "", "text", "varchar", "character varying", "char", "character", "bpchar":
	default:
		return sql + `::text COLLATE "C"`
	}
	switch collation {
	case "", "default", "C", "POSIX", "ucs_basic", schema.Binary:
		return sql
	}
	return sql + ` COLLATE "C"`
}

// Null is one of a type.
func (Postgres) Null(t value.Type) string {
	return "NULL::" + map[value.Kind]string{value.Bool: "boolean", value.Int: "bigint", value.Float: "float8", value.Decimal: "numeric",
		value.Time: "timestamptz", value.Date: "date", value.UUID: "uuid", value.Bytes: "bytea", value.JSON: "jsonb", value.List: "jsonb",
		value.Text: "text", value.Null: "text"}[t.Kind]
}

// Same is null-safe equality, which no index serves.
func (Postgres) Same(a, b string) string { return "(" + a + " IS NOT DISTINCT FROM " + b + ")" }

// Flag compares; PostgreSQL takes x = TRUE for x.
func (Postgres) Flag(sql string, want bool) string {
	if want {
		return sql + " = TRUE"
	}
	return sql + " = FALSE"
}

// Bytewise names the collation of one side, which is then that of the comparison.
func (Postgres) Bytewise(sql string) string { return sql + ` COLLATE "C"` }

// Prefixed is a range of an index. Where nothing ends it, its end is NULL as it
// is where the prefix is, and then the first half decides.
func (Postgres) Prefixed(a, prefix, end string) string {
	return "(" + a + " >= " + prefix + ` COLLATE "C" AND (` + a + " < " + end + ` COLLATE "C" OR ` + end + " IS NULL))"
}

// Unindexed changes nothing: the server knows how many rows a test leaves.
func (Postgres) Unindexed(sql string) string { return sql }

// InPosition changes nothing.
func (Postgres) InPosition(sql string, _ value.Type) string { return sql }

// NullsOrder says it always; where it is PostgreSQL's own order, an index serves
// all the same.
func (Postgres) NullsOrder(_, first bool) string {
	if first {
		return " NULLS FIRST"
	}
	return " NULLS LAST"
}

// Unlimited is the LIMIT that is none.
func (Postgres) Unlimited() string { return "ALL" }

// Among compares with an array's items.
func (Postgres) Among(item, list string, _ *sqlgen.Bind, not bool) string {
	if not {
		return item + " <> ALL(" + list + ")"
	}
	return item + " = ANY(" + list + ")"
}

// Holds looks for an item as JSON, in which every kind has one text or number.
func (Postgres) Holds(list, item string, _ value.Kind, _ func() string) string {
	return "(" + list + " @> to_jsonb(" + item + "))"
}

// Extreme orders as values do also where PostgreSQL has no aggregate for them.
func (Postgres) Extreme(arg string, t value.Type, greatest bool) string {
	name := "min("
	if greatest {
		name = "max("
	}
	switch t.Kind {
	case value.Text:
		return name + arg + ` COLLATE "C")`
	case value.Bool:
		if greatest {
			return "bool_or(" + arg + ")"
		}
		return "bool_and(" + arg + ")"
	case value.UUID:
		return name + arg + `::text COLLATE "C")::uuid`
	case value.Bytes:
		return "decode(" + name + "encode(" + arg + `, 'hex') COLLATE "C"), 'hex')`
	case value.JSON, value.List:
		return name + arg + `::text COLLATE "C")::jsonb`
	}
	return name + arg + ")"
}

// Gathers tells that nested rows come in their parent's.
func (Postgres) Gathers() bool { return true }

// Gather makes an array of records, which come with every value in its own
// form. Groups are made by the places of columns, which a record has none of.
func (Postgres) Gather(s *sqlgen.Select) string {
	record := *s
	if s.Group == "" {
		record.Values = []string{"ROW(" + strings.Join(s.Values, ", ") + ")"}
		return "ARRAY(" + record.String() + ")"
	}
	names := make([]string, len(s.Values))
	for i := range names {
		names[i] = "c" + strconv.Itoa(i)
	}
	list := strings.Join(names, ", ")
	return "ARRAY(SELECT ROW(" + list + ") FROM (" + s.String() + ") AS g(" + list + "))"
}

// Lock keeps the rows of one table, not of those that are joined.
func (Postgres) Lock(alias string) string { return " FOR UPDATE OF " + alias }

// Empty inserts a row of defaults.
func (Postgres) Empty() string { return " DEFAULT VALUES" }
