// Package dialect is how SQLite spells what sqlgen asks for.
package dialect

import (
	"encoding/hex"
	"math"
	"strconv"
	"strings"

	"bedplate/schema"
	"bedplate/store/sqlgen"
	"bedplate/store/sqlite/script"
	"bedplate/store/sqlite/storage"
	"bedplate/value"
)

// SQLite is how SQLite spells what sqlgen asks for.
type SQLite struct{}

var _ sqlgen.Dialect = SQLite{}

// Quote writes a name.
func (SQLite) Quote(name string) string { return script.Quote(name) }

// Placeholder stands for argument n, counted from 1.
func (SQLite) Placeholder(n int, _ *sqlgen.Bind) string { return "?" + strconv.Itoa(n) }

// Numbered tells that a placeholder may stand more than once.
func (SQLite) Numbered() bool { return true }

// Exact tells that SQLite knows no decimals.
func (SQLite) Exact() bool { return false }

// Literal spells constants that a partial index may be chosen by: SQLite does
// not look into bound values for that. Text stands in the statement only where
// nothing in it could mean anything to SQL.
func (SQLite) Literal(v value.Value) (string, bool) {
	switch v.Kind() {
	case value.Null:
		return "NULL", true
	case value.Bool, value.Int, value.Time:
		n := v.Int()
		if n < 0 {
			return "(" + strconv.FormatInt(n, 10) + ")", true
		}
		return strconv.FormatInt(n, 10), true
	case value.Float:
		if f := v.Float(); f >= 0 && f < 1e15 && f == math.Trunc(f) {
			return strconv.FormatFloat(f, 'f', 1, 64), true
		}
	case value.Text, value.Date:
		if sqlgen.Plain(v.Raw()) {
			return "'" + v.Raw() + "'", true
		}
	case value.UUID:
		return "x'" + hex.EncodeToString([]byte(v.Raw())) + "'", true
	}
	return "", false
}

// Column gives an adopted column in canonical form; ours have it already.
func (SQLite) Column(sql string, f *schema.Field) string {
	if f.Collation != "" && f.Collation != "BINARY" {
		return sql + " COLLATE BINARY"
	}
	switch storage.ConventionOf(f) {
	case storage.TimeText, storage.TimeNumber:
		return "bp_time(" + sql + ")"
	case storage.DateText:
		return "bp_date(" + sql + ")"
	case storage.DecimalNumber:
		return "bp_decimal(" + sql + ", " + strconv.Itoa(int(f.Type.Scale)) + ", " + strconv.FormatBool(storage.Narrow(f.Type)) + ")"
	case storage.UUIDText:
		return "bp_uuid(" + sql + ")"
	case storage.JSONText:
		return "bp_json(" + sql + ")"
	}
	return sql
}

// Null is of every type.
func (SQLite) Null(value.Type) string { return "NULL" }

// Same uses IS, which an index serves.
func (SQLite) Same(a, b string) string { return "(" + a + " IS " + b + ")" }

// Flag compares with the number that true and false are.
func (SQLite) Flag(sql string, want bool) string {
	if want {
		return sql + " = 1"
	}
	return sql + " = 0"
}

// Bytewise changes nothing: columns of other collations are BINARY by Column.
func (SQLite) Bytewise(sql string) string { return sql }

// Prefixed is a range of an index. An empty prefix ends with a blob.
func (SQLite) Prefixed(a, prefix, end string) string {
	return "(" + a + " >= " + prefix + " AND " + a + " < " + end + ")"
}

// Unindexed puts a plus before the column, which SQLite then takes for computed.
func (SQLite) Unindexed(sql string) string { return "+" + sql }

// InPosition names the collation of a row number. At the end of an index it has
// none of its own, and SQLite demands that of the index for a comparison of
// rows; numbers compare alike by any.
func (SQLite) InPosition(sql string, t value.Type) string {
	if t.Kind != value.Int {
		return sql
	}
	return sql + " COLLATE BINARY"
}

// NullsOrder adds nothing where SQLite's own order, nulls smallest, is wanted.
func (SQLite) NullsOrder(desc, first bool) string {
	switch {
	case first == !desc:
		return ""
	case first:
		return " NULLS FIRST"
	}
	return " NULLS LAST"
}

// Unlimited is the LIMIT that is none.
func (SQLite) Unlimited() string { return "-1" }

// Member calls a function of ours.
func (d SQLite) Member(f sqlgen.Func, doc, path string, _ []string) string {
	return d.Call(f, doc, path)
}

// Among makes rows of a list's items.
func (SQLite) Among(item, list string, b *sqlgen.Bind, not bool) string {
	of, in := "value", " IN "
	if elem := b.Type.Elem; b.Form == sqlgen.Items && (elem == value.UUID || elem == value.Bytes) {
		of = "unhex(value)"
	}
	if not {
		in = " NOT IN "
	}
	return item + in + "(SELECT " + of + " FROM json_each(" + list + "))"
}

// Holds looks at a list's items where their JSON is how columns keep them, and
// calls a function of ours for others.
func (SQLite) Holds(list, item string, of value.Kind, kind func() string) string {
	switch of {
	case value.Text, value.Int, value.Bool, value.Float, value.Date:
		return "EXISTS (SELECT 1 FROM json_each(" + list + ") WHERE value = " + item + ")"
	}
	return "bp_has(" + list + ", " + item + ", " + kind() + ")"
}

