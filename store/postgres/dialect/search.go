package dialect

import (
	"bedplate/schema"
	"bedplate/store/postgres/fulltext"
)

// Search asks the index, and then the texts.
func (Postgres) Search(c *schema.Collection, alias string, fields []int, query string) string {
	return fulltext.Condition(c, alias, fields, query)
}

// Rank calls our own function: PostgreSQL's rank other things.
func (Postgres) Rank(query string, texts []string) string { return fulltext.Rank(query, texts) }
