package mysql

import (
	"strconv"
	"testing"

	"bedplate/query"
	"bedplate/store/driver"
	machine "bedplate/store/mysql/server"
	"bedplate/store/plan"
	"bedplate/store/storetest"
	"bedplate/store/storetest/indexes"
	"bedplate/value"
)

// asked is how many statements the server has run for the driver's one connection.
func asked(t *testing.T, d *Driver) int {
	t.Helper()
	c, err := d.pool.take(t.Context(), alone, false)
	if err != nil {
		t.Fatal(err)
	}
	defer d.pool.give(c)
	rows, err := c.ask(t.Context(), "SHOW SESSION STATUS LIKE 'Questions'")
	if err != nil || len(rows) != 1 {
		t.Fatal(rows, err)
	}
	n, err := strconv.Atoi(rows[0][1])
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestOneStatement counts what the server is asked for rows that are nested both ways,
// and for a write.
func TestOneStatement(t *testing.T) {
	t.Parallel()
	s := indexes.Blog(t)
	d := open(t, s, Options{MaxConns: 1})
	conn := machine.Connect(t, d.address)
	for _, sql := range []string{
		"INSERT INTO users VALUES (1, 'Ada'), (2, 'Bob')",
		"INSERT INTO posts (id, title, author, live, status) VALUES (1, 'a', 1, 1, 'draft'), (2, 'b', 1, 1, 'draft'), (3, 'c', 2, 1, 'draft')",
	} {
		if _, err := conn.ExecContext(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	users, posts := s.Collection("users"), s.Collection("posts")
	p, err := d.Prepare(&plan.Read{From: users, Limit: plan.None, Offset: plan.None, Outputs: append(storetest.Fields(users, "name"),
		plan.Output{Nested: &plan.Read{From: posts, Rel: users.Relation("posts"), Limit: plan.None, Offset: plan.None,
			Outputs: append(storetest.Fields(posts, "title"), plan.Output{Nested: &plan.Read{From: users, Rel: posts.Relation("author"),
				Outputs: storetest.Fields(users, "name"), Limit: plan.None, Offset: plan.None}})}})})
	if err != nil {
		t.Fatal(err)
	}
	counts := func(what string, want int, do func() error) {
		before := asked(t, d)
		if err := do(); err != nil {
			t.Fatal(err)
		}
		// Looking is one too.
		if n := asked(t, d) - before - 1; n != want {
			t.Errorf("%s took %d statements, not %d", what, n, want)
		}
	}
	counts("a nested read", 1, func() error {
		rows, within := 0, 0
		err := d.Read(t.Context(), p, nil, func(r query.Row) error {
			rows++
			return r.Nested(1, func(r query.Row) error {
				within++
				return r.Nested(1, func(query.Row) error { within++; return nil })
			})
		})
		if rows != 2 || within != 6 {
			t.Errorf("there are %d rows, and %d within them", rows, within)
		}
		return err
	})
	in := &plan.Insert{Into: users, Fields: []int{0, 1}, Return: []int{1}}
	wanted := 4
	if !d.server.returning {
		wanted++ // what the row has become is read
	}
	counts("a write", wanted, func() error { // with what ends its transaction, and twice what says that there is one
		return d.Transact(t.Context(), driver.Mode{}, func(tx driver.Tx) error {
			_, err := tx.Insert(t.Context(), in, []value.Value{value.OfInt(3), value.OfText("Cyd")})
			return err
		})
	})
}
