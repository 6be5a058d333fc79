package engine_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"bedplate/fault"
	"bedplate/internal/engine"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/value"
)

// TestWritesTouchAndShowOnlyWhatIsAllowed makes random writes, undone each
// time: what they changed must be what filter and rules allow, as the evaluator
// judges them over the raw rows, and no marker of a cell that the caller may
// see neither before nor after may stand in the answer or in the error.
func TestWritesTouchAndShowOnlyWhatIsAllowed(t *testing.T) {
	forEachWorld(t, func(t *testing.T, r *rand.Rand, w *world, e *engine.Engine, changes *[]engine.Change) {
		for range requestsPerWorld {
			a := newWriting(r, w)
			for _, i := range r.Perm(len(callers)) {
				a.try(t, w, callers[i], e, changes)
			}
		}
	})
}

// writing is a random write.
type writing struct {
	op    query.Operation
	where string
	show  *asking
	row   []value.Value // of an update or a new record, by op.Fields
}

// newWriting makes one that may meet the rows there are.
func newWriting(r *rand.Rand, w *world) *writing {
	c := w.schema.Collection(oneOf(r, []string{"people", "posts", "comments"}))
	a := &writing{op: query.Operation{Kind: oneOf(r, []query.Kind{query.Create, query.Update, query.Update, query.Delete, query.Upsert}), Collection: c}}
	a.fields(r, w)
	switch a.op.Kind {
	case query.Create, query.Upsert:
		a.op.Rows = [][]value.Value{a.row}
		if a.op.Kind == query.Upsert {
			a.op.Conflict = &query.Conflict{Ignore: r.IntN(4) == 0}
			if slug := c.Field("slug"); slug != nil && slices.Contains(a.op.Fields, slug.Index) && r.IntN(2) == 0 {
				a.op.Conflict.Fields = []int{slug.Index}
			}
		}
	case query.Update, query.Delete:
		a.where = condition(r, 1, atoms[c.Name])
		if a.op.ByKey = r.IntN(2) == 0; a.op.ByKey {
			a.where = "id == " + oneOf(r, w.rows[c.Name])[0].String()
		}
		if a.op.Kind == query.Update {
			for i, f := range a.op.Fields {
				a.op.Changes = append(a.op.Changes, query.Change{Field: f, Value: a.row[i]})
			}
		}
		a.op.Fields = nil
	}
	if r.IntN(3) > 0 {
		a.show = newAsking(r, c.Name, 1)
		a.show.where, a.show.order, a.show.limit, a.show.offset = "", nil, query.Unlimited, 0
		for i := range a.show.embeds {
			a.show.embeds[i].inner = false
		}
	}
	return a
}

// fields chooses what is written, and values of other rows to meet them.
func (a *writing) fields(r *rand.Rand, w *world) {
	c := a.op.Collection
	for i, f := range c.Stored() {
		isNew := a.op.Kind == query.Create || a.op.Kind == query.Upsert
		if !isNew && r.IntN(2) == 0 {
			continue // few fields: a change that is allowed
		}
		if c.IsKey(i) && !isNew || !c.IsKey(i) && r.IntN(3) == 0 {
			continue
		}
		v := oneOf(r, w.rows[c.Name])[i]
		if c.IsKey(i) && a.op.Kind == query.Create && r.IntN(4) > 0 {
			v = value.OfInt(900_000 + int64(r.IntN(1000)))
		}
		if f.Name == "slug" && a.op.Kind != query.Upsert && r.IntN(2) == 0 {
			v = value.OfText(fmt.Sprint("n", r.IntN(1000)))
		}
		a.op.Fields, a.row = append(a.op.Fields, i), append(a.row, v)
	}
}

