package storage

import (
	"strconv"
	"unsafe"

	zombiezen "zombiezen.com/go/sqlite"

	"bedplate/fault"
	"bedplate/store/sqlgen"
	"bedplate/store/sqlgen/form"
	"bedplate/value"
)

// Bind binds v in b's form. The connection is asked for the habit of an
// adopted column.
func Bind(db *zombiezen.Conn, stmt *zombiezen.Stmt, at int, b *sqlgen.Bind, v value.Value) error {
	if v.IsNull() {
		if b.Form == sqlgen.LimitCount || b.Form == sqlgen.OffsetCount {
			stmt.BindInt64(at, -1)
		} else {
			stmt.BindNull(at)
		}
		return nil
	}
	switch b.Form {
	case sqlgen.Canonical, sqlgen.LimitCount, sqlgen.OffsetCount, sqlgen.Expression, sqlgen.Path, sqlgen.RankQuery:
		return bindCanonical(stmt, at, b.Type, v)
	case sqlgen.Stored:
		return bindStored(db, stmt, at, b, v)
	case sqlgen.Scaled:
		n, ok := scaled(v, int(b.Scale))
		if !ok {
			return fault.New(fault.OutOfRange, "a number has more than %d digits after the point", b.Scale)
		}
		stmt.BindInt64(at, n)
	case sqlgen.Quotient, sqlgen.Remainder:
		whole, rest := form.Split(v, int(b.Scale))
		if b.Form == sqlgen.Remainder {
			whole = int64(rest)
		}
		stmt.BindInt64(at, whole)
	case sqlgen.NumberKey:
		key, ok := numberKey(v)
		if !ok {
			return mismatch(v, b.Type)
		}
		stmt.BindText(at, key)
	case sqlgen.Items, sqlgen.ScaledItems, sqlgen.KeyItems:
		doc, err := form.JSON(b, v, appendItem)
		if err != nil {
			return err
		}
		stmt.BindText(at, doc)
	case sqlgen.SearchQuery:
		stmt.BindText(at, MatchOf(v.Raw()))
	case sqlgen.Pattern:
		stmt.BindText(at, globOf(v.Raw()))
	case sqlgen.PrefixEnd:
		bindPrefixEnd(stmt, at, v.Raw())
	}
	return nil
}

// bindPrefixEnd binds the text with its last byte one higher, which UTF-8 always
// has room for. Every text begins with the empty one, and stands before a blob.
func bindPrefixEnd(stmt *zombiezen.Stmt, at int, prefix string) {
	if prefix == "" {
		stmt.BindBytes(at, nil)
		return
	}
	end := []byte(prefix)
	end[len(end)-1]++
	stmt.BindText(at, string(end))
}

func mismatch(v value.Value, t value.Type) error {
	return fault.New(fault.Value, "a %s stands where a %s is expected", v.Kind(), t.Kind)
}

// bindCanonical binds the storage form of our own columns.
func bindCanonical(stmt *zombiezen.Stmt, at int, t value.Type, v value.Value) error {
	switch v.Kind() {
	case value.Bool, value.Int, value.Time:
		if t.Kind == value.Float {
			stmt.BindFloat(at, float64(v.Int()))
			return nil
		}
		if t.Kind == value.Decimal {
			return bindDecimal(stmt, at, t, v)
		}
		stmt.BindInt64(at, v.Int())
	case value.Float:
		stmt.BindFloat(at, v.Float())
	case value.Decimal:
		return bindDecimal(stmt, at, t, v)
	case value.Text, value.Date, value.JSON:
		stmt.BindText(at, v.Raw())
	case value.UUID, value.Bytes:
		stmt.BindBytes(at, rawBytes(v.Raw()))
	case value.List:
		stmt.BindText(at, string(v.AppendJSON(nil)))
	}
	return nil
}

func bindDecimal(stmt *zombiezen.Stmt, at int, t value.Type, v value.Value) error {
	if !Narrow(t) {
		key, _ := numberKey(v)
		stmt.BindText(at, key)
		return nil
	}
	n, ok := scaled(v, int(t.Scale))
	if !ok {
		return fault.New(fault.OutOfRange, "a number has more than %d digits after the point", t.Scale)
	}
	stmt.BindInt64(at, n)
	return nil
}

// rawBytes gives a string's bytes, which are only read.
func rawBytes(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }

// appendItem writes an item of a list in its storage form.
func appendItem(doc []byte, b *sqlgen.Bind, item value.Value) ([]byte, bool) {
	if item.IsNull() {
		return doc, false
	}
	switch b.Form {
	case sqlgen.ScaledItems:
		n, ok := scaled(item, int(b.Scale))
		return strconv.AppendInt(doc, n, 10), ok
	case sqlgen.KeyItems:
		key, ok := numberKey(item)
		return value.AppendQuoted(doc, key), ok
	}
	switch item.Kind() {
	case value.Bool, value.Int, value.Time:
		return strconv.AppendInt(doc, item.Int(), 10), true
	case value.UUID, value.Bytes:
		return append(form.AppendHex(append(doc, '"'), item.Raw()), '"'), true
	case value.Float:
		return item.AppendJSON(doc), true
	case value.Decimal:
		return value.AppendQuoted(doc, DecimalKey(item)), true
	}
	return value.AppendQuoted(doc, item.Raw()), true
}