// Extreme is SQLite's own.
func (SQLite) Extreme(arg string, _ value.Type, greatest bool) string {
	if greatest {
		return "MAX(" + arg + ")"
	}
	return "MIN(" + arg + ")"
}

// Gathers tells that nested rows have statements of their own.
func (SQLite) Gathers() bool { return false }

// Gather is never asked for.
func (SQLite) Gather(s *sqlgen.Select) string { return "(" + s.String() + ")" }

// Lock adds nothing: there is one writer.
func (SQLite) Lock(string) string { return "" }

// Empty inserts a row of defaults.
func (SQLite) Empty() string { return " DEFAULT VALUES" }

// templates spell the functions; $1 and so on are the arguments. What SQLite
// says exactly is said in SQL, the rest by our own functions.
var templates = map[sqlgen.Func]string{
	sqlgen.AddInt: "bp_add($1, $2)",
	sqlgen.SubInt: "bp_sub($1, $2)",
	sqlgen.MulInt: "bp_mul($1, $2)",
	sqlgen.DivInt: "bp_div($1, $2)",
	sqlgen.ModInt: "bp_mod($1, $2)",
	sqlgen.NegInt: "bp_sub(0, $1)",
	sqlgen.Micros: "$1",
	sqlgen.Moment: "$1",
	// 9e999 is infinity.
	sqlgen.AddFloat:     "nullif(nullif($1 + $2, 9e999), -9e999)",
	sqlgen.SubFloat:     "nullif(nullif($1 - $2, 9e999), -9e999)",
	sqlgen.MulFloat:     "nullif(nullif($1 * $2, 9e999), -9e999)",
	sqlgen.DivFloat:     "nullif(nullif($1 / $2, 9e999), -9e999)",
	sqlgen.NegFloat:     "(0.0 - $1)",
	sqlgen.AddDecimal:   "bp_decadd($1, $2, $3, $4)",
	sqlgen.SubDecimal:   "bp_decsub($1, $2, $3, $4)",
	sqlgen.MulDecimal:   "bp_decmul($1, $3)",
	sqlgen.NegDecimal:   "(0 - $1)",
	sqlgen.IntKey:       "bp_intkey($1, $2)",
	sqlgen.FloatKey:     "bp_floatkey($1)",
	sqlgen.Lower:        "lower($1)",
	sqlgen.Upper:        "upper($1)",
	sqlgen.Concat:       "($1 || $2)",
	sqlgen.TextSize:     "length($1)",
	sqlgen.ListSize:     "json_array_length($1)",
	sqlgen.StartsWith:   "(substr($1, 1, length($2)) = $2)",
	sqlgen.EndsWith:     "bp_ends($1, $2)",
	sqlgen.Contains:     "(instr($1, $2) > 0)",
	sqlgen.Matches:      "bp_matches($1, $2)",
	sqlgen.MatchesOther: "bp_matches($1, $2)",
	// A pattern that is computed keeps SQLite from looking into the value that is
	// bound, for which it would prepare the statement anew at each new value.
	sqlgen.Like:           "($1 GLOB ('' || $2))",
	sqlgen.ILike:          `($1 LIKE ('' || $2) ESCAPE '\')`,
	sqlgen.LikeComputed:   "bp_like($1, $2)",
	sqlgen.JSONMember:     "bp_member($1, $2)",
	sqlgen.JSONText:       "bp_membertext($1, $2)",
	sqlgen.JSONNumber:     "bp_membernumber($1, $2)",
	sqlgen.JSONFloat:      "bp_memberfloat($1, $2)",
	sqlgen.JSONBool:       "bp_memberbool($1, $2)",
	sqlgen.JSONComparable: "bp_membersame($1, $2)",
	sqlgen.JSONSortable:   "bp_member($1, $2)",
	sqlgen.JSONIncludes:   "bp_includes($1, $2)",
	sqlgen.ListWithin:     "bp_within($1, $2, $3)",
	sqlgen.SumInt:         "bp_sum64(sum($1 >> 32), sum($1 & 4294967295))",
	sqlgen.SumFloat:       "sum($1)",
	sqlgen.SumKey:         "bp_sum($1)",
	sqlgen.SumScaled:      "bp_sumscaled(sum($1 >> 32), sum($1 & 4294967295), $2)",
	sqlgen.AvgScaled:      "bp_avgscaled(sum($1 >> 32), sum($1 & 4294967295), $2, count($1))",
	sqlgen.AvgInt:         "avg($1)",
	sqlgen.AvgFloat:       "avg($1)",
	sqlgen.AvgKey:         "bp_avg($1)",
	sqlgen.Variance:       "bp_variance($1, $2)",
	sqlgen.VarianceSample: "bp_variancesample($1, $2)",
	sqlgen.Stddev:         "bp_stddev($1, $2)",
	sqlgen.StddevSample:   "bp_stddevsample($1, $2)",
}

// Call calls a function of ours, or SQLite's own where it means the same.
func (SQLite) Call(f sqlgen.Func, args ...string) string {
	if f == sqlgen.Tuple {
		return tuple(args)
	}
	return sqlgen.Fill(templates[f], args...)
}

// tuple writes each value as a literal: so no two run into each other, and only a null is
// the word NULL.
func tuple(args []string) string {
	parts := make([]string, len(args))
	for i, a := range args {
		parts[i] = "nullif(quote(" + a + "), 'NULL')"
	}
	return "(" + strings.Join(parts, " || ',' || ") + ")"
}
