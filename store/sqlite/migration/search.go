package migration

import (
	"strings"

	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/sqlite/ddl"
	"bedplate/store/sqlite/script"
)

// searchStands tells whether a collection's full-text index is there, exactly as
// it is wanted.
func (s *session) searchStands(c *schema.Collection) (bool, error) {
	wanted := ddl.Search(c)
	for _, sql := range wanted {
		_, name := objectOf(sql)
		found, err := s.texts("SELECT sql FROM sqlite_schema WHERE name = ?", name)
		if err != nil || len(found) != 1 || normalObject(found[0]) != normalObject(sql) {
			return false, err
		}
	}
	return len(wanted) > 0, nil
}

// dropSearch drops a full-text index, as far as it is ours and still there.
func (s *session) dropSearch(owned []driver.Object) error {
	for _, kind := range []string{"trigger", "table"} { // triggers speak of the tables
		for _, o := range owned {
			ours := o.Kind == driver.SearchKind && kind == "table" || o.Kind == kind && kind == "trigger"
			if !ours || !ddl.IsSearch(o.Name) {
				continue
			}
			n, err := s.single("SELECT count(*) FROM sqlite_schema WHERE type = ? AND name = ?", kind, o.Name)
			if err != nil {
				return err
			}
			if n == 0 {
				continue
			}
			if err := s.do("DROP " + strings.ToUpper(kind) + " " + script.Quote(o.Name)); err != nil {
				return err
			}
		}
	}
	return nil
}

// makeSearch makes a collection's full-text index, if it is to have one, and
// fills it from the rows that are there.
func (s *session) makeSearch(c *schema.Collection) error {
	if len(c.Search) == 0 {
		return nil
	}
	for _, sql := range append(ddl.Search(c), ddl.FillSearch(c)...) {
		if err := s.do(sql); err != nil {
			return err
		}
	}
	return nil
}
