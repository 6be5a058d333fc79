package storage

import (
	"strconv"
	"strings"

	zombiezen "zombiezen.com/go/sqlite"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/sqlgen"
	"bedplate/store/sqlite/script"
	"bedplate/value"
)

// bindStored binds v as its column keeps values.
func bindStored(db *zombiezen.Conn, stmt *zombiezen.Stmt, at int, b *sqlgen.Bind, v value.Value) error {
	switch ConventionOf(b.Field) {
	case TimeNumber:
		if v.Micros()%1_000_000 != 0 {
			return fault.Of(fault.Value, b.Field.Name, "the column keeps whole seconds")
		}
		stmt.BindInt64(at, v.Micros()/1_000_000)
	case TimeText:
		text, kind := sample(db, b.Of, b.Field)
		if kind == zombiezen.TypeInteger {
			stmt.BindInt64(at, v.Micros()/1_000_000)
			return nil
		}
		stmt.BindText(at, formatTime(v.Micros(), len(text) > 10 && text[10] == 'T'))
	case DateText:
		text := v.Raw()
		if like, _ := sample(db, b.Of, b.Field); len(like) > 10 {
			text += like[10:11] + "00:00:00"
		}
		stmt.BindText(at, text)
	case DecimalNumber:
		return bindNumber(stmt, at, b, v)
	case UUIDText:
		if _, kind := sample(db, b.Of, b.Field); kind == zombiezen.TypeBlob {
			stmt.BindBytes(at, rawBytes(v.Raw()))
		} else {
			stmt.BindText(at, v.String())
		}
	default:
		return bindCanonical(stmt, at, b.Type, v)
	}
	return nil
}

// bindNumber binds a decimal for an adopted column: a double where that is
// exact, which is what such columns hold, text where the column takes it.
func bindNumber(stmt *zombiezen.Stmt, at int, b *sqlgen.Bind, v value.Value) error {
	text := v.String()
	f, err := strconv.ParseFloat(text, 64)
	back, ok := ParseDecimal(FloatText(f), b.Type)
	if err == nil && ok && value.Equal(back, v) {
		stmt.BindFloat(at, f)
		return nil
	}
	if declared := strings.ToUpper(b.Field.SQLType); strings.Contains(declared, "CHAR") || strings.Contains(declared, "TEXT") {
		stmt.BindText(at, text)
		return nil
	}
	return fault.Of(fault.OutOfRange, b.Field.Name, "the column keeps doubles, which cannot hold this number exactly")
}

// sample gives a value of an adopted column, to follow its habit: "" and null
// where it has none.
func sample(db *zombiezen.Conn, of *schema.Collection, f *schema.Field) (string, zombiezen.ColumnType) {
	column := script.Quote(f.Column)
	stmt, _, err := db.PrepareTransient("SELECT " + column + " FROM " + script.Quote(of.Table) + " WHERE " + column + " IS NOT NULL LIMIT 1")
	if err != nil {
		return "", zombiezen.TypeNull
	}
	defer stmt.Finalize()
	if row, err := stmt.Step(); err != nil || !row {
		return "", zombiezen.TypeNull
	}
	kind := stmt.ColumnType(0)
	return stmt.ColumnText(0), kind
}
