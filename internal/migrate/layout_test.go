package migrate_test

import (
	"slices"
	"strings"
)

// layout gives what our tables look like, without what a stranger built, the
// order of columns, and the names of references.
func (db *database) layout() string {
	db.t.Helper()
	if db.remote != nil {
		return db.remote.layout(db)
	}
	var out []string
	tables := db.rows(`SELECT name FROM _bedplate_ledger WHERE kind = 'table' ORDER BY 1`)
	for _, table := range strings.Split(tables, "\n") {
		q := "'" + table + "'"
		out = append(out, "table "+table)
		out = append(out, sorted(db.rows(`SELECT 'column', x.name, type, "notnull", pk, hidden FROM pragma_table_xinfo(`+q+`) x
			JOIN _bedplate_ledger l ON l."table" = `+q+` AND l.kind = 'column' AND l.name = x.name`))...)
		out = append(out, sorted(db.rows(`SELECT 'reference', "from", "table", "to", on_update, on_delete, f.seq FROM pragma_foreign_key_list(`+q+`) f`))...)
		out = append(out, sorted(db.rows(`SELECT 'index', s.name, s.sql FROM sqlite_schema s
			JOIN _bedplate_ledger l ON l.kind = 'index' AND l.name = s.name WHERE s.tbl_name = `+q))...)
		out = append(out, sorted(db.rows(`SELECT 'option', wr, strict FROM pragma_table_list(`+q+`) WHERE schema = 'main'`))...)
		sql := db.rows(`SELECT sql FROM sqlite_schema WHERE name = ` + q)
		checks := ""
		for rest := sql; ; {
			_, after, found := strings.Cut(rest, "CHECK (")
			if !found {
				break
			}
			check, tail, _ := strings.Cut(after, "))")
			checks, rest = checks+"check "+check+"\n", tail
		}
		out = append(out, sorted(checks)...)
	}
	return strings.Join(out, "\n")
}

func sorted(lines string) []string {
	all := strings.Split(lines, "\n")
	slices.Sort(all)
	return slices.DeleteFunc(all, func(l string) bool { return l == "" })
}
