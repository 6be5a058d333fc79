// Package wire is how values travel to MySQL and MariaDB, and back. It sends
// nothing.
package wire

import (
	sqldriver "database/sql/driver"
	"math"
	"strconv"
	"strings"
	"unsafe"

	"bedplate/fault"
	"bedplate/store/mysql/dialect"
	"bedplate/store/sqlgen"
	"bedplate/store/sqlgen/form"
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
		whole, rest := form.Split(v, int(b.Scale))
		if b.Form == sqlgen.Remainder {
			return int64(rest), nil
		}
		return whole, nil
	case sqlgen.NumberKey:
		return form.Number(v), nil
	case sqlgen.Items, sqlgen.ScaledItems, sqlgen.KeyItems:
		return form.JSON(b, v, appendItem)
	case sqlgen.SearchQuery:
		return searched(v.Raw()), nil
	case sqlgen.RankQuery:
		return ranked(v.Raw()), nil
	case sqlgen.Words:
		return Words(v.Raw()), nil
	case sqlgen.Pattern:
		return form.Like(v.Raw()), nil
	case sqlgen.Expression:
		return engine.Expression(v.Raw()), nil
	case sqlgen.PrefixEnd:
		if end, ok := form.PrefixEnd(v.Raw()); ok {
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

// appendItem writes an item of a list in its storage form.
func appendItem(doc []byte, b *sqlgen.Bind, item value.Value) ([]byte, bool) {
	switch {
	case item.IsNull():
		return doc, false
	case b.Form == sqlgen.ScaledItems:
		n, rest := form.Split(item, int(b.Scale))
		return strconv.AppendInt(doc, n, 10), rest == 0
	case b.Form == sqlgen.KeyItems:
		// One of more digits than any decimal column has equals none.
		d, err := value.ParseDecimal(form.Number(item), 65, 30)
		return quotedNumber(doc, form.Number(item)), err == nil && d.Kind() == value.Decimal
	}
	switch item.Kind() {
	case value.Bool, value.Int:
		return strconv.AppendInt(doc, item.Int(), 10), true
	case value.Time:
		doc = append(doc, '"')
		return append(dialect.AppendTime(doc, item.Micros()), '"'), true
	case value.UUID, value.Bytes:
		return append(form.AppendHex(append(doc, '"'), item.Raw()), '"'), true
	case value.Float:
		return item.AppendJSON(doc), true
	case value.Decimal:
		return quotedNumber(doc, item.Raw()), true
	}
	return value.AppendQuoted(doc, item.Raw()), true
}

// quotedNumber writes a number that has to stay exact: numbers of documents with a
// fraction are doubles to MySQL.
func quotedNumber(doc []byte, number string) []byte {
	return append(append(append(doc, '"'), number...), '"')
}
