package sqlite

import (
	"fmt"
	"strings"
	"testing"

	"bedplate/expr"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/store/sqlite/ddl"
	"bedplate/store/storetest/indexes"
	"bedplate/value"
)

const searchRows = 20_000

// searched is a collection of 20,000 texts behind a uuid key, of which each
// 4,000th has the word rare and all have the word common.
func searched(t testing.TB) (*Driver, *schema.Collection) {
	t.Helper()
	c := collection("docs", 0, field("id", kind(value.UUID)), field("title", kind(value.Text)), field("body", kind(value.Text)),
		field("public", kind(value.Bool)), field("n", kind(value.Int)))
	c.Indexes = []*schema.Index{{Name: "docs_n_idx", Parts: []schema.Part{{Field: 4}}}}
	c.Search = []int{1, 2}
	d := open(t, nil, Options{})
	statements, err := ddl.Statements(c)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Exec(t.Context(), statements...); err != nil {
		t.Fatal(err)
	}
	filler := strings.Repeat("common words that fill a body ", 8)
	err = d.Transact(t.Context(), driver.Mode{Alone: true}, func(tx driver.Tx) error {
		for i := range searchRows {
			body := filler + fmt.Sprint("no", i)
			if i%4000 == 7 {
				body += " rare"
			}
			if err := insert(t.Context(), tx, c, map[string]value.Value{
				"id":    value.OfUUID([16]byte{1, byte(i >> 16), byte(i >> 8), byte(i), 9, 9, byte(i * 7)}),
				"title": value.OfText(fmt.Sprint("Title ", i)), "body": value.OfText(body),
				"public": value.OfBool(i%2 == 1), "n": value.OfInt(int64(i % 500))}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return d, c
}

// searching is a list of what a query finds under a rule, thirty at most.
func searching(c *schema.Collection, order ...plan.Order) *plan.Read {
	found := expr.SearchOf(bind(1, kind(value.Text)), self(c, "title"), self(c, "body"))
	if order == nil {
		order = []plan.Order{{Expr: expr.RankOf(found), Desc: true}}
	}
	return &plan.Read{From: c, Outputs: outputs(c, "id", "title", "body", "n"), Limit: 0, Offset: plan.None,
		Where: expr.AndOf(found, eq(self(c, "public"), expr.True)), Order: append(order, plan.Order{Expr: self(c, "id")}),
		Binds: []value.Type{kind(value.Int), kind(value.Text)}}
}

// TestSearchPlans: a search is answered by the index and never by a scan of the
// table, whatever rule, order or other text is asked for besides.
func TestSearchPlans(t *testing.T) {
	t.Parallel()
	d, c := searched(t)
	one := searching(c)
	one.Where = expr.AndOf(expr.SearchOf(bind(1, kind(value.Text)), self(c, "title")), eq(self(c, "n"), whole(7)))
	count := &plan.Read{From: c, Outputs: []plan.Output{{Aggregate: plan.CountRows}}, Group: true, Where: one.Where,
		Limit: plan.None, Offset: plan.None, Binds: one.Binds}
	for name, p := range map[string]*plan.Read{
		"the best first": searching(c), "by a field without an index": searching(c, plan.Order{Expr: self(c, "title")}),
		"by an indexed field": searching(c, plan.Order{Expr: self(c, "n")}),
		"one of its texts":    one, "counted": count,
	} {
		said := indexes.Explain(t, d, p, []value.Value{value.OfInt(30), value.OfText("common")})
		text := ""
		for _, l := range said.Lines {
			text += l.Text + "\n"
		}
		if !strings.Contains(text, "VIRTUAL TABLE INDEX") || strings.Contains(text, "SCAN t0") {
			t.Errorf("%s:\n%s\n%s", name, said.Statement, text)
		}
	}
}

// TestSearchFacts: the triggers of an index neither change rows nor keep writes
// from sharing a commit.
func TestSearchFacts(t *testing.T) {
	t.Parallel()
	d, c := searched(t)
	facts, err := d.Describe(t.Context(), c)
	if err != nil || facts.Reread || facts.Alone {
		t.Errorf("%+v %v", facts, err)
	}
	if err := d.Exec(t.Context(), "CREATE TRIGGER another AFTER INSERT ON docs BEGIN SELECT 1; END"); err != nil {
		t.Fatal(err)
	}
	if facts, err = d.Describe(t.Context(), c); err != nil || !facts.Reread || !facts.Alone {
		t.Errorf("with a stranger's trigger: %+v %v", facts, err)
	}
}

// BenchmarkSearch compares a search of ours, of a rare and of a common word,
// with a statement written by hand for FTS5's own rank.
func BenchmarkSearch(b *testing.B) {
	d, c := searched(b)
	const byHand = `SELECT d.id, d.title, d.body, d.n FROM "_bedplate_search_docs_" AS f
		JOIN _bedplate_rows_docs AS k ON k.number = f.rowid JOIN docs AS d ON d.id = k.k0
		WHERE f."_bedplate_search_docs_" MATCH '%s' AND d.public = 1 ORDER BY f.rank LIMIT 30`
	for _, word := range []string{"rare", "common"} {
		b.Run(word+"/ours", func(b *testing.B) {
			measure(b, d, searching(c), func(int) []value.Value { return []value.Value{value.OfInt(30), value.OfText(word)} })
		})
		b.Run(word+"/hand", func(b *testing.B) {
			conn, err := d.readers.take(b.Context())
			if err != nil {
				b.Fatal(err)
			}
			defer d.readers.give(conn)
			stmt, err := conn.db.Prepare(fmt.Sprintf(byHand, word))
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				for {
					more, err := stmt.Step()
					if err != nil {
						b.Fatal(err)
					}
					if !more {
						break
					}
					_ = stmt.ColumnText(2)
				}
				if err := stmt.Reset(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
