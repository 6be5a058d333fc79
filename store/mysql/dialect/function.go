package dialect

import (
	"slices"
	"strconv"
	"strings"

	"bedplate/store/sqlgen"
)

// Arithmetic gives NULL where it fails, where the servers would end the statement.
// Integers are calculated as decimals, which have room for every result, and what
// lies beyond 64 bits is brought to the first number beyond them, and that to NULL.

func wide(op string) string {
	return "CAST(NULLIF(NULLIF(GREATEST(LEAST(CAST($1 AS DECIMAL(65, 0)) " + op +
		" $2, 9223372036854775808), -9223372036854775809), 9223372036854775808), -9223372036854775809) AS SIGNED)"
}

const negated = "CAST(0 - NULLIF($1, -9223372036854775808) AS SIGNED)"

// Doubles that overflow end a statement. The bounds are powers of two, so that
// scaling by them is exact: 2^1023, 2^-512, 2^-600, 2^600 and 2^-176.
const (
	addFloats = "(CASE WHEN ABS($1 / 2e0 + $2 / 2e0) < 8.98846567431158e307 THEN $1 + $2 END)"
	subFloats = "(CASE WHEN ABS($1 / 2e0 - $2 / 2e0) < 8.98846567431158e307 THEN $1 - $2 END)"
	mulFloats = "(CASE WHEN ABS($1) < 1e0 OR ABS($2) < 1e0 OR ABS(($1 * 7.458340731200207e-155) * ($2 * 7.458340731200207e-155)) < 1e0 THEN $1 * $2 END)"
	divFloats = "(CASE WHEN $2 = 0 THEN NULL WHEN ABS($2) >= 1e0 OR ABS(($1 * 2.409919865102884e-181) / ($2 * 4.149515568880993e180)) < 1.044048714879763e-53 THEN $1 / $2 END)"
)

const epoch = "TIMESTAMP'1970-01-01 00:00:00.000000'"

const (
	micros = "TIMESTAMPDIFF(MICROSECOND, " + epoch + ", $1)"
	// moment gives a time of the years 1 to 9999.
	moment = "(CASE WHEN $1 BETWEEN -62135596800000000 AND 253402300799999999 THEN " + epoch + " + INTERVAL $1 MICROSECOND END)"
)

// folded changes the case of the letters of ASCII alone: read as this character
// set, every other byte of a text is no letter or has no case.
func folded(function string) string {
	return "CONVERT(CAST(" + function + "(CONVERT(CAST($1 AS BINARY) USING hebrew)) AS BINARY) USING utf8mb4)"
}

// templates spell the functions; $1 and so on are the arguments.
var templates = map[sqlgen.Func]string{
	sqlgen.AddInt:     wide("+"),
	sqlgen.SubInt:     wide("-"),
	sqlgen.MulInt:     wide("*"),
	sqlgen.DivInt:     "CAST(CASE $2 WHEN -1 THEN " + negated + " WHEN 1 THEN $1 ELSE $1 DIV $2 END AS SIGNED)",
	sqlgen.ModInt:     "CAST(CASE WHEN $2 = -1 THEN " + negated + " * 0 ELSE MOD($1, $2) END AS SIGNED)",
	sqlgen.NegInt:     negated,
	sqlgen.Micros:     micros,
	sqlgen.Moment:     moment,
	sqlgen.AddFloat:   addFloats,
	sqlgen.SubFloat:   subFloats,
	sqlgen.MulFloat:   mulFloats,
	sqlgen.DivFloat:   divFloats,
	sqlgen.NegFloat:   "(0e0 - $1)",
	sqlgen.NegDecimal: "(0 - $1)",
	sqlgen.IntKey:     "$1",
	sqlgen.FloatKey:   "CAST($1 AS DECIMAL(65, 30))",

	sqlgen.Concat:     "CONCAT($1, $2)",
	sqlgen.TextSize:   "CHAR_LENGTH($1)",
	sqlgen.ListSize:   "JSON_LENGTH($1)",
	sqlgen.StartsWith: "(LEFT($1, CHAR_LENGTH($2)) = $2)",
	sqlgen.EndsWith:   "(RIGHT($1, CHAR_LENGTH($2)) = $2)",
	sqlgen.Contains:   "(LOCATE($2, $1) > 0)",
	// form.NoPattern in bytes.
	sqlgen.Like: "($1 LIKE $2 AND $2 <> X'5C61')",

	sqlgen.SumInt:   "SUM($1)", // a decimal: the driver looks whether it fits
	sqlgen.SumFloat: "SUM($1)",
	sqlgen.SumKey:   "SUM($1)",
	sqlgen.AvgInt:   "((SUM($1) + 0e0) / COUNT($1))",
	sqlgen.AvgFloat: "AVG($1)",
	sqlgen.AvgKey:   average,

	sqlgen.Variance: "VAR_POP($1 + 0e0)", sqlgen.VarianceSample: "VAR_SAMP($1 + 0e0)",
	sqlgen.Stddev: "STDDEV_POP($1 + 0e0)", sqlgen.StddevSample: "STDDEV_SAMP($1 + 0e0)",
}

