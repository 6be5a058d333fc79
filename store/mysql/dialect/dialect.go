// Package dialect is how MySQL and MariaDB spell what sqlgen asks for. The two are
// told apart by what they can do, which a MySQL value says. What it says rests on
// the settings that the driver's connections have: strict modes, UTC, backslashes
// that escape, and texts compared by their bytes.
package dialect

import (
	"encoding/hex"
	"strconv"
	"strings"

	"bedplate/schema"
	"bedplate/store/mysql/ddl"
	"bedplate/store/sqlgen"
	"bedplate/value"
)

// MySQL is how a server spells what sqlgen asks for.
type MySQL struct {
	// Collation compares texts by their bytes and pads nothing.
	Collation string
	// PlainJSON tells that JSON functions give parts of a document as they are
	// written there, numbers too. Otherwise numbers are doubles to them.
	PlainJSON bool
	// Derived tells that a subquery in FROM may name columns of the statement
	// around it.
	Derived bool
	// LockOf tells that FOR UPDATE may name tables.
	LockOf bool
	// MostScale is the most digits that a decimal has after its point.
	MostScale int
	// Collations tells the collation of an adopted column whose texts are in utf8mb4, ""
	// of any other. It may be nil.
	Collations func(table, column string) string
}

var (
	_ sqlgen.Dialect    = MySQL{}
	_ sqlgen.NullSorter = MySQL{}
	_ sqlgen.Seeker     = MySQL{}
	_ sqlgen.Joiner     = MySQL{}
)

// Refused opens and closes a text of a statement that says why the server cannot
// run it; see Refusal.
const refused = "\x02"

// refuse stands in a statement for what cannot be said.
func refuse(what string) string { return refused + what + refused }

// Refusal gives what a statement asks for that the server has no form for, "" where
// it can be run.
func Refusal(sql string) string {
	_, rest, found := strings.Cut(sql, refused)
	if !found {
		return ""
	}
	what, _, _ := strings.Cut(rest, refused)
	return what
}

// Quote writes a name.
func (MySQL) Quote(name string) string { return ddl.Quote(name) }

// Numbered tells that each placeholder stands once.
func (MySQL) Numbered() bool { return false }

// Exact tells that decimals are the server's own.
func (MySQL) Exact() bool { return true }

// The most digits of a decimal, and of those before the point where it has as many
// behind it as any column may have.
const (
	mostDigits = 65
	mostScale  = 30
)

// Placeholder is a question mark, told the type where a text stands for another
// value: it would be compared as a double.
func (MySQL) Placeholder(_ int, b *sqlgen.Bind) string {
	switch b.Form {
	case sqlgen.NumberKey:
		return castDecimal("?", b.Type)
	case sqlgen.Canonical:
		switch b.Type.Kind {
		case value.Decimal:
			return castDecimal("?", b.Type)
		case value.Time:
			return "CAST(? AS DATETIME(6))"
		case value.Date:
			return "CAST(? AS DATE)"
		case value.UUID, value.Bytes:
			return "CAST(? AS BINARY)"
		}
	}
	return "?"
}

// castDecimal leaves room for every digit before the point that the type has.
func castDecimal(sql string, t value.Type) string {
	scale := mostScale
	if whole := int(t.Precision) - int(t.Scale); t.Kind == value.Decimal && whole > mostDigits-mostScale {
		scale = mostDigits - whole
	}
	return "CAST(" + sql + " AS DECIMAL(65, " + strconv.Itoa(scale) + "))"
}

// Literal spells constants by which an index may be chosen, and the conditions of
// indexes. Text stands in the statement only where nothing in it could mean
// anything to SQL.
func (MySQL) Literal(v value.Value) (string, bool) {
	switch v.Kind() {
	case value.Null:
		return "NULL", true
	case value.Bool:
		if v.Bool() {
			return "1", true
		}
		return "0", true
	case value.Int:
		return bracketed(strconv.FormatInt(v.Int(), 10)), true
	case value.Decimal:
		if v.DecimalScale() <= mostScale && len(v.Digits()) <= mostDigits {
			return bracketed(v.String()), true
		}
	case value.Float:
		return bracketed(strconv.FormatFloat(v.Float(), 'e', -1, 64)), true
	case value.Time:
		return "TIMESTAMP'" + string(AppendTime(nil, v.Micros())) + "'", true
	case value.Date:
		return "DATE'" + v.Raw() + "'", true
	case value.Text:
		if sqlgen.Plain(v.Raw()) {
			return "'" + v.Raw() + "'", true
		}
	case value.UUID:
		return "X'" + hex.EncodeToString([]byte(v.Raw())) + "'", true
	}
	return "", false
}

func bracketed(number string) string {
	if strings.HasPrefix(number, "-") {
		return "(" + number + ")"
	}
	return number
}

