package dialect

import (
	"slices"
	"strings"

	"bedplate/store/sqlgen"
	"bedplate/store/sqlgen/form"
)

// Arithmetic gives NULL where it fails, where PostgreSQL would end the
// statement. Arguments that are looked at more than once are given names by a
// row of VALUES, so that expressions in expressions do not grow without end.
// PostgreSQL puts what such a row has in the place of its name again, unless it
// is fenced, which is done where it would read tables more than once.

// wide calculates where nothing overflows, and looks whether the result fits.
func wide(op string) string {
	return "(SELECT CASE WHEN n BETWEEN -9223372036854775808 AND 9223372036854775807 THEN n::bigint END FROM (VALUES ($1::numeric " + op + " $2)) AS v(n))"
}

// whole divides integers where that has a result.
func whole(op string) string {
	return "(SELECT CASE WHEN b <> 0 AND NOT (b = -1 AND a = -9223372036854775808) THEN a " + op + " b END FROM (VALUES ($1::bigint, $2::bigint)) AS v(a, b))"
}

// moment makes a time of microseconds; before 4714 BC, where PostgreSQL's end, it
// is less than all that can be stored. A day has 24 hours, since sessions are
// in UTC.
const moment = "(SELECT CASE WHEN m < -210866803200000000 THEN '-infinity'::timestamptz ELSE " +
	"timestamptz '1970-01-01 00:00:00+00' + make_interval(days => (m / 86400000000)::int) + (m % 86400000000)::float8 * interval '1 microsecond' END " +
	"FROM (VALUES ($1)) AS v(m))"

// Doubles overflow to infinity and underflow to zero; PostgreSQL raises an
// error for both. The bounds are powers of two, so that scaling by them is
// exact: 2^-512, 2^600, 2^-538, 2^-475, 2^-60, 2^964, 2^970, 2^500, 2^-600.
// What has only one of the two operands in it must not fail for any: it is calculated
// with the plan where that operand is known then, whether it will be needed or not. So
// a dividend that is scaled down, where it is 1e-15 at least, is raised to 1e-300.
const (
	floats = " FROM (VALUES ($1::float8, $2::float8)) AS v(a, b))"

	maxFloat  = "'1.7976931348623157e308'::float8"
	addFloats = "(SELECT CASE WHEN abs(a) < '8.9e307'::float8 AND abs(b) < '8.9e307'::float8 OR (a > 0) <> (b > 0) THEN a + b " +
		"WHEN least(abs(a), abs(b)) + (greatest(abs(a), abs(b)) - " + maxFloat + ") < '9.9792015476736e291'::float8 THEN a + b END" + floats
	mulFloats = "(SELECT CASE WHEN a IS NULL OR b IS NULL THEN NULL WHEN abs(a) >= 1 AND abs(b) >= 1 THEN " +
		"CASE WHEN abs((a * '7.458340731200207e-155'::float8) * (b * '7.458340731200207e-155'::float8)) < 1 THEN a * b END " +
		"WHEN a = 0 OR b = 0 OR abs(a) >= 1 OR abs(b) >= 1 THEN a * b " +
		"WHEN greatest(abs(a), abs(b)) < '1.1113793747425387e-162'::float8 THEN 0 " +
		"WHEN (least(abs(a), abs(b)) * '4.149515568880993e180'::float8) * greatest(abs(a), abs(b)) <= '1.0250665447337477e-143'::float8 THEN 0 ELSE a * b END" + floats
	divFloats = "(SELECT CASE WHEN a IS NULL OR b IS NULL OR b = 0 THEN NULL WHEN a = 0 OR abs(b) = 1 THEN a / b WHEN abs(b) < 1 THEN " +
		"CASE WHEN abs(a) < " + maxFloat + " * abs(b) THEN a / b " +
		"WHEN abs(a) = " + maxFloat + " * abs(b) THEN CASE WHEN (greatest(abs(a), '1e-300'::float8) * '8.673617379884035e-19'::float8) / abs(b) < '1.559250241824e290'::float8 THEN a / b END END " +
		"WHEN abs(a) >= 1 THEN a / b " +
		"WHEN abs(b) > '3.273390607896142e150'::float8 AND abs(a) < '2.409919865102884e-181'::float8 THEN 0 " +
		"WHEN (abs(a) * '4.149515568880993e180'::float8) / abs(b) <= '1.0250665447337477e-143'::float8 THEN 0 ELSE a / b END" + floats
)

