package storetest

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/value"
)

// Options say how much Differential tries.
type Options struct {
	// Cases is the least number of cases: an expression over all records of a
	// collection, a read, or a statement that writes.
	Cases int
	// Seed starts the random numbers. A failure names the seed that repeats it
	// alone.
	Seed uint64
}

// casesPerWorld is how many cases share a schema and its databases.
const casesPerWorld = 800

// batch is how many expressions share a statement.
const batch = 24

// Differential makes random schemas, records, expressions, reads and writes,
// and demands that all drivers answer alike, row for row and in the same
// order, and that expressions give what expr's own evaluator gives.
func Differential(t *testing.T, o Options, harnesses ...Harness) {
	t.Helper()
	worlds := int64((o.Cases + casesPerWorld - 1) / casesPerWorld)
	var next, done atomic.Int64
	var work sync.WaitGroup
	// More workers than processors: durable stores mostly wait for their disk.
	for range 2 * runtime.GOMAXPROCS(0) {
		work.Go(func() {
			for i := next.Add(1) - 1; i < worlds && !t.Failed(); i = next.Add(1) - 1 {
				seed := o.Seed + uint64(i)
				t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) { done.Add(int64(tryWorld(t, seed, harnesses))) })
			}
		})
	}
	work.Wait()
	t.Logf("%d cases", done.Load())
}

// tryWorld runs the cases of one seed and gives their number.
func tryWorld(t *testing.T, seed uint64, harnesses []Harness) int {
	w := newWorld(t, seed, harnesses)
	defer func() {
		if t.Failed() {
			t.Logf("repeat it with -run Differential -seed=%d -cases=1; its schema is\n%s", seed, w.source)
		}
	}()
	w.populate()
	for w.cases < casesPerWorld && !t.Failed() {
		switch n := w.g.IntN(100); {
		case n < 6:
			w.transaction()
		case n < 35:
			w.reads()
		default:
			w.expressions()
		}
	}
	return w.cases
}

// world is a schema with the same records in every store.
type world struct {
	t      *testing.T
	g      *grower
	source string
	schema *schema.Schema
	stores []store
	rows   model
	cases  int
}

type store struct {
	name string
	driver.Driver
}

func newWorld(t *testing.T, seed uint64, harnesses []Harness) *world {
	w := &world{t: t, rows: model{}}
	w.g = &grower{Rand: rand.New(rand.NewPCG(seed, 0)), corpus: shared}
	w.source = randomSchema(w.g)
	w.schema = Schema(t, w.source)
	for _, h := range harnesses {
		w.stores = append(w.stores, store{h.Name, h.Open(t, w.schema)})
	}
	return w
}

// fresh forgets the arguments and variables of the case before.
func (w *world) fresh() {
	w.g.binds, w.g.args, w.g.vars = nil, nil, 0
}

// everything reads all fields of all records.
func everything(c *schema.Collection) *plan.Read {
	p := &plan.Read{From: c, Order: byKey(c), Limit: plan.None, Offset: plan.None}
	for i := range c.Fields {
		p.Outputs = append(p.Outputs, plan.Output{Expr: fieldOf(c, i)})
	}
	return p
}

// answer runs a plan on one store, or in a transaction of it, and keeps its rows.
func (w *world) answer(s store, from reader, p *plan.Read) (tree, error) {
	p.Binds = w.g.binds
	prepared, err := s.Prepare(p)
	if err != nil {
		return nil, err
	}
	rows := tree{}
	err = from.Read(context.Background(), prepared, w.g.args, func(r query.Row) error {
		kept, err := keep(p, r)
		rows = append(rows, kept)
		return err
	})
	return rows, err
}

