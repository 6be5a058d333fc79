package migrate_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	zombiezen "zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"pgregory.net/rapid"

	"bedplate/internal/migrate"
	"bedplate/search"
	"bedplate/store/sqlite/storage"
)

const docs = `
collection: docs
fields:
  title: text
  body:  text
  n:     int
search: [title, body]
`

const docRows = `
INSERT INTO docs (id, title, body) VALUES (x'01', 'The fat cat', NULL), (x'02', NULL, 'a cat, a mat'), (x'03', 'Dogs', 'and more');
`

// lettered gives a stranger's connection the function that the triggers of a
// full-text index call.
func (db *database) lettered() {
	db.t.Helper()
	if db.remote != nil {
		return
	}
	db.with(func(conn *zombiezen.Conn) error { return storage.Register(conn, &storage.Failure{}) })
}

// found gives the rowids of an index's rows with a word.
func (db *database) found(table, match string) string {
	db.t.Helper()
	if db.remote != nil {
		return strings.ReplaceAll(db.remote.found(db, table, match), "\n", " ")
	}
	index := `"_bedplate_search_` + table + `_"`
	return strings.ReplaceAll(db.rows("SELECT rowid FROM "+index+" WHERE "+index+" MATCH '"+match+"' ORDER BY rowid"), "\n", " ")
}

// integral runs FTS5's own check.
func (db *database) integral(table string) {
	db.t.Helper()
	if db.remote != nil {
		return
	}
	index := `"_bedplate_search_` + table + `_"`
	db.with(func(conn *zombiezen.Conn) error {
		return sqlitex.ExecuteTransient(conn, "INSERT INTO "+index+"("+index+", rank) VALUES ('integrity-check', 1)", nil)
	})
}

// Each change of a collection leaves an index of its rows' words, or none.
func TestSearchEvolution(t *testing.T) {
	t.Parallel()
	without := strings.Replace(docs, "search: [title, body]\n", "", 1)
	cases := map[string]struct {
		to    string
		kind  migrate.Kind
		class migrate.Class
		table string // "" where no index is left
		cats  string // what cat finds
	}{
		"another text":       {strings.Replace(docs, "[title, body]", "[body]", 1), migrate.AddSearch, migrate.Deferred, "docs", "2"},
		"no index":           {without, migrate.DropSearch, migrate.Deferred, "", ""},
		"a renamed field":    {strings.NewReplacer("title: text", "head: {type: text, was: title}", "[title", "[head").Replace(docs), migrate.RenameField, migrate.Deferred, "docs", "1 2"},
		"a new searched one": {strings.NewReplacer("title: text", "title: text\n  more: {type: text, default: cat}", "[title", "[more, title").Replace(docs), migrate.AddField, migrate.Safe, "docs", "1 2 3"},
		"a renamed table":    {strings.Replace(docs, "collection: docs", "collection: papers\nwas: docs", 1), migrate.RenameCollection, migrate.Deferred, "papers", "1 2"},
		"a rebuilt table":    {strings.Replace(docs, "n:     int", "n: text", 1), migrate.ChangeField, migrate.Deferred, "docs", "1 2"},
		"a new key":          {strings.Replace(docs, "fields:\n", "key: [code]\nfields:\n  code: {type: uuid, was: id}\n", 1), migrate.RenameField, migrate.Deferred, "docs", "1 2"},
		"no collection":      {people, migrate.DropCollection, migrate.Lossy, "", ""},
		"not managed":        {strings.Replace(without, "collection: docs", "collection: docs\nmanage: false", 1), migrate.ReleaseCollection, migrate.Deferred, "", ""},
		"a new other field":  {strings.Replace(docs, "body:  text", "body:  text\n  m: int", 1), migrate.AddField, migrate.Safe, "docs", "1 2"},
	}
	// Where the words are written with the records, a node of the version before
	// would not write them.
	adding := map[string]migrate.Class{"mysql": migrate.Deferred}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			each(t, func(t *testing.T, s store, db *database) {
				db.apply(without)
				db.exec(word{"": docRows, "postgres": postgresDocRows, "mysql": mysqlDocRows}.on(s))
				if p := db.plan(docs); len(p.Changes) != 1 || p.Changes[0].Kind != migrate.AddSearch || p.Worst() != adding[s.name] {
					t.Errorf("adding the index:\n%s", show(p))
				}
				db.apply(docs)
				if got := db.found("docs", "cat"); got != "1 2" {
					t.Errorf("filled with the rows, it finds %q", got)
				}
				p := db.plan(c.to)
				if !slices.ContainsFunc(p.Changes, func(ch migrate.Change) bool { return ch.Kind == c.kind && ch.Class == c.class }) {
					t.Errorf("the plan is\n%s", show(p))
				}
				db.apply(c.to)
				left := db.rows(word{
					"":         `SELECT count(*) FROM sqlite_schema WHERE name GLOB '_bedplate_search_*' OR name GLOB '_bedplate_rows_*'`,
					"postgres": `SELECT count(*) FROM pg_indexes WHERE schemaname = current_schema() AND indexname LIKE '\_bedplate\_search\_%'`,
					"mysql":    `SELECT count(*) FROM information_schema.columns WHERE table_schema = DATABASE() AND column_name LIKE '\_bedplate\_words\_%'`,
				}.on(s))
				if c.table == "" {
					if left != "0" || db.rows("SELECT count(*) FROM _bedplate_ledger WHERE kind = 'search'") != "0" {
						t.Errorf("%s things of the index are left", left)
					}
					return
				}
				// SQLite: the index and its four tables, the rows, three triggers.
				// MySQL: the words of each text.
				_, texts, _ := strings.Cut(c.to, "search: [")
				if left != (word{"": "9", "postgres": "1", "mysql": fmt.Sprint(1 + strings.Count(texts, ","))}).on(s) {
					t.Errorf("the index is made of %s things", left)
				}
				db.integral(c.table)
				if got := db.found(c.table, "cat"); got != c.cats {
					t.Errorf("it finds %q, not %q", got, c.cats)
				}
				db.lettered()
				db.exec(`DELETE FROM ` + c.table)
				if got := db.found(c.table, "cat"); got != "" {
					t.Errorf("it still finds %q", got)
				}
				db.integral(c.table)
			})
		})
	}
}

