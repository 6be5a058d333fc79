package dialect

import (
	"strings"

	"bedplate/schema"
	"bedplate/store/mysql/ddl"
	"bedplate/store/sqlgen"
)

var _ sqlgen.WordKeeper = MySQL{}

// WordsColumn names the column that keeps the words of a field.
func (MySQL) WordsColumn(c *schema.Collection, field int) string {
	if !ddl.IsSearched(c, field) {
		return ""
	}
	return ddl.WordsColumn(c.Fields[field].Column)
}

// Search matches the words of all texts, a line each, with a regular expression that
// the driver makes of the query.
func (d MySQL) Search(c *schema.Collection, alias string, fields []int, query string) string {
	columns := make([]string, len(fields))
	for i, f := range fields {
		name := d.WordsColumn(c, f)
		if name == "" {
			return refuse("search in a table whose words are not kept")
		}
		columns[i] = alias + "." + d.Quote(name)
	}
	return "(" + d.collated("CONCAT_WS('\\n', "+strings.Join(columns, ", ")+")") + " REGEXP " + query + ")"
}

// Rank adds up what search.Query.Rank does, of each phrase in each text's words. A phrase is
// bound as a regular expression that finds what stands before its first word.
func (d MySQL) Rank(query string, texts []string) string {
	const (
		words = "IFNULL($1, '')"
		times = "(CHAR_LENGTH(REGEXP_REPLACE(" + words + ", phrases.v, '  ')) - CHAR_LENGTH(" + words + "))"
		long  = "GREATEST(CHAR_LENGTH(" + words + ") - CHAR_LENGTH(REPLACE(" + words + ", ' ', '')) - 1, 0)"
		share = "(2200000000 * " + times + " DIV (1000 * " + times + " + 300 + 9 * " + long + "))"
	)
	shares := make([]string, len(texts))
	for i, text := range texts {
		shares[i] = sqlgen.Fill(share, text)
	}
	return "(SELECT CAST(IFNULL(SUM(" + strings.Join(shares, " + ") + "), 0) AS SIGNED) FROM JSON_TABLE(" + query +
		", '$[*]' COLUMNS (v LONGTEXT CHARACTER SET utf8mb4 COLLATE " + d.Collation + " PATH '$')) AS phrases)"
}
