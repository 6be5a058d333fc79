package ddl

import (
	"strings"

	"bedplate/schema"
	"bedplate/store/sqlite/dialect"
	"bedplate/store/sqlite/script"
)

// searchTriggers begins the names of the triggers that keep an index in step.
const searchTriggers = "_bedplate_search_"

// IsSearch tells the triggers and tables of full-text indexes by their names.
func IsSearch(name string) bool {
	return strings.HasPrefix(name, searchTriggers) || strings.HasPrefix(name, dialect.RowsTable(""))
}

// Search gives the statements that make a collection's full-text index, empty,
// and the triggers that keep it in step: none without search:.
//
// The words are made by a function of ours, so that they are those of package
// search, whatever this release of SQLite takes for a letter; FTS5 sees nothing
// but words and spaces. A program that does not have the function cannot write
// to the table, rather than leaving the index behind it.
func Search(c *schema.Collection) []string {
	if len(c.Search) == 0 {
		return nil
	}
	s := searchOf(c)
	out := []string{"CREATE VIRTUAL TABLE " + s.index + " USING fts5(" + strings.Join(s.columns, ", ") +
		", content='', contentless_delete=1, tokenize='ascii')"}
	if !s.rowKey {
		out = append(out, "CREATE TABLE "+s.rows+" (number INTEGER PRIMARY KEY, "+strings.Join(s.keyColumns, ", ")+
			", UNIQUE ("+strings.Join(s.rowKeys, ", ")+"))")
	}
	trigger := func(event, of, when string, do ...string) {
		out = append(out, "CREATE TRIGGER "+script.Quote(searchTriggers+c.Table+"_"+event)+" AFTER "+strings.ToUpper(event)+of+
			" ON "+script.Quote(c.Table)+when+" BEGIN "+strings.Join(do, "; ")+"; END")
	}
	var enter, leave, forget []string
	row := func(record string) string {
		if s.rowKey {
			return record + "." + s.keys[0]
		}
		return "(SELECT number FROM " + s.rows + " WHERE " + s.equal(record) + ")"
	}
	if !s.rowKey {
		enter = append(enter, "INSERT INTO "+s.rows+" ("+strings.Join(s.rowKeys, ", ")+") VALUES ("+s.of("new", s.keys)+")")
		forget = append(forget, "DELETE FROM "+s.rows+" WHERE "+s.equal("old"))
	}
	enter = append(enter, "INSERT INTO "+s.index+" (rowid, "+strings.Join(s.columns, ", ")+") VALUES ("+row("new")+", "+s.words("new")+")")
	leave = append(leave, "DELETE FROM "+s.index+" WHERE rowid = "+row("old"))
	trigger("insert", "", "", enter...)
	trigger("delete", "", "", append(leave, forget...)...)
	var changed []string
	for _, column := range append(append([]string{}, s.keys...), s.texts...) {
		changed = append(changed, "old."+column+" IS NOT new."+column)
	}
	trigger("update", " OF "+strings.Join(s.keys, ", ")+", "+strings.Join(s.texts, ", "), " WHEN "+strings.Join(changed, " OR "),
		append(append(leave, forget...), enter...)...)
	return out
}

// FillSearch gives the statements that fill a new index from the rows.
func FillSearch(c *schema.Collection) []string {
	s := searchOf(c)
	into := "INSERT INTO " + s.index + " (rowid, " + strings.Join(s.columns, ", ") + ") SELECT "
	if s.rowKey {
		return []string{into + "t." + s.keys[0] + ", " + s.words("t") + " FROM " + script.Quote(c.Table) + " AS t"}
	}
	keys := strings.Join(s.keys, ", ")
	on := make([]string, len(s.keys))
	for i, k := range s.keys {
		on[i] = "t." + k + " = k." + s.rowKeys[i]
	}
	return []string{
		"INSERT INTO " + s.rows + " (" + strings.Join(s.rowKeys, ", ") + ") SELECT " + keys + " FROM " + script.Quote(c.Table),
		into + "k.number, " + s.words("t") + " FROM " + s.rows + " AS k CROSS JOIN " + script.Quote(c.Table) + " AS t ON " + strings.Join(on, " AND "),
	}
}

// searchNames are the names of an index's parts, quoted.
type searchNames struct {
	index, rows string
	rowKey      bool
	keys        []string // columns of the table
	rowKeys     []string // columns of rows, for keys
	keyColumns  []string // the same with their types
	texts       []string // columns of the table
	columns     []string // of the index, for texts
}

func searchOf(c *schema.Collection) searchNames {
	s := searchNames{
		index: script.Quote(dialect.SearchTable(c.Table)), rows: script.Quote(dialect.RowsTable(c.Table)), rowKey: dialect.RowKey(c),
	}
	for i, k := range c.Key {
		s.keys = append(s.keys, script.Quote(c.Fields[k].Column))
		s.rowKeys = append(s.rowKeys, dialect.RowsColumn(i))
		s.keyColumns = append(s.keyColumns, dialect.RowsColumn(i)+" "+ColumnType(c.Fields[k])+" NOT NULL")
	}
	for _, i := range c.Search {
		s.texts = append(s.texts, script.Quote(c.Fields[i].Column))
		s.columns = append(s.columns, script.Quote(dialect.SearchColumn(c.Fields[i])))
	}
	return s
}

func (s searchNames) of(record string, columns []string) string {
	return record + "." + strings.Join(columns, ", "+record+".")
}

func (s searchNames) words(record string) string {
	words := make([]string, len(s.texts))
	for i, column := range s.texts {
		words[i] = "bp_words(" + record + "." + column + ")"
	}
	return strings.Join(words, ", ")
}

func (s searchNames) equal(record string) string {
	parts := make([]string, len(s.keys))
	for i, k := range s.keys {
		parts[i] = s.rowKeys[i] + " = " + record + "." + k
	}
	return strings.Join(parts, " AND ")
}
