package dialect

import (
	"slices"
	"strconv"
	"strings"

	"bedplate/schema"
	"bedplate/store/sqlite/script"
	"bedplate/value"
)

// A full-text index is an FTS5 table without content, whose rowids are the
// records' integer keys or, where the key is another one, stand beside the keys
// in a table of their own.

// SearchTable names a table's full-text index. FTS5 appends words to the name
// for tables of its own, none of which ends so.
func SearchTable(table string) string { return "_bedplate_search_" + table + "_" }

// RowsTable names the table that has the index's rowids and the keys.
func RowsTable(table string) string { return "_bedplate_rows_" + table }

// RowsColumn names the column of a key's field i.
func RowsColumn(i int) string { return "k" + strconv.Itoa(i) }

// SearchColumn names a field's column of the index; some names mean something
// to FTS5.
func SearchColumn(f *schema.Field) string { return "w_" + f.Column }

// RowKey tells a key of one integer, which is SQLite's own row number.
func RowKey(c *schema.Collection) bool {
	return len(c.Key) == 1 && c.Fields[c.Key[0]].Type.Kind == value.Int
}

// Search finds the keys of the records, of which there mostly are few.
func (SQLite) Search(c *schema.Collection, alias string, fields []int, query string) string {
	index := script.Quote(SearchTable(c.Table))
	if !slices.Equal(slices.Sorted(slices.Values(fields)), slices.Sorted(slices.Values(c.Search))) {
		columns := make([]string, len(fields))
		for i, f := range fields {
			columns[i] = `"` + strings.ReplaceAll(SearchColumn(c.Fields[f]), `"`, `""`) + `"`
		}
		query = "'{" + strings.ReplaceAll(strings.Join(columns, " "), "'", "''") + "} : (' || " + query + " || ')'"
	}
	if RowKey(c) {
		return alias + "." + script.Quote(c.Fields[c.Key[0]].Column) + " IN (SELECT rowid FROM " + index + " WHERE " + index + " MATCH " + query + ")"
	}
	own, keys := make([]string, len(c.Key)), make([]string, len(c.Key))
	for i, k := range c.Key {
		own[i] = alias + "." + script.Quote(c.Fields[k].Column)
		keys[i] = "k." + RowsColumn(i)
	}
	record := own[0]
	if len(own) > 1 {
		record = "(" + strings.Join(own, ", ") + ")"
	}
	return record + " IN (SELECT " + strings.Join(keys, ", ") + " FROM " + index + " CROSS JOIN " + script.Quote(RowsTable(c.Table)) +
		" AS k ON k.number = " + index + ".rowid WHERE " + index + " MATCH " + query + ")"
}

// Rank calls our own function: FTS5's bm25 depends on all rows, also those that
// the caller may not see.
func (SQLite) Rank(query string, texts []string) string {
	return "bp_rank(" + strings.Join(append([]string{query}, texts...), ", ") + ")"
}
