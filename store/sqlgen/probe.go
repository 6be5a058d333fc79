package sqlgen

import (
	"strings"

	"bedplate/store/driver"
)

// Duplicates gives the columns that a probe is about, and the FROM of the groups of
// rows that have equal values in them, none null. It is false where the condition of an
// index cannot be said, which is refused, by name, where that is made.
func Duplicates(p driver.Probe, d Dialect) (columns []string, groups string, ok bool) {
	columns = quoted(p.Columns, d)
	condition := strings.Join(columns, " IS NOT NULL AND ") + " IS NOT NULL"
	if p.Where != nil {
		where, err := Condition(p.Where, p.Collection, d)
		if err != nil {
			return nil, "", false
		}
		condition = "(" + where + ") AND " + condition
	}
	return columns, " FROM " + d.Quote(p.Table) + " WHERE " + condition + " GROUP BY " + strings.Join(columns, ", ") + " HAVING count(*) > 1", true
}

// Dangling gives the condition that a row refers to nothing, with exact behind columns
// that are compared.
func Dangling(p driver.Probe, d Dialect, exact string) string {
	var set, same []string
	for i, c := range quoted(p.Columns, d) {
		own := d.Quote(p.Table) + "." + c
		set = append(set, own+" IS NOT NULL")
		same = append(same, "target."+d.Quote(p.Target[i])+exact+" = "+own+exact)
	}
	return strings.Join(set, " AND ") + " AND NOT EXISTS (SELECT 1 FROM " + d.Quote(p.To) +
		" AS target WHERE " + strings.Join(same, " AND ") + ")"
}

func quoted(names []string, d Dialect) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = d.Quote(n)
	}
	return out
}
