package engine_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"testing"

	"bedplate/fault"
	"bedplate/internal/engine"
	"bedplate/query"
	"bedplate/value"
)

// list is a source of rows in memory; row i stands in line i+1.
type list struct {
	rows   [][]value.Value
	absent [][]bool
	at     int
	before func(row int) error // called before each row
}

func (l *list) Rewind() error { l.at = 0; return nil }
func (l *list) Line() int     { return l.at }
func (l *list) Len() int      { return len(l.rows) }

func (l *list) Next() (row []value.Value, absent []bool, ok bool, err error) {
	if l.at == len(l.rows) {
		return nil, nil, false, nil
	}
	if l.before != nil {
		err = l.before(l.at)
	}
	row = slices.Clone(l.rows[l.at])
	if l.absent != nil {
		absent = l.absent[l.at]
	}
	l.at++
	return row, absent, true, err
}

// streamed gives an operation its rows by a source.
func streamed(op query.Operation) query.Operation {
	op.Source = &list{rows: op.Rows, absent: op.Absent}
	op.Rows, op.Absent = nil, nil
	return op
}

// many makes rows by their number, from 1.
func many(count int, make func(i int) row) []row {
	rows := []row{}
	for i := 1; i <= count; i++ {
		rows = append(rows, make(i))
	}
	return rows
}

// heirs are people of whom only one may have the parent, by a rule and, where
// they say so, by a check.
const heirs = `
collection: people
key: [id]
fields:
  id: {type: int, required: true}
  parent: {type: ref, to: people, back: children}
  only: {type: bool, check: '!only || size(parent.children) < 2'}
rules:
  read: "true"
  create: id > 5000 || parent == null || size(parent.children) < 2
`

// TestSourceIsJudgedWhole: a row of the first batch is judged with the rows of
// the last one.
func TestSourceIsJudgedWhole(t *testing.T) {
	onEveryStore(t, heirs, func(t *testing.T, a *app) {
		ann := a.by(user("ann"))
		people := func(from int, only string) []row {
			rows := many(1500, func(i int) row { return row{"id": strconv.Itoa(from + i), "parent": nil, "only": nil} })
			for _, i := range []int{1, 1499} {
				rows[i]["parent"], rows[i]["only"] = strconv.Itoa(from+1), only
			}
			return rows
		}
		if f := ann.fails(fault.Denied, streamed(ann.create("people", people(0, "false")...))); f.Line != 2 {
			t.Errorf("line %d", f.Line)
		}
		if f := ann.fails(fault.Check, streamed(ann.create("people", people(6000, "true")...))); f.Line != 2 {
			t.Errorf("line %d", f.Line)
		}
		a.rows(a.read("people", "", "id"))
		ann.must(streamed(ann.create("people", people(6000, "false")...)))
	})
}

// TestSource writes more rows than an operation may have in memory, with
// defaults, and knows how many there were.
func TestSource(t *testing.T) {
	onEveryStore(t, family, func(t *testing.T, a *app) {
		rows := many(3500, func(i int) row {
			// Parents after their children, but within the same batch.
			return row{"id": strconv.Itoa(i), "parent": strconv.Itoa(min(i+1, (i+999)/1000*1000, 3500))}
		})
		_, results, err := a.ask(streamed(a.create("people", rows...)))
		if err != nil || results[0].Affected != 3500 || results[0].Key != nil {
			t.Fatal(results, err)
		}
		a.rows(a.read("people", "id == 3500 || id == 1", "id", "parent"), `{"id":1,"parent":2}`, `{"id":3500,"parent":3500}`)
	})
}

// TestSourceOfOne gives the key of its one row, as any create does.
func TestSourceOfOne(t *testing.T) {
	onEveryStore(t, family, func(t *testing.T, a *app) {
		_, results, err := a.ask(streamed(a.create("people", row{"id": "5"})))
		if err != nil || len(results[0].Key) != 1 || results[0].Key[0].Int() != 5 {
			t.Fatal(results, err)
		}
		_, results, err = a.ask(streamed(a.upsert("people", row{"id": "6"})))
		if err != nil || !results[0].Created {
			t.Fatal(results, err)
		}
	})
}

