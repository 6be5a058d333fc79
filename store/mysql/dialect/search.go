package dialect

import "bedplate/schema"

// Search is not asked for: the driver declares no search.
func (MySQL) Search(*schema.Collection, string, []int, string) string {
	return refuse("full-text search")
}

// Rank is not asked for either.
func (MySQL) Rank(string, []string) string { return refuse("full-text search") }
