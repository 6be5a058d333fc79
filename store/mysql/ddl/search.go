package ddl

import (
	"slices"

	"bedplate/schema"
)

// The words of a text that is searched stand in a column beside it, written with it:
// the servers cannot make them, whose words are others.

// WordsColumn names the column that has the words of another.
func WordsColumn(column string) string { return fitting(schema.SystemPrefix + "words_" + column) }

// IsSearched tells whether a field's words are kept.
func IsSearched(c *schema.Collection, field int) bool {
	return c.Managed && !c.View && slices.Contains(c.Search, field)
}

// wordColumns are the columns for the words of a collection's texts.
func (s Server) wordColumns(c *schema.Collection) []Part {
	var out []Part
	for _, field := range c.Search {
		if IsSearched(c, field) {
			name := WordsColumn(c.Fields[field].Column)
			out = append(out, Part{name, Quote(name) + " LONGTEXT CHARACTER SET utf8mb4 COLLATE " + s.Collation})
		}
	}
	return out
}
