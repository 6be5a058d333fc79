package migration

import (
	"database/sql"
	"slices"
	"strings"

	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/mysql/ddl"
	"bedplate/store/mysql/definition"
	"bedplate/store/mysql/wire"
)

// wordColumns are the columns for words that a collection is to have, and the
// columns of the texts.
func wordColumns(c *schema.Collection) (words, texts []string) {
	for _, field := range c.Search {
		if ddl.IsSearched(c, field) {
			texts = append(texts, c.Fields[field].Column)
			words = append(words, ddl.WordsColumn(c.Fields[field].Column))
		}
	}
	return words, texts
}

// isWords tells a column for words.
func isWords(column string) bool { return strings.HasPrefix(column, ddl.WordsColumn("")) }

// words makes the columns for words that are missing, last of all, when the texts
// have their last names and values, and fills those whose texts are new.
func (a *alteration) words(w *work) {
	words, texts := wordColumns(a.step.Collection)
	var adds []string
	var fills []action
	for i, name := range words {
		stands := a.have.Column(name) != nil
		altered := slices.ContainsFunc(slices.Concat(a.converted, a.nulls), func(f driver.Fill) bool { return f.Column == texts[i] })
		if stands && !altered {
			continue
		}
		if !stands {
			adds = append(adds, "ADD COLUMN "+a.want.Column(name).Text)
			w.entry.Adds = append(w.entry.Adds, name)
		}
		fills = append(fills, action{
			sql: "-- the words of " + a.have.Name + "." + texts[i] + " are written row by row", rows: true,
			run: func() error { return a.s.fillWords(a, name, texts[i]) },
		})
	}
	if len(adds) > 0 {
		w.alter(a.s, a.have.Name, adds)
	}
	w.actions = append(w.actions, fills...)
}

// fillWords writes the words of a column's texts.
func (s *session) fillWords(a *alteration, name, text string) error {
	update := "UPDATE " + ddl.Quote(a.have.Name) + " SET " + ddl.Quote(name) + " = ?" + a.unmoved()
	return s.batched(func() error {
		return s.eachRow(a.have.Name, a.want, update, text, func(raw []byte) (any, error) {
			if raw == nil {
				return nil, nil
			}
			return wire.Words(string(raw)), nil
		})
	})
}

// dropWords lets the columns for words of a table go that are ours.
func (s *session) dropWords(w *work, step driver.Step) error {
	t, err := s.define(step.Table)
	if err != nil || t == nil {
		return err
	}
	var clauses []string
	for _, o := range step.Owned {
		if o.Kind == driver.SearchKind && t.Column(o.Name) != nil {
			clauses = append(clauses, "DROP COLUMN "+ddl.Quote(o.Name))
		}
	}
	if len(clauses) > 0 {
		w.alter(s, step.Table, clauses)
	}
	if s.dry != nil {
		w.draft = func() {
			t.Columns = slices.DeleteFunc(t.Columns, func(c ddl.Part) bool { return isWords(c.Name) })
		}
	}
	return nil
}

// inspectWords lists the columns for words that stand.
func (s *session) inspectWords(add func(driver.Object)) error {
	return s.query("SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = DATABASE()", func(v []sql.RawBytes) error {
		if name := string(v[1]); isWords(name) {
			add(driver.Object{Kind: driver.SearchKind, Table: string(v[0]), Name: name})
		}
		return nil
	})
}

// wordsOf gives the column for the words of another, where it stands.
func wordsOf(t *definition.Table, column string) string {
	if name := ddl.WordsColumn(column); t.Column(name) != nil {
		return name
	}
	return ""
}
