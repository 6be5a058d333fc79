package sqlite

import (
	"fmt"
	"testing"

	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/store/sqlite/ddl"
	"bedplate/value"
)

// benchmark opens a database of 20,000 posts by 100 users.
func benchmark(b *testing.B) (*Driver, *fixture) {
	f := newFixture()
	d := open(b, f, Options{})
	err := d.Transact(b.Context(), driver.Mode{Alone: true}, func(tx driver.Tx) error {
		for i := range int64(100) {
			if err := insert(b.Context(), tx, f.users, map[string]value.Value{"id": value.OfInt(i), "name": value.OfText(fmt.Sprint("user ", i))}); err != nil {
				return err
			}
		}
		for i := range int64(20_000) {
			err := insert(b.Context(), tx, f.posts, map[string]value.Value{
				"id": value.OfInt(i), "title": value.OfText(fmt.Sprint("title of post ", i)), "slug": value.OfText(fmt.Sprint("post-", i)),
				"author": value.OfInt(i % 100), "score": value.OfInt(i % 1000), "price": value.OfDecimal(i, 2), "ratio": value.OfFloat(float64(i) / 7),
				"live": value.OfBool(i%2 == 0), "at": value.OfTime(i * 1e6), "status": value.OfText("draft"),
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return d, f
}

var tenFields = []string{"id", "title", "slug", "author", "score", "price", "ratio", "live", "at", "status"}

// measure reads every value of every row.
func measure(b *testing.B, d *Driver, r *plan.Read, args func(i int) []value.Value) {
	p, err := d.Prepare(r)
	if err != nil {
		b.Fatal(err)
	}
	visit := func(row query.Row) error {
		for i, o := range r.Outputs {
			if o.Nested == nil {
				row.Value(i)
			} else if err := row.Nested(i, func(query.Row) error { return nil }); err != nil {
				return err
			}
		}
		return nil
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if err := d.Read(b.Context(), p, args(i), visit); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPointRead(b *testing.B) {
	d, f := benchmark(b)
	args := []value.Value{{}}
	measure(b, d, &plan.Read{From: f.posts, Outputs: outputs(f.posts, tenFields...), Limit: plan.None, Offset: plan.None,
		Where: eq(self(f.posts, "id"), bind(0, kind(value.Int)))}, func(i int) []value.Value {
		args[0] = value.OfInt(int64(i) % 20_000)
		return args
	})
}

func BenchmarkList30(b *testing.B) {
	d, f := benchmark(b)
	measure(b, d, list30(f), oneArg)
}

func BenchmarkList30WithAuthor(b *testing.B) {
	d, f := benchmark(b)
	r := list30(f)
	r.Outputs = append(r.Outputs, plan.Output{Nested: &plan.Read{From: f.users, Rel: f.author,
		Outputs: outputs(f.users, "id", "name"), Limit: plan.None, Offset: plan.None}})
	measure(b, d, r, oneArg)
}

func list30(f *fixture) *plan.Read {
	return &plan.Read{From: f.posts, Outputs: outputs(f.posts, tenFields...), Limit: 0, Offset: plan.None,
		Order: []plan.Order{{Expr: self(f.posts, "id")}}}
}

var thirty = []value.Value{value.OfInt(30)}

func oneArg(int) []value.Value { return thirty }

// BenchmarkKeyed compares what a table with a uuid key costs with and without
// row numbers, which decides what package ddl makes.
func BenchmarkKeyed(b *testing.B) {
	for _, without := range []bool{true, false} {
		b.Run(fmt.Sprint("withoutRowid=", without), func(b *testing.B) {
			c := collection("docs", 0, field("id", kind(value.UUID)), field("body", kind(value.Text)), field("n", kind(value.Int)))
			c.Indexes = []*schema.Index{{Name: "docs_n_idx", Parts: []schema.Part{{Field: 2}}}}
			d := open(b, nil, Options{})
			statements, err := ddl.Statements(c)
			if err != nil {
				b.Fatal(err)
			}
			if !without {
				statements[0] = statements[0][:len(statements[0])-len(" WITHOUT ROWID")]
			}
			if err := d.Exec(b.Context(), statements...); err != nil {
				b.Fatal(err)
			}
			key := func(i int) value.Value {
				return value.OfUUID([16]byte{1, byte(i >> 16), byte(i >> 8), byte(i), 9, 9, byte(i * 7)})
			}
			body := value.OfText(fmt.Sprintf("%0300d", 1))
			err = d.Transact(b.Context(), driver.Mode{Alone: true}, func(tx driver.Tx) error {
				for i := range 20_000 {
					if err := insert(b.Context(), tx, c, map[string]value.Value{"id": key(i), "body": body, "n": value.OfInt(int64(i % 500))}); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				b.Fatal(err)
			}
			args := []value.Value{{}}
			b.Run("key", func(b *testing.B) {
				measure(b, d, &plan.Read{From: c, Outputs: outputs(c, "id", "body", "n"), Limit: plan.None, Offset: plan.None,
					Where: eq(self(c, "id"), bind(0, kind(value.UUID)))}, func(i int) []value.Value {
					args[0] = key(i % 20_000)
					return args
				})
			})
			b.Run("index", func(b *testing.B) {
				measure(b, d, &plan.Read{From: c, Outputs: outputs(c, "id", "body", "n"), Limit: plan.None, Offset: plan.None,
					Where: eq(self(c, "n"), bind(0, kind(value.Int)))}, func(i int) []value.Value {
					args[0] = value.OfInt(int64(i % 500))
					return args
				})
			})
		})
	}
}

func BenchmarkDurableInsert(b *testing.B) {
	f := newFixture()
	d := open(b, f, Options{})
	in := &plan.Insert{Into: f.users, Fields: []int{0, 1}}
	row := []value.Value{{}, value.OfText("somebody")}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		row[0] = value.OfInt(int64(i))
		err := d.Transact(b.Context(), driver.Mode{}, func(tx driver.Tx) error {
			_, err := tx.Insert(b.Context(), in, row)
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}
