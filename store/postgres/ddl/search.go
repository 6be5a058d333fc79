package ddl

import (
	"bedplate/schema"
	"bedplate/store/postgres/fulltext"
)

// SearchIndex names a collection's full-text index.
func SearchIndex(c *schema.Collection) string { return fitting("_bedplate_search_"+c.Table, "") }

// Search gives the statement that makes a collection's full-text index, "" without
// search:. The functions of package fulltext are there.
func Search(c *schema.Collection) string {
	if len(c.Search) == 0 {
		return ""
	}
	return "CREATE INDEX " + Quote(SearchIndex(c)) + " ON " + Quote(c.Table) + " USING gin (" + fulltext.Vector(c, "") + ")"
}