// TestSourceOfNone succeeds and does nothing.
func TestSourceOfNone(t *testing.T) {
	onEveryStore(t, family, func(t *testing.T, a *app) {
		_, results, err := a.ask(streamed(a.create("people")))
		if err != nil || results[0].Affected != 0 {
			t.Fatal(results, err)
		}
	})
}

// TestSourceIsAtomic: a mistake in the last row of many is found, with its
// line, and no row stands.
func TestSourceIsAtomic(t *testing.T) {
	onEveryStore(t, family, func(t *testing.T, a *app) {
		good := many(1500, func(i int) row { return row{"id": strconv.Itoa(i), "parent": nil} })
		for bad, want := range map[*row]fault.Code{
			{"id": "9999", "parent": "77777"}: fault.Reference,
			{"id": "3", "parent": nil}:        fault.Unique,
			{"id": nil, "parent": nil}:        fault.Required,
		} {
			f := a.fails(want, streamed(a.create("people", append(slices.Clone(good), *bad)...)))
			if f.Line != 1501 {
				t.Errorf("%s in line %d", want, f.Line)
			}
			a.rows(a.read("people", "", "id"))
		}
	})
}

// TestSourceFindsMistakesBefore: what rows tell of by themselves is found
// without a transaction.
func TestSourceFindsMistakesBefore(t *testing.T) {
	onEveryStore(t, notes, func(t *testing.T, a *app) {
		op := streamed(a.create("notes", many(3, func(i int) row {
			return row{"id": strconv.Itoa(i), "title": "t", "owner": "ann", "votes": "-1"}
		})...))
		f := a.by(user("ann")).fails(fault.Check, op)
		if all := f.All(); len(all) != 3 || all[2].Line != 3 {
			t.Error(all)
		}
		a.rows(a.read("notes", "", "id"))
	})
}

// TestSourceRules holds each row to the rules, and those that look at other
// records to all that was written, whichever batch it is in.
func TestSourceRules(t *testing.T) {
	onEveryStore(t, notes, func(t *testing.T, a *app) {
		ann := a.by(user("ann"))
		rows := many(2001, func(i int) row {
			return row{"id": strconv.Itoa(i), "title": "t", "owner": "ann", "votes": "1"}
		})
		rows[2000]["owner"] = "bob"
		if f := ann.fails(fault.Denied, streamed(ann.create("notes", rows...))); f.Line != 2001 {
			t.Error(f.Line)
		}
		rows[2000]["owner"] = "ann"
		ann.must(streamed(ann.create("notes", rows...)))
		a.rows(a.read("notes", `id == 2001`, "owner"), `{"owner":"ann"}`)
	})
}

// TestSourceUpserts changes what is there and creates the rest.
func TestSourceUpserts(t *testing.T) {
	onEveryStore(t, notes, func(t *testing.T, a *app) {
		a.must(a.create("notes", row{"id": "7", "title": "old", "owner": "ann", "votes": "1"}))
		op := a.create("notes", many(1200, func(i int) row {
			return row{"id": strconv.Itoa(i), "title": "new", "owner": "ann", "votes": "1"}
		})...)
		op.Kind, op.Conflict = query.Upsert, &query.Conflict{Ignore: true}
		_, results, err := a.ask(streamed(op))
		if err != nil || results[0].Affected != 1199 {
			t.Fatal(results, err)
		}
		a.rows(a.read("notes", "id == 7", "title"), `{"title":"old"}`)
		op.Conflict = &query.Conflict{}
		rows, results, err := a.ask(a.returning(streamed(op), "id"))
		if err != nil || results[0].Affected != 1200 || len(rows) != 1200 || rows[1199] != `{"id":1200}` {
			t.Fatal(results, err, len(rows))
		}
		a.rows(a.read("notes", "id == 7", "title"), `{"title":"new"}`)
	})
}