// expressions tries a batch of expressions as outputs over one collection.
func (w *world) expressions() {
	w.fresh()
	c := pick(w.g, w.schema.Collections)
	tests := make([]*expr.Node, batch)
	for i := range tests {
		w.g.vars = 0
		tests[i] = w.g.test(self(c), 3)
		if w.g.chance(20) {
			tests[i] = w.g.operand(self(c), pick(w.g, c.Fields).Type, 3)
		}
	}
	w.cases += batch
	w.bindings(c, tests)
	if w.difference(c, tests) == "" {
		return
	}
	for _, n := range tests {
		fails := func(n *expr.Node) bool { return w.difference(c, []*expr.Node{n}) != "" }
		if fails(n) {
			least := shrink(n, smallerExpr, fails)
			w.t.Errorf("%s over %s\n%s", show(least, w.g.args), c.Name, w.difference(c, []*expr.Node{least}))
			return
		}
	}
	w.t.Errorf("a batch of expressions differs and none of them alone:\n%s", w.difference(c, tests))
}

// bindings expects the evaluator to say the same of an argument as of the fact
// that it is bound to, absent ones included.
func (w *world) bindings(c *schema.Collection, tests []*expr.Node) {
	for _, n := range tests {
		written := asWritten(n)
		for _, r := range w.rows[c] {
			before, bound := w.rows.eval(w.g.args, c, r, written), w.rows.eval(w.g.args, c, r, n)
			if !value.Equal(before, bound) {
				w.t.Errorf("the evaluator says %s of facts and %s of arguments in %s over %s",
					showValue(before), showValue(bound), show(n, w.g.args), showRecord(c, r))
			}
		}
	}
}

// difference tells how a store and the evaluator disagree on expressions over
// the records of c, "" where they don't.
func (w *world) difference(c *schema.Collection, tests []*expr.Node) string {
	p := &plan.Read{From: c, Order: byKey(c), Limit: plan.None, Offset: plan.None}
	for _, n := range tests {
		p.Outputs = append(p.Outputs, plan.Output{Expr: n})
	}
	for _, k := range c.Key {
		p.Outputs = append(p.Outputs, plan.Output{Expr: fieldOf(c, k)})
	}
	for _, s := range w.stores {
		rows, err := w.answer(s, s, p)
		if err != nil {
			return fmt.Sprintf("%s: %v", s.name, err)
		}
		if len(rows) != len(w.rows[c]) {
			return fmt.Sprintf("%s has %d records, not %d", s.name, len(rows), len(w.rows[c]))
		}
		for _, row := range rows {
			at := w.rows.find(c, row.values[len(tests):])
			if at < 0 {
				return fmt.Sprintf("%s has a record that should not be there: %v", s.name, row.values[len(tests):])
			}
			for i, n := range tests {
				want := w.rows.eval(w.g.args, c, w.rows[c][at], n)
				if !value.Equal(row.values[i], want) {
					return fmt.Sprintf("%s says %s, the evaluator %s of %s\n%s", s.name, showValue(row.values[i]),
						showValue(want), showRecord(c, w.rows[c][at]), w.statement(s, p))
				}
			}
		}
	}
	return ""
}

func (w *world) statement(s store, p *plan.Read) string {
	prepared, err := s.Prepare(p)
	if err != nil {
		return err.Error()
	}
	return prepared.Statement()
}

// reads tries random plans.
func (w *world) reads() {
	for range 8 {
		w.fresh()
		w.cases++
		p := w.g.read(pick(w.g, w.schema.Collections), 2)
		fails := func(p *plan.Read) bool { return w.disagreement(p) != "" }
		if fails(p) {
			least := shrink(p, smallerRead, fails)
			w.t.Errorf("%s\n%s", showRead(least, w.g.args, ""), w.disagreement(least))
			return
		}
	}
}

// disagreement tells how two stores answer a plan differently, "" where they
// don't.
func (w *world) disagreement(p *plan.Read) string {
	first := w.stores[0]
	want, wantErr := w.answer(first, first, p)
	for _, s := range w.stores[1:] {
		got, err := w.answer(s, s, p)
		if (fault.CodeOf(err) == fault.OutOfRange || fault.CodeOf(wantErr) == fault.OutOfRange) && addsFloats(p) {
			continue
		}
		if fault.CodeOf(err) != fault.CodeOf(wantErr) {
			return fmt.Sprintf("%s: %v\n%s: %v", s.name, err, first.name, wantErr)
		}
		if err == nil && !sameTree(p, got, want) {
			return fmt.Sprintf("%s: %s\n%s: %s\n%s", s.name, got, first.name, want, w.statement(s, p))
		}
	}
	return ""
}

