// Package wire is how values travel to MySQL and MariaDB, and back. It sends
// nothing.
package wire

import (
	sqldriver "database/sql/driver"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
	"unsafe"

	"bedplate/fault"
	"bedplate/store/mysql/dialect"
	"bedplate/store/sqlgen"
	"bedplate/value"
)

// Bind gives v in b's form, as the library takes it.
func Bind(b *sqlgen.Bind, v value.Value) (sqldriver.Value, error) {
	if v.IsNull() {
		switch b.Form {
		case sqlgen.LimitCount:
			return int64(math.MaxInt64), nil
		case sqlgen.OffsetCount:
			return int64(0), nil
		}
		return nil, nil
	}
	switch b.Form {
	case sqlgen.LimitCount, sqlgen.OffsetCount, sqlgen.Path, sqlgen.Canonical:
		return canonical(b.Type, v), nil
	case sqlgen.Stored:
		return stored(b, v)
	case sqlgen.Quotient, sqlgen.Remainder:
		whole, rest := quotient(v, int(b.Scale))
		if b.Form == sqlgen.Remainder {
			return int64(rest), nil
		}
		return whole, nil
	case sqlgen.NumberKey:
		return numberText(v), nil
	case sqlgen.Items, sqlgen.ScaledItems, sqlgen.KeyItems:
		return items(b, v)
	case sqlgen.SearchQuery:
		return searched(v.Raw()), nil
	case sqlgen.RankQuery:
		return ranked(v.Raw()), nil
	case sqlgen.Words:
		return Words(v.Raw()), nil
	case sqlgen.Pattern:
		return pattern(v.Raw()), nil
	case sqlgen.Expression:
		return expression(v.Raw()), nil
	case sqlgen.PrefixEnd:
		if end, ok := prefixEnd(v.Raw()); ok {
			return end, nil
		}
		return nil, nil
	}
	return nil, fault.New(fault.Internal, "a value is asked for in a form (%d) that the database has not", b.Form)
}

// canonical is the form of our own columns.
func canonical(t value.Type, v value.Value) sqldriver.Value {
	switch v.Kind() {
	case value.Bool, value.Int:
		switch t.Kind {
		case value.Float:
			return float64(v.Int())
		case value.Decimal:
			return strconv.FormatInt(v.Int(), 10)
		}
		return v.Int()
	case value.Float:
		return v.Float()
	case value.Decimal:
		return v.String()
	case value.Time:
		return string(dialect.AppendTime(make([]byte, 0, 40), v.Micros()))
	case value.UUID, value.Bytes:
		raw := v.Raw()
		if raw == "" {
			return []byte{}
		}
		return unsafe.Slice(unsafe.StringData(raw), len(raw)) // which is only read
	case value.List:
		return string(v.AppendJSON(nil))
	}
	return v.Raw()
}

// stored is the form of a column, which may be an adopted one.
func stored(b *sqlgen.Bind, v value.Value) (sqldriver.Value, error) {
	if b.Field == nil || b.Field.SQLType == "" {
		return canonical(b.Type, v), nil
	}
	name, _, _ := strings.Cut(strings.ToLower(b.Field.SQLType), "(")
	if v.Kind() == value.UUID && (strings.HasSuffix(name, "char") || name == "uuid") {
		return v.String(), nil
	}
	return canonical(b.Type, v), nil
}

// numberText writes any number without an exponent.
func numberText(v value.Value) string {
	if v.Kind() == value.Float {
		return strconv.FormatFloat(v.Float(), 'f', -1, 64)
	}
	return v.String()
}

// quotient splits any number among integers scaled by 10^scale.
func quotient(v value.Value, scale int) (int64, int) {
	switch v.Kind() {
	case value.Int:
		if scale == 0 {
			return v.Int(), 0
		}
		v = value.OfDecimal(v.Int(), 0)
	case value.Float:
		v, _ = value.ParseDecimal(numberText(v), 0, 0)
	}
	return sqlgen.AtScale(v, scale)
}

// items writes a list as one JSON array of its items' storage forms; what no
// such value can equal is left out.
func items(b *sqlgen.Bind, v value.Value) (sqldriver.Value, error) {
	list, err := v.Items(b.Type.Element())
	if err != nil {
		return nil, err
	}
	doc := make([]byte, 1, 16*len(list)+2)
	doc[0] = '['
	for _, item := range list {
		start := len(doc)
		if start > 1 {
			doc = append(doc, ',')
		}
		var ok bool
		if doc, ok = appendItem(doc, b, item); !ok {
			doc = doc[:start]
		}
	}
	return string(append(doc, ']')), nil
}

func appendItem(doc []byte, b *sqlgen.Bind, item value.Value) ([]byte, bool) {
	switch {
	case item.IsNull():
		return doc, false
	case b.Form == sqlgen.ScaledItems:
		n, rest := quotient(item, int(b.Scale))
		return strconv.AppendInt(doc, n, 10), rest == 0
	case b.Form == sqlgen.KeyItems:
		// One of more digits than any decimal column has equals none.
		d, err := value.ParseDecimal(numberText(item), 65, 30)
		return append(doc, numberText(item)...), err == nil && d.Kind() == value.Decimal
	}
	switch item.Kind() {
	case value.Bool, value.Int:
		return strconv.AppendInt(doc, item.Int(), 10), true
	case value.Time:
		doc = append(doc, '"')
		return append(dialect.AppendTime(doc, item.Micros()), '"'), true
	case value.UUID, value.Bytes:
		doc = append(doc, '"')
		for _, c := range []byte(item.Raw()) {
			doc = append(doc, hexDigits[c>>4], hexDigits[c&15])
		}
		return append(doc, '"'), true
	case value.Float, value.Decimal:
		return item.AppendJSON(doc), true
	}
	return value.AppendQuoted(doc, item.Raw()), true
}

const hexDigits = "0123456789ABCDEF"

// pattern writes a LIKE pattern with backslashes only where they are needed, so
// that dialect.NoPattern is none that somebody wrote. What ends in a lone
// backslash is like nothing.
func pattern(p string) string {
	if strings.IndexByte(p, '\\') < 0 {
		return p
	}
	var out strings.Builder
	for i := 0; i < len(p); i++ {
		if p[i] == '\\' {
			if i++; i == len(p) {
				return dialect.NoPattern
			}
			if strings.IndexByte(`%_\`, p[i]) >= 0 {
				out.WriteByte('\\')
			}
		}
		out.WriteByte(p[i])
	}
	return out.String()
}

// prefixEnd gives the least text that stands after every one that begins with a
// prefix: its last character is the next one. It is false where there is none.
func prefixEnd(prefix string) (string, bool) {
	for prefix != "" {
		r, size := utf8.DecodeLastRuneInString(prefix)
		prefix = prefix[:len(prefix)-size]
		switch r++; {
		case r == 0xD800: // half of a surrogate pair is no character
			r = 0xE000
		case r > utf8.MaxRune:
			continue
		}
		return string(utf8.AppendRune([]byte(prefix), r)), true
	}
	return "", false
}