// TestSourceRunsAgain: a transaction that lost to another reads the rows from
// the start.
func TestSourceRunsAgain(t *testing.T) {
	onEveryStore(t, family, func(t *testing.T, a *app) {
		op := streamed(a.create("people", many(1500, func(i int) row { return row{"id": strconv.Itoa(i)} })...))
		reads := 0
		op.Source.(*list).before = func(row int) error {
			if reads++; reads == 1500+1400 { // in the first transaction, after the preview
				return fault.New(fault.Conflict, "lost")
			}
			return nil
		}
		_, results, err := a.ask(op)
		if err != nil || results[0].Affected != 1500 {
			t.Fatal(results, err)
		}
	})
}

// TestSourceEnds when its caller goes away.
func TestSourceEnds(t *testing.T) {
	onEveryStore(t, family, func(t *testing.T, a *app) {
		op := streamed(a.create("people", many(3000, func(i int) row { return row{"id": strconv.Itoa(i)} })...))
		ctx, cancel := context.WithCancel(t.Context())
		reads := 0
		op.Source.(*list).before = func(int) error {
			if reads++; reads == 3000+500 {
				cancel()
			}
			return nil
		}
		_, err := a.Do(ctx, a.as, &query.Request{Schema: a.schema, Ops: []query.Operation{op}}, nil)
		if err == nil {
			t.Error("it went on")
		}
		a.rows(a.read("people", "", "id"))
	})
}

// TestSourceSeams tells services of every row: in batches inside, and of all
// of them afterwards, where they are as many as an operation may change.
func TestSourceSeams(t *testing.T) {
	t.Parallel()
	inside, largest := 0, 0
	tell := func(_ context.Context, _ *engine.Tx, changes []engine.Change) error {
		inside += len(changes)
		largest = max(largest, len(changes))
		return nil
	}
	people := func(count int) []row {
		return many(count, func(i int) row { return row{"id": strconv.Itoa(i)} })
	}
	a := newApp(t, "mem", family, engine.Interceptor{Inside: tell})
	a.must(streamed(a.create("people", people(2500)...)))
	if inside != 2500 || largest != 1000 {
		t.Error(inside, largest)
	}
	after := 0
	a = newApp(t, "mem", family, engine.Interceptor{Inside: tell, After: func(_ context.Context, changes []engine.Change) { after += len(changes) }})
	a.fails(fault.TooComplex, streamed(a.create("people", people(1001)...)))
	inside = 0
	a.must(streamed(a.create("people", people(900)...)))
	if after != 900 || inside != 900 {
		t.Error(after, inside)
	}
}

// TestSourceMeansTheSame: rows by a source give what the same rows give in
// memory.
func TestSourceMeansTheSame(t *testing.T) {
	t.Parallel()
	for name, op := range map[string]func(a *app) query.Operation{
		"create": func(a *app) query.Operation {
			return a.create("notes", many(20, func(i int) row {
				return row{"id": strconv.Itoa(i), "title": fmt.Sprint("t", i%3), "owner": "ann", "votes": strconv.Itoa(i)}
			})...)
		},
		"a denied row": func(a *app) query.Operation {
			return a.create("notes", many(20, func(i int) row {
				return row{"id": strconv.Itoa(i), "title": "t", "owner": []string{"ann", "bob"}[i/20], "votes": "1"}
			})...)
		},
		"absent values": func(a *app) query.Operation {
			op := a.create("notes", many(4, func(i int) row {
				return row{"id": strconv.Itoa(i), "title": "t", "owner": "ann", "votes": nil}
			})...)
			for i := range op.Rows {
				absent := make([]bool, len(op.Fields))
				absent[len(absent)-1] = i%2 == 0
				op.Absent = append(op.Absent, absent)
			}
			return op
		},
	} {
		a, b := newApp(t, "mem", notes), newApp(t, "mem", notes)
		_, _, whole := a.by(user("ann")).ask(op(a))
		_, _, parts := b.by(user("ann")).ask(streamed(op(b)))
		if fault.CodeOf(whole) != fault.CodeOf(parts) {
			t.Errorf("%s: %v, and by a source %v", name, whole, parts)
		}
		read := func(a *app) []string { return a.must(a.read("notes", "", "id", "title", "owner", "votes")) }
		if want, got := read(a), read(b); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}
