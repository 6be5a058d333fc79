package dialect

import (
	"strings"

	"bedplate/schema"
)

// Seek compares by the column's own collation, which takes for equal what is. A column
// of another character set could not hold every value and would refuse the others.
func (d MySQL) Seek(c *schema.Collection, f *schema.Field, column string, values []string) string {
	switch {
	case d.collationOf(c, f) == "":
		return ""
	case len(values) == 1:
		return column + " = " + values[0]
	}
	return column + " IN (" + strings.Join(values, ", ") + ")"
}

// SeekAmong gives the items the column's collation.
func (d MySQL) SeekAmong(c *schema.Collection, f *schema.Field, column, list string) string {
	collation := d.collationOf(c, f)
	if collation == "" {
		return ""
	}
	return column + " IN (SELECT items.v FROM " + d.items(list, "LONGTEXT CHARACTER SET utf8mb4 COLLATE "+collation) + ")"
}

func (d MySQL) collationOf(c *schema.Collection, f *schema.Field) string {
	if d.Collations == nil || f.Collation == d.Collation {
		return ""
	}
	return d.Collations(c.Table, f.Column)
}