// templates spell the functions; $1 and so on are the arguments.
var templates = map[sqlgen.Func]string{
	sqlgen.AddInt:   wide("+"),
	sqlgen.SubInt:   wide("-"),
	sqlgen.MulInt:   wide("*"),
	sqlgen.DivInt:   whole("/"),
	sqlgen.ModInt:   whole("%"),
	sqlgen.NegInt:   "(-nullif($1::bigint, -9223372036854775808))",
	sqlgen.Micros:   "(extract(epoch FROM $1) * 1000000)::bigint",
	sqlgen.Moment:   moment,
	sqlgen.AddFloat: addFloats,
	sqlgen.SubFloat: strings.ReplaceAll(addFloats, "$2::float8", "-$2::float8"),
	sqlgen.MulFloat: mulFloats,
	sqlgen.DivFloat: divFloats,
	sqlgen.NegFloat: "(-$1)",

	sqlgen.NegDecimal: "(-$1)",
	sqlgen.IntKey:     "$1::numeric",
	sqlgen.FloatKey:   "$1::text::numeric", // the shortest decimal that the double stands for

	sqlgen.Lower:        `lower($1 COLLATE "C")`,
	sqlgen.Upper:        `upper($1 COLLATE "C")`,
	sqlgen.Concat:       "($1 || $2)",
	sqlgen.TextSize:     "length($1)",
	sqlgen.ListSize:     "jsonb_array_length($1)",
	sqlgen.StartsWith:   `(left($1, length($2)) = $2)`,
	sqlgen.EndsWith:     `(right($1, length($2)) = $2)`,
	sqlgen.Contains:     `(strpos($1 COLLATE "C", $2) > 0)`,
	sqlgen.Matches:      `($1 COLLATE "C" ~ $2)`,
	sqlgen.MatchesOther: `($1 COLLATE "C" ~ $2)`,
	sqlgen.Like:         `($1 COLLATE "C" LIKE $2 AND $2 <> '` + form.NoPattern + `')`,
	sqlgen.ILike:        unlessOpen(`$1 COLLATE "C" ILIKE $2`),
	sqlgen.LikeComputed: unlessOpen(`$1 COLLATE "C" LIKE $2`),

	sqlgen.JSONIncludes: "($1 @> $2)",
	sqlgen.ListWithin:   "($1 <@ $2)",

	sqlgen.SumInt:   "sum($1::bigint)", // numeric: the driver looks whether it fits
	sqlgen.SumFloat: "sum($1)",
	sqlgen.SumKey:   "sum($1)",
	sqlgen.AvgInt:   average,
	sqlgen.AvgFloat: "avg($1)",
	sqlgen.AvgKey:   average,

	sqlgen.Variance: "var_pop($1::float8)", sqlgen.VarianceSample: "var_samp($1::float8)",
	sqlgen.Stddev: "stddev_pop($1::float8)", sqlgen.StddevSample: "stddev_samp($1::float8)",
}

// average has far more digits than a double before it is rounded to one.
const average = "(round(sum($1::numeric), 40) / nullif(count($1), 0))::float8"

// unlessOpen is false where a pattern ends in a backslash that is none of a
// pair, which is an error to PostgreSQL.
func unlessOpen(test string) string {
	return `(CASE WHEN $2 ~ '(^|[^\\])(\\\\)*\\$' THEN FALSE ELSE ` + test + ` END)`
}

// Call spells a function of PostgreSQL's.
func (Postgres) Call(f sqlgen.Func, args ...string) string {
	switch f {
	case sqlgen.AddDecimal, sqlgen.SubDecimal, sqlgen.MulDecimal:
		return decimal(f, args)
	case sqlgen.Tuple: // a row is no null, whatever is in it
		all := strings.Join(args, ", ")
		return "(CASE WHEN num_nulls(" + all + ") = 0 THEN ROW(" + all + ") END)"
	}
	return fill(templates[f], args...)
}

// decimal calculates exactly.
func decimal(f sqlgen.Func, args []string) string {
	op, limit := sqlgen.Exactly(f, args)
	return fill("(SELECT CASE WHEN abs(n) < "+limit+" THEN n END FROM (VALUES ($1::numeric"+op+"$3)) AS v(n))", args...)
}

// named ends the row of what has a name; fenced does so and keeps it one row.
const (
	named  = ")) AS v("
	fenced = ") OFFSET 0) AS v("
)

// fill puts arguments into a template, and fences those that read tables.
func fill(t string, args ...string) string {
	if strings.Contains(t, named) && slices.ContainsFunc(args, func(arg string) bool { return strings.Contains(arg, "SELECT ") }) {
		t = strings.Replace(t, named, fenced, 1)
	}
	return sqlgen.Fill(t, args...)
}