// addsFloats tells whether a plan adds floats up, which may overflow on the way.
func addsFloats(p *plan.Read) bool {
	return slices.ContainsFunc(p.Outputs, func(o plan.Output) bool {
		if o.Nested != nil {
			return addsFloats(o.Nested)
		}
		return (o.Aggregate == plan.Sum || o.Aggregate == plan.Avg) && o.Expr.Type.Kind == value.Float
	})
}

// sameTree compares two answers. Sums and averages of floats may be rounded
// differently.
func sameTree(p *plan.Read, a, b tree) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		for j, out := range p.Outputs {
			x, y := a[i].values[j], b[i].values[j]
			switch {
			case out.Nested != nil:
				if !sameTree(out.Nested, a[i].nested[j], b[i].nested[j]) {
					return false
				}
			case out.Aggregate != plan.NoAggregate && x.Kind() == value.Float && y.Kind() == value.Float:
				if !near(x.Float(), y.Float()) {
					return false
				}
			case !value.Equal(x, y):
				return false
			}
		}
	}
	return true
}

func near(a, b float64) bool {
	return a == b || math.Abs(a-b) <= 1e-12*max(math.Abs(a), math.Abs(b))
}

// populate adds some records to every collection, those referred to first
// where that can be.
func (w *world) populate() {
	for range 3 {
		for _, c := range w.schema.Collections {
			for range 2 + w.g.IntN(3) {
				w.write([]write{w.g.insertion(w.rows, c)}, true)
			}
		}
	}
	w.check()
}

// transaction tries a few writes that stand or fall together.
func (w *world) transaction() {
	planned := w.rows.clone()
	var writes []write
	for range 1 + w.g.IntN(4) {
		c := pick(w.g, w.schema.Collections)
		next := w.g.change(planned, c)
		if w.g.chance(40) {
			next = w.g.insertion(planned, c)
		}
		writes = append(writes, next)
		planned.apply(next)
	}
	w.write(writes, !w.g.chance(20))
	w.check()
}

var errUndo = errors.New("undo")

// write runs the writes in one transaction on every store, which must all say
// the same of each of them, and show them to a read in the transaction.
func (w *world) write(writes []write, commit bool) {
	w.cases += len(writes)
	var outcomes []string
	var failed error
	w.fresh()
	own := everything(writes[0].of())
	for _, s := range w.stores {
		var said []string
		failed = s.Transact(context.Background(), driver.Mode{}, func(tx driver.Tx) error {
			said = nil
			for _, one := range writes {
				what, err := one.run(context.Background(), tx)
				said = append(said, what)
				if err != nil {
					return err
				}
			}
			rows, err := w.answer(s, tx, own)
			said = append(said, rows.String())
			if err == nil && !commit {
				return errUndo
			}
			return err
		})
		outcomes = append(outcomes, strings.Join(said, ", "))
		if outcomes[0] != outcomes[len(outcomes)-1] {
			w.t.Errorf("%s says %q, %s %q of the transaction\n%v", w.stores[0].name, outcomes[0], s.name, outcomes[len(outcomes)-1], writes)
		}
	}
	if failed == nil {
		for _, one := range writes {
			w.rows.apply(one)
		}
	}
}

// check reads every collection back and compares it with what was written.
func (w *world) check() {
	for _, c := range w.schema.Collections {
		var fields []*expr.Node
		for _, out := range everything(c).Outputs {
			fields = append(fields, out.Expr)
		}
		w.fresh()
		if d := w.difference(c, fields); d != "" {
			w.t.Errorf("reading %s back: %s", c.Name, d)
		}
	}
}