// maxCall bounds the arguments of one function: some stand in it several times, so
// that functions of functions would grow without end.
const maxCall = 64 << 10

// Call spells a function of the servers'.
func (d MySQL) Call(f sqlgen.Func, args ...string) string {
	if sql, ok := d.once(f, args); ok {
		return sql
	}
	total := 0
	for _, a := range args {
		total += len(a)
	}
	if total > maxCall {
		return refuse("an expression that is calculated in so many steps")
	}
	switch f {
	case sqlgen.AddDecimal, sqlgen.SubDecimal, sqlgen.MulDecimal:
		return decimal(f, args)
	case sqlgen.Tuple:
		return tuple(args)
	case sqlgen.Lower:
		return d.lower(args[0])
	case sqlgen.Upper:
		return d.collated(sqlgen.Fill(folded("UPPER"), args...))
	case sqlgen.Concat:
		return d.collated(sqlgen.Fill(templates[f], args...))
	case sqlgen.ILike:
		return unlessOpen(args[1], d.lower(args[0])+" LIKE "+d.lower(args[1]))
	case sqlgen.LikeComputed:
		return unlessOpen(args[1], args[0]+" LIKE "+args[1])
	case sqlgen.Matches:
		// What is bound, and NULL, is binary to some servers, which match texts alone.
		return "(" + d.collated("CONVERT("+args[0]+" USING utf8mb4)") + " REGEXP " + args[1] + ")"
	case sqlgen.MatchesOther:
		return refuse("matches with a pattern that is computed")
	case sqlgen.ListWithin:
		return d.within(args[0], args[1])
	case sqlgen.JSONIncludes:
		return d.includes(args[0], args[1])
	}
	return sqlgen.Fill(templates[f], args...)
}

// tuple writes each value by the digits of its bytes: so no two run into each other, nor
// are compared as texts are.
func tuple(args []string) string {
	parts := make([]string, len(args))
	for i, a := range args {
		parts[i] = "HEX(CAST(" + a + " AS BINARY))"
	}
	return "CONCAT(" + strings.Join(parts, ", ',', ") + ")"
}

// once names an argument that is calculated itself, where the server can: functions in
// which it stands several times calculate it as often, and functions of functions
// without end.
func (d MySQL) once(f sqlgen.Func, args []string) (string, bool) {
	if !d.Derived || f > sqlgen.NegDecimal {
		return "", false
	}
	for i, a := range args {
		if len(a) > longDocument || strings.Contains(a, "SELECT ") {
			return d.named(a, "arg"+strconv.Itoa(i), func(name string) string {
				named := slices.Clone(args)
				named[i] = name
				return d.Call(f, named...)
			}), true
		}
	}
	return "", false
}

func (d MySQL) lower(sql string) string { return d.collated(sqlgen.Fill(folded("LOWER"), sql)) }

// unlessOpen is false where a pattern ends in a backslash that is none of a pair,
// and stands for itself to the servers.
func unlessOpen(pattern, test string) string {
	open := "MOD(CHAR_LENGTH(" + pattern + ") - CHAR_LENGTH(TRIM(TRAILING '\\\\' FROM " + pattern + ")), 2) = 1"
	return "(CASE WHEN " + open + " THEN 0 ELSE " + test + " END)"
}

// decimal calculates exactly.
func decimal(f sqlgen.Func, args []string) string {
	op, limit := sqlgen.Exactly(f, args)
	n := "(" + args[0] + op + args[2] + ")"
	return "NULLIF(NULLIF(GREATEST(LEAST(" + n + ", " + limit + "), -" + limit + "), " + limit + "), -" + limit + ")"
}

// average of decimals has far more digits than a double before it is one, as far as
// the servers have any.
const average = "(IF(ABS(SUM($1)) < 1e30, CAST(SUM($1) AS DECIMAL(65, 26)) / COUNT($1), SUM($1) / COUNT($1)) + 0e0)"
