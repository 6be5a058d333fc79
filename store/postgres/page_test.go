package postgres_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"bedplate/expr"
	"bedplate/query"
	"bedplate/store/plan"
	"bedplate/store/postgres"
	"bedplate/store/postgres/server"
	"bedplate/store/storetest"
	"bedplate/store/storetest/indexes"
	"bedplate/value"
)

// TestPages reads pages of users with some of their posts, and looks at what the server
// prepared for them.
func TestPages(t *testing.T) {
	t.Parallel()
	server.Each(t, testPages)
}

func testPages(t *testing.T, on server.Server) {
	d, err := postgres.Open(t.Context(), on.Schema(t), postgres.Options{MaxConns: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	s := indexes.Blog(t)
	server.Create(t, d.Pool(), s)
	for _, sql := range []string{
		"INSERT INTO users SELECT i, 'user ' || i FROM generate_series(1, 1000) i",
		"INSERT INTO posts SELECT i, 'title', 'slug ' || i, i % 1000 + 1, i, i, '2026-01-01Z', true, 'draft', '' FROM generate_series(1, 5000) i",
		"ANALYZE",
	} {
		if _, err := d.Pool().Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	users, posts := s.Collection("users"), s.Collection("posts")
	id := storetest.Field(users, "id")
	equals := func(of *expr.Node, at int) *expr.Node {
		return expr.TestOf(expr.Eq, of, &expr.Node{Op: expr.Bind, Type: of.Type, Index: at})
	}
	// Arguments are the limits of users and posts, an offset, and a number.
	board := func() *plan.Read {
		written := &plan.Read{From: posts, Rel: users.Relation("posts"), Limit: 1, Offset: plan.None, Outputs: storetest.Fields(posts, "id"),
			Order: []plan.Order{{Expr: storetest.Field(posts, "id"), Desc: true}}}
		return &plan.Read{From: users, Limit: 0, Offset: 2, Order: []plan.Order{{Expr: id}},
			Outputs: append(storetest.Fields(users, "id"), plan.Output{Nested: written})}
	}
	read := func(t *testing.T, r *plan.Read, pages ...[]value.Value) {
		t.Helper()
		p, err := d.Prepare(r)
		if err != nil {
			t.Fatal(err)
		}
		for _, args := range pages {
			var got []int64
			err := d.Read(t.Context(), p, args, func(row query.Row) error {
				got = append(got, row.Value(0).Int())
				n := 0
				err := row.Nested(1, func(query.Row) error { n++; return nil })
				if n != 3 {
					t.Errorf("a user has %d posts", n)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			var want []int64
			for i := args[2].Int(); i < 1000 && (args[0].IsNull() || i < args[2].Int()+args[0].Int()); i++ {
				want = append(want, i+1)
			}
			if !slices.Equal(got, want) {
				t.Errorf("%v: there are %d users, not %d", args, len(got), len(want))
			}
		}
	}
	page := func(limit value.Value, offset int64) []value.Value {
		return []value.Value{limit, value.OfInt(3), value.OfInt(offset), value.OfInt(7)}
	}
	// prepared gives the limits of the statements that the server has, and of those the
	// ones that have a plan for any arguments.
	prepared := func(t *testing.T) (all, kept []string) {
		t.Helper()
		rows, err := d.Pool().Query(t.Context(), "SELECT statement, generic_plans > 0 FROM pg_prepared_statements WHERE statement LIKE '%ARRAY(%' ORDER BY prepare_time",
			pgx.QueryExecModeExec)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var statement string
			var generic bool
			if err := rows.Scan(&statement, &generic); err != nil {
				t.Fatal(err)
			}
			limit := statement[strings.LastIndex(statement, " LIMIT ")+len(" LIMIT "):]
			all = append(all, limit)
			if generic {
				kept = append(kept, limit)
			}
		}
		if _, err := d.Pool().Exec(t.Context(), "DEALLOCATE ALL"); err != nil {
			t.Fatal(err)
		}
		return all, kept
	}
	ten, none := value.OfInt(10), value.Value{}

	t.Run("the plan of a page is kept", func(t *testing.T) {
		read(t, board(), slices.Repeat([][]value.Value{page(ten, 0)}, 8)...)
		if all, kept := prepared(t); !slices.Equal(all, []string{"10"}) || !slices.Equal(kept, all) {
			t.Errorf("prepared were pages of %q, and kept the plans of %q", all, kept)
		}
	})
	t.Run("what is no first page shares a statement", func(t *testing.T) {
		read(t, board(), page(ten, 10), page(value.OfInt(0), 0), page(none, 0), page(none, 990), page(ten, 0))
		if all, _ := prepared(t); !slices.Equal(all, []string{"$2 OFFSET $3", "10"}) {
			t.Errorf("prepared were pages of %q", all)
		}
	})
	t.Run("there are only so many", func(t *testing.T) {
		var pages [][]value.Value
		for limit := range int64(12) {
			pages = append(pages, page(value.OfInt(limit+1), 0))
		}
		read(t, board(), pages...)
		if all, _ := prepared(t); len(all) != 9 || all[8] != "$2 OFFSET $3" {
			t.Errorf("prepared were pages of %q", all)
		}
	})
	t.Run("an argument that may decide is looked at", func(t *testing.T) {
		seven, always := equals(id, 3), storetest.Condition(t, users, `name != ""`)
		where := func(n *expr.Node) func(*plan.Read) { return func(r *plan.Read) { r.Where = n } }
		for _, c := range []struct {
			change func(*plan.Read)
			known  bool
		}{
			{where(always), true},
			{where(expr.OrOf(always, seven)), true},
			{where(expr.AndOf(always, expr.OrOf(always, seven))), true},
			{where(expr.AndOf(always, expr.OrOf(seven, always))), true},
			{where(seven), false},
			{where(expr.AndOf(always, seven)), false},
			{where(expr.OrOf(seven, seven)), false},
			{where(expr.OrOf(always, expr.TestOf(expr.Gt, id, seven.Args[1]))), false},
			{where(expr.NotOf(seven)), false},
			{where(storetest.Condition(t, users, `name != "größe"`)), false}, // which is bound
			{func(r *plan.Read) { r.Outputs[1].Nested.Where = equals(storetest.Field(posts, "score"), 3) }, false},
			{func(r *plan.Read) { r.Outputs = append(r.Outputs, plan.Output{Expr: seven}) }, false},
			{func(r *plan.Read) { r.Order = []plan.Order{{Expr: seven}, {Expr: id}} }, false},
			{func(r *plan.Read) { r.After = []int{3} }, false},
			{func(r *plan.Read) { r.Lock = true }, false},
		} {
			r := board()
			c.change(r)
			p, err := d.Prepare(r)
			if err != nil {
				t.Fatal(err)
			}
			if err := d.Read(t.Context(), p, page(ten, 0), func(query.Row) error { return nil }); err != nil {
				t.Fatal(err)
			}
			if all, _ := prepared(t); len(all) != 1 || (all[0] == "10") != c.known {
				t.Errorf("%s: prepared were pages of %q", p.Statement(), all)
			}
		}
	})
}