// AppendTime writes microseconds since 1970 as the server writes a DATETIME(6).
func AppendTime(dst []byte, micros int64) []byte {
	text := value.OfTime(micros).AppendText(nil) // 2026-11-20T15:04:05.000001+00:00
	at := len(dst)
	dst = append(dst, text[:19]...)
	dst[at+10] = ' '
	fraction := strings.TrimSuffix(string(text[19:]), "+00:00")
	dst = append(dst, fraction...)
	if fraction == "" {
		dst = append(dst, '.')
	}
	for range 26 - (len(dst) - at) {
		dst = append(dst, '0')
	}
	return dst
}

// Column gives an adopted column in canonical form; ours have it already.
func (d MySQL) Column(sql string, f *schema.Field) string {
	if f.SQLType == "" && f.Collation == "" || f.Collation == d.Collation {
		return sql
	}
	name, _, _ := strings.Cut(strings.ToLower(f.SQLType), "(")
	switch f.Type.Kind {
	case value.Text, value.JSON:
		return "(CONVERT(" + sql + " USING utf8mb4) COLLATE " + d.Collation + ")"
	case value.Bool:
		if strings.HasPrefix(name, "bit") {
			return "(" + sql + " + 0)"
		}
	case value.Float:
		if strings.TrimSpace(name) == "float" {
			return single(sql)
		}
	case value.UUID:
		switch name = strings.TrimSpace(name); {
		case name == "uuid", strings.HasSuffix(name, "char"):
			return "UNHEX(REPLACE(" + sql + ", '-', ''))"
		}
	}
	return sql
}

// single is the double that a FLOAT is written as: with as few digits as tell it from
// other FLOATs. The servers themselves write six of them.
func single(sql string) string {
	double := "CAST(" + sql + " AS DOUBLE)"
	digits := func(n string) string { return "ROUND(" + double + ", " + n + " - FLOOR(LOG10(ABS(" + sql + "))))" }
	same := func(shorter string) string { return " WHEN CAST(" + shorter + " AS FLOAT) = " + sql + " THEN " }
	text := "CONCAT(" + sql + ")"
	return "(CASE" + same(text) + "CAST(" + text + " AS DOUBLE)" + same(digits("6")) + digits("6") + same(digits("7")) + digits("7") +
		" ELSE " + digits("8") + " END)"
}

// collated names the collation of what is computed, which would have another.
func (d MySQL) collated(sql string) string { return "(" + sql + " COLLATE " + d.Collation + ")" }

// Null is of a type where another one would be calculated with as a double.
func (MySQL) Null(t value.Type) string {
	switch t.Kind {
	case value.Int:
		return "CAST(NULL AS SIGNED)"
	case value.Decimal:
		return castDecimal("NULL", t)
	}
	return "NULL"
}

// Same is the servers' own null-safe equality, which an index serves.
func (MySQL) Same(a, b string) string { return "(" + a + " <=> " + b + ")" }

// Flag compares with the number that true and false are.
func (MySQL) Flag(sql string, want bool) string {
	if want {
		return sql + " = 1"
	}
	return sql + " = 0"
}

// Bytewise changes nothing: columns of other collations are compared by Column.
func (MySQL) Bytewise(sql string) string { return sql }

// Prefixed is a range of an index. Where nothing ends it, its end is NULL as it
// is where the prefix is, and then the first half decides.
func (MySQL) Prefixed(a, prefix, end string) string {
	return "(" + a + " >= " + prefix + " AND (" + a + " < " + end + " OR " + end + " IS NULL))"
}

// Unindexed changes nothing: the server knows how many rows a test leaves.
func (MySQL) Unindexed(sql string) string { return sql }

// InPosition is never asked for: rows are not compared.
func (MySQL) InPosition(sql string, _ value.Type) string { return sql }

// NullsOrder adds nothing; see SortKey.
func (MySQL) NullsOrder(_, _ bool) string { return "" }

// SortKey says before a key whether it is null, where the server's own order, nulls
// smallest, is not wanted.
func (MySQL) SortKey(k sqlgen.SortKey) string {
	if k.NullsFirst == !k.Desc {
		return directed(k)
	}
	return nullsApart(k)
}

func nullsApart(k sqlgen.SortKey) string {
	if k.NullsFirst {
		return k.SQL + " IS NOT NULL, " + directed(k)
	}
	return k.SQL + " IS NULL, " + directed(k)
}

func directed(k sqlgen.SortKey) string {
	if k.Desc {
		return k.SQL + " DESC"
	}
	return k.SQL
}

// Unlimited is the LIMIT that is none.
func (MySQL) Unlimited() string { return unlimited }

const unlimited = "9223372036854775807"

// Lock keeps the rows of the table: without a name for it those that are joined are
// kept too.
func (d MySQL) Lock(alias string) string {
	if d.LockOf {
		return " FOR UPDATE OF " + alias
	}
	return " FOR UPDATE"
}

// Empty inserts a row of defaults.
func (MySQL) Empty() string { return " () VALUES ()" }

// Extreme is the servers' own: texts have the collation of bytes.
func (MySQL) Extreme(arg string, _ value.Type, greatest bool) string {
	if greatest {
		return "MAX(" + arg + ")"
	}
	return "MIN(" + arg + ")"
}