// try makes the write as p, and undoes it.
func (a *writing) try(t *testing.T, w *world, p *query.Principal, e *engine.Engine, changes *[]engine.Change) {
	t.Helper()
	op := a.op
	var err error
	if op.Where, err = parseWhere(op.Collection, a.where); err != nil {
		t.Fatal(err)
	}
	if a.show != nil {
		if op.Select, err = a.show.build(w.schema, func(*schema.Field) bool { return false }); err != nil {
			t.Fatal(err)
		}
	}
	*changes = nil
	shown := &page{}
	_, err = e.Do(context.Background(), p, &query.Request{Schema: w.schema, Ops: []query.Operation{op}, Rollback: true}, shown)
	after := w
	if err == nil {
		after = w.after(*changes)
		a.judge(t, w, after, p, *changes)
		if len(*changes) > 0 && (op.Kind == query.Create || op.Kind == query.Upsert) && e.Rights(p, query.Source{}).Barred(op.Collection, op.Kind) {
			t.Fatalf("%v is barred from what it made\n%s\n%+v", p, w.files, a)
		}
	} else if code := fault.CodeOf(err); code == fault.Internal {
		t.Fatalf("%v: %v\n%s\n%+v", p, err, w.files, a)
	}
	known := map[string]bool{}
	w.seenBy(p).markers(known)
	after.seenBy(p).markers(known)
	for _, v := range a.row {
		known[strings.TrimPrefix(v.String(), "m")] = true
	}
	for _, m := range marker.FindAllString(a.where, -1) {
		known[m] = true
	}
	answer := strings.Join(shown.rows, "\n")
	if err != nil {
		answer = told(fault.As(err)) // nothing else leaves the door
	}
	for _, m := range marker.FindAllString(answer, -1) {
		if !known[m] {
			t.Fatalf("%v learns %s from\n%s\n%s\n%+v", p, m, answer, w.files, a)
		}
	}
	a.judgeByKey(t, w, p, err)
}

var marker = regexp.MustCompile(`7\d{5}`)

// told is what a client learns of an error.
func told(err *fault.Error) string {
	var b strings.Builder
	for _, e := range err.All() {
		fmt.Fprintln(&b, e.Code, e.Field, e.Message, e.Detail, e.Hint, e.Constraint)
	}
	return b.String()
}

// judge holds the changes of a write that succeeded to the rules.
func (a *writing) judge(t *testing.T, w, after *world, p *query.Principal, changes []engine.Change) {
	t.Helper()
	c := a.op.Collection
	touched := map[string]bool{}
	for _, ch := range changes {
		if ch.Collection != c {
			continue // a cascade's
		}
		allowed := false
		switch ch.Kind {
		case query.Create:
			allowed = after.holds(c.Rules.Create, p, c, ch.New, nil)
		case query.Update:
			allowed = w.holds(c.Rules.Read, p, c, ch.Old, nil) && w.holds(c.Rules.Update, p, c, ch.Old, ch.Old) &&
				after.holds(c.Rules.Update, p, c, ch.New, ch.Old)
		case query.Delete:
			allowed = w.holds(c.Rules.Read, p, c, ch.Old, nil) && w.holds(c.Rules.Delete, p, c, ch.Old, nil)
		}
		if !allowed {
			t.Fatalf("%v was allowed to change %v to %v\n%s\n%+v", p, ch.Old, ch.New, w.files, a)
		}
		if ch.Old != nil {
			touched[ch.Old[0].String()] = true
		}
	}
	if a.op.Kind != query.Update && a.op.Kind != query.Delete {
		return
	}
	where, err := parseWhere(c, a.where)
	if err != nil {
		t.Fatal(err)
	}
	rule := c.Rules.Update
	if a.op.Kind == query.Delete {
		rule = c.Rules.Delete
	}
	left := w.seenBy(p)
	for _, row := range w.rows[c.Name] {
		i := slices.IndexFunc(left.rows[c.Name], func(seen []value.Value) bool { return value.Equal(seen[0], row[0]) })
		chosen := i >= 0 && (a.op.Kind == query.Delete || len(a.op.Changes) > 0) && left.holds(where, p, c, left.rows[c.Name][i], nil) && w.holds(rule, p, c, row, row)
		if chosen != touched[row[0].String()] {
			t.Fatalf("%v changes %v: %v, and should: %v\n%s\n%+v", p, row, !chosen, chosen, w.files, a)
		}
	}
}

// judgeByKey holds the answer to a write by key to what the caller may know of
// the record.
func (a *writing) judgeByKey(t *testing.T, w *world, p *query.Principal, err error) {
	t.Helper()
	if !a.op.ByKey {
		return
	}
	c := a.op.Collection
	key := strings.TrimPrefix(a.where, "id == ")
	i := slices.IndexFunc(w.rows[c.Name], func(row []value.Value) bool { return row[0].String() == key })
	readable := w.holds(c.Rules.Read, p, c, w.rows[c.Name][i], nil)
	switch code := fault.CodeOf(err); {
	case !readable && (code == "" || code == fault.Unique || code == fault.Check):
		t.Fatalf("%v cannot read the record and gets %v\n%s\n%+v", p, err, w.files, a)
	case readable && code == fault.NotFound:
		t.Fatalf("%v can read the record and gets %v\n%s\n%+v", p, err, w.files, a)
	}
}
