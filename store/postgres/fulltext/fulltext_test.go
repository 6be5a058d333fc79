package fulltext_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"pgregory.net/rapid"

	"bedplate/schema"
	"bedplate/search"
	"bedplate/store/postgres/ddl"
	"bedplate/store/postgres/fulltext"
	"bedplate/store/postgres/server"
)

// characters are those that texts and queries are made of: few words, so that
// queries find something, and all that is odd about characters.
var characters = []rune("aAbBzZ19 .-_'\"*:&|!\\ ßẞſKéÉe\u0301\u0345ιΙσςΣДдİıǅǆ\u200d中文ﬀ𝐀𐐀𐐨٣½Ⅷⅷ\U0001e900\n\t")

func text(most int) *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.StringOfN(rapid.SampledFrom(characters), 0, most, -1),
		rapid.Map(rapid.SliceOfN(rapid.SampledFrom([]string{"rye", "Rye", "bread", "br", "the"}), 0, most), func(w []string) string {
			return strings.Join(w, " ")
		}))
}

func functions(t *testing.T) *pgx.Conn {
	t.Helper()
	db := server.Connect(t, server.Database(t))
	for _, sql := range fulltext.Functions() {
		if _, err := db.Exec(t.Context(), sql); err != nil {
			t.Fatalf("%v\n%.300s", err, sql)
		}
	}
	return db
}

// TestWords holds the words that PostgreSQL makes to those of package search.
func TestWords(t *testing.T) {
	t.Parallel()
	db := functions(t)
	same := func(t *rapid.T, said string) {
		var got string
		if err := db.QueryRow(t.Context(), "SELECT _bedplate_words($1)", said).Scan(&got); err != nil {
			t.Fatal(err)
		}
		if want := search.Normal(said); got != want {
			t.Fatalf("the words of %q are %q, not %q", said, got, want)
		}
	}
	var all strings.Builder // every character there is, between letters
	for r := rune(1); r <= 0x1ffff; r++ {
		if r < 0xd800 || r > 0xdfff {
			all.WriteString("x" + string(r))
		}
		if r%60 == 0 {
			all.WriteString(" ")
		}
	}
	said := all.String()
	var got string
	if err := db.QueryRow(t.Context(), "SELECT _bedplate_words($1)", said).Scan(&got); err != nil || got != search.Normal(said) {
		t.Errorf("the words of all characters differ, %v", err)
	}
	rapid.Check(t, func(t *rapid.T) {
		some := rapid.Map(rapid.String(), func(s string) string { return strings.ReplaceAll(s, "\x00", "") }) // no text of ours has one
		same(t, rapid.OneOf(text(30), some, rapid.StringMatching("[a-zäÄ]{90,120} b")).Draw(t, "text"))
	})
}

// TestSearch holds what is found by the index, and its rank, to package search.
func TestSearch(t *testing.T) {
	t.Parallel()
	db := functions(t)
	s, err := schema.Parse(map[string][]byte{"schema.yaml": []byte(`
collection: notes
key: [id]
fields:
  id: int
  title: text
  body: text
search: [title, body]
`)})
	if err != nil {
		t.Fatal(err)
	}
	c := s.Collection("notes")
	if err := ddl.Create(t.Context(), db, s, nil); err != nil {
		t.Fatal(err)
	}
	fields := c.Search
	column := []string{"title", "body"}
	rapid.Check(t, func(t *rapid.T) {
		if _, err := db.Exec(t.Context(), "TRUNCATE notes"); err != nil {
			t.Fatal(err)
		}
		rows := rapid.SliceOfN(rapid.SliceOfN(text(12), 2, 2), 1, 5).Draw(t, "rows")
		for i, r := range rows {
			if _, err := db.Exec(t.Context(), "INSERT INTO notes VALUES ($1, $2, $3)", i, r[0], r[1]); err != nil {
				t.Fatal(err)
			}
		}
		q, _, mistake := search.Parse(search.Web, rapid.OneOf(text(4), rapid.Map(text(3), func(s string) string {
			return `"` + s + `" or rye -bread`
		})).Draw(t, "query"))
		if mistake != nil || q.Empty() {
			t.Skip("no query")
		}
		if rapid.Bool().Draw(t, "prefix") && q.Op == search.Phrase {
			q.Prefix = true
		}
		of := fields[:rapid.IntRange(1, 2).Draw(t, "fields")]
		sql := fmt.Sprintf("SELECT id, %s FROM notes n WHERE %s ORDER BY id", fulltext.Rank("$1", column[:len(of)]),
			fulltext.Condition(c, "n", of, "$1"))
		found, err := db.Query(t.Context(), sql, pgx.QueryExecModeExec, fulltext.Form(q.String()))
		if err != nil {
			t.Fatal(err)
		}
		got := map[int]int64{}
		for found.Next() {
			var id int
			var rank int64
			if err := found.Scan(&id, &rank); err != nil {
				t.Fatal(err)
			}
			got[id] = rank
		}
		if err := found.Err(); err != nil {
			t.Fatal(err)
		}
		want := map[int]int64{}
		for i, r := range rows {
			if q.Matches(r[:len(of)]) {
				want[i] = q.Rank(r[:len(of)])
			}
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("%s finds %v, not %v", q, got, want)
		}
	})
}

// TestLongText keeps a text with more words than an index holds of one record.
func TestLongText(t *testing.T) {
	t.Parallel()
	db := functions(t)
	ctx := t.Context()
	var long strings.Builder
	for i := range 150_000 {
		fmt.Fprintf(&long, "word%06d ", i)
	}
	for _, sql := range []string{"CREATE TABLE notes (id int, body text)", "CREATE INDEX ON notes USING gin (_bedplate_vector(ARRAY[body]))"} {
		if _, err := db.Exec(ctx, sql); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.Exec(ctx, "INSERT INTO notes VALUES (1, $1)", long.String()); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]int{`'word000007' <-> 'word000008'`: 1, `'word000007' <-> 'word000009'`: 0, "'missing'": 0} {
		sql := "SELECT count(*) FROM notes WHERE _bedplate_vector(ARRAY[body]) @@ ($1::jsonb->>'words')::tsquery AND _bedplate_finds($1::jsonb, ARRAY[body])"
		var n int
		if err := db.QueryRow(ctx, sql, fulltext.Form(query)).Scan(&n); err != nil || n != want {
			t.Errorf("%s finds %d, %v", query, n, err)
		}
	}
}
