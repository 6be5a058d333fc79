package dialect

import (
	"bedplate/schema"
)

// Search is made of what package ddl keeps beside a record's texts.
func (Postgres) Search(c *schema.Collection, alias string, fields []int, query string) string {
	return "FALSE"
}

// Rank is computed from the words of the texts.
func (Postgres) Rank(query string, texts []string) string { return "0" }
