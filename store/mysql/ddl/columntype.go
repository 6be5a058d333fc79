package ddl

import (
	"fmt"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/value"
)

// Texts and bytes with a longest length up to this one are kept in the row, where
// they can be indexed and sorted; others beside it.
const (
	shortText = 768
	// rowBytes is how long a row may be that has its texts within. Each
	// character counts for four bytes.
	rowBytes = 65_535 - 2_000
)

// enumLength is the length of the columns of enums, so that another value
// changes none; a longer value makes for a longer column.
const enumLength = 64

// types gives the types of the columns of a collection's stored fields. Texts that
// nothing indexes leave the row where it would be too long.
func (s Server) types(c *schema.Collection) ([]string, error) {
	indexed := indexedFields(c)
	fields := c.Stored()
	left := rowBytes
	for i, f := range fields {
		if indexed[i] || !canLeave(f) {
			left -= width(f)
		}
	}
	if left < 0 {
		return nil, fault.Of(fault.Unsupported, c.Name, "the indexed texts of %s make a row longer than the database keeps", c.Name).
			WithHint("lower max: of texts in keys, indexes and references")
	}
	types := make([]string, len(fields))
	for i, f := range fields {
		inside := true
		if canLeave(f) && !indexed[i] {
			if inside = width(f) <= left; inside {
				left -= width(f)
			}
		}
		types[i] = s.columnType(f, inside)
	}
	return types, nil
}

// canLeave tells a short text or bytes of ours, which may be kept beside the row.
func canLeave(f *schema.Field) bool {
	return f.SQLType == "" && f.Values == nil && isShort(f)
}

func isShort(f *schema.Field) bool {
	return (f.Type.Kind == value.Text || f.Type.Kind == value.Bytes) && f.Max > 0 && f.Max <= shortText
}

func indexedFields(c *schema.Collection) map[int]bool {
	out := map[int]bool{}
	note := func(fields []int) {
		for _, i := range fields {
			out[i] = true
		}
	}
	note(c.Key)
	for _, ix := range c.Indexes {
		for _, p := range ix.Parts {
			out[p.Field] = true
		}
	}
	for _, r := range c.Refs {
		note(r.Columns)
	}
	for _, r := range c.Referrers {
		note(r.Target)
	}
	return out
}

// columnType gives the type of a column, with its collation.
//
// JSON and lists are texts: the servers' own type for them, where it is one, keeps
// numbers as doubles, and so not exactly.
func (s Server) columnType(f *schema.Field, inside bool) string {
	if f.SQLType != "" {
		if f.Collation != "" {
			return f.SQLType + " COLLATE " + f.Collation
		}
		return f.SQLType
	}
	switch f.Type.Kind {
	case value.Int:
		return "BIGINT"
	case value.Float:
		return "DOUBLE"
	case value.Decimal:
		return fmt.Sprintf("DECIMAL(%d, %d)", f.Type.Precision, f.Type.Scale)
	case value.Bool:
		return "BOOLEAN"
	case value.Time:
		return "DATETIME(6)"
	case value.Date:
		return "DATE"
	case value.UUID:
		return "BINARY(16)"
	case value.Bytes:
		if inside && isShort(f) {
			return fmt.Sprintf("VARBINARY(%d)", f.Max)
		}
		return "LONGBLOB"
	}
	text := "LONGTEXT"
	switch {
	case f.Values != nil:
		text = fmt.Sprintf("VARCHAR(%d)", enumSize(f))
	case inside && isShort(f):
		text = fmt.Sprintf("VARCHAR(%d)", f.Max)
	}
	collation := f.Collation
	if collation == "" {
		collation = s.Collation
	}
	return text + " CHARACTER SET utf8mb4 COLLATE " + collation
}

func enumSize(f *schema.Field) int {
	size := enumLength
	for _, v := range f.Values {
		size = max(size, len([]rune(v)))
	}
	return size
}

// bytesEach is how many bytes a character of a text, or one of bytes, takes.
func bytesEach(f *schema.Field) int {
	if f.Type.Kind == value.Text {
		return 4
	}
	return 1
}

// width is how many bytes of a row, or of an index, a column may take.
func width(f *schema.Field) int {
	switch {
	case f.SQLType != "":
		return 20
	case f.Values != nil:
		return 4 * enumSize(f)
	case isShort(f):
		return f.Max * bytesEach(f)
	}
	switch f.Type.Kind {
	case value.Decimal:
		return int(f.Type.Precision)/2 + 4
	case value.UUID:
		return 16
	}
	return 12
}