// A program without our function cannot write past the index; an index whose
// triggers somebody dropped is made again, and fits the rows again.
func TestSearchDrift(t *testing.T) {
	t.Parallel()
	db := newDatabase(t)
	db.apply(docs)
	db.with(func(conn *zombiezen.Conn) error {
		if err := sqlitex.ExecuteTransient(conn, "INSERT INTO docs (id, title) VALUES (x'01', 'cat')", nil); err == nil {
			t.Error("a stranger wrote past the index")
		}
		return nil
	})
	db.exec("DROP TRIGGER _bedplate_search_docs_insert;" + docRows)
	if got := db.found("docs", "cat"); got != "" {
		t.Errorf("it finds %q", got)
	}
	if p := db.plan(docs); len(p.Changes) != 1 || p.Changes[0].Kind != migrate.AddSearch {
		t.Errorf("the plan is\n%s", show(p))
	}
	db.apply(docs)
	if got := db.found("docs", "cat"); got != "1 2" {
		t.Errorf("made again, it finds %q", got)
	}
}

// TestRandomSearch takes a collection through random layouts with random writes
// between them: each row is found by each of its words, and nothing else is.
func TestRandomSearch(t *testing.T) {
	t.Parallel()
	text := rapid.SampledFrom([]string{"red", "Red blue", "green-blue", "", "ÄRGER rot", "x_y z", "北京 red"})
	rapid.Check(t, func(r *rapid.T) {
		db := newDatabase(t)
		defer db.close()
		was, name, next := "", "docs", 1
		title, other := "title", "n: int"
		for range rapid.IntRange(2, 5).Draw(r, "steps") {
			before, titleBefore := name, title
			name = rapid.SampledFrom([]string{"docs", "papers"}).Draw(r, "name")
			title = rapid.SampledFrom([]string{"title", "head"}).Draw(r, "title")
			other = rapid.SampledFrom([]string{"n: int", "n: text", "n: {type: int, required: true, default: 1}"}).Draw(r, "other")
			key := rapid.SampledFrom([]string{"[id]", "[code]", "[code, id]"}).Draw(r, "key")
			searched := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{title, "body"}), 0, 2, rapid.ID[string]).Draw(r, "search")
			file := "collection: " + name
			if was != "" && before != name {
				file += "\nwas: " + before
			}
			file += "\nkey: " + key + "\nfields:\n  id: {type: int, required: true}\n  code: {type: text, max: 20, required: true}\n  " + title + ": {type: text"
			if was != "" && titleBefore != title {
				file += ", was: " + titleBefore
			}
			file += "}\n  body: text\n  " + other + "\n"
			if len(searched) > 0 {
				file += "search: [" + strings.Join(searched, ", ") + "]\n"
			}
			was = name
			db.apply(file)
			db.lettered()
			for range rapid.IntRange(0, 6).Draw(r, "writes") {
				some := fmt.Sprintf("WHERE id = %d", rapid.IntRange(1, next).Draw(r, "id"))
				switch rapid.SampledFrom([]string{"insert", "insert", "insert", "update", "delete", "move"}).Draw(r, "write") {
				case "insert":
					db.exec(fmt.Sprintf("INSERT INTO %s (id, code, %s, body, n) VALUES (%d, 'c%d', '%s', nullif('%s', ''), 1)",
						name, title, next, next, text.Draw(r, "title"), text.Draw(r, "body")))
					next++
				case "update":
					db.exec(fmt.Sprintf("UPDATE %s SET body = '%s' %s", name, text.Draw(r, "new"), some))
				case "move":
					db.exec(fmt.Sprintf("UPDATE %s SET id = %d, code = 'c%d' %s", name, next, next, some))
					next++
				case "delete":
					db.exec("DELETE FROM " + name + " " + some)
				}
			}
			if len(searched) > 0 {
				db.integral(name)
				checkWords(r, db, name, key, searched)
			}
		}
	})
}

// checkWords looks for each word that rows may have.
func checkWords(r *rapid.T, db *database, name, key string, searched []string) {
	r.Helper()
	for _, word := range []string{"red", "blue", "green", "ärger", "rot", "x", "y", "z", "北京"} {
		index := `"_bedplate_search_` + name + `_"`
		from := "SELECT f.rowid FROM " + index + " AS f"
		if key != "[id]" {
			column := map[string]string{"[code]": "substr(k0, 2)", "[code, id]": "k1"}[key]
			from = "SELECT CAST(" + column + " AS INT) FROM " + index + ` AS f JOIN "_bedplate_rows_` + name + `" AS k ON k.number = f.rowid`
		}
		got := strings.Fields(db.rows(from + " WHERE " + index + " MATCH '\"" + word + "\"'"))
		var want []string
		for _, row := range strings.Split(db.rows("SELECT id, coalesce("+strings.Join(searched, ", '') || '|' || coalesce(")+", '') FROM "+name), "\n") {
			id, texts, _ := strings.Cut(row, "|")
			if slices.Contains(search.Words(texts), word) {
				want = append(want, id)
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			r.Fatalf("%s of %s finds %v, not %v", word, name, got, want)
		}
	}
}
