package engine

import (
	"strings"
	"sync"

	"bedplate/fault"
	"bedplate/internal/planner"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/plan"
	"bedplate/value"
)

// delete removes the chosen records and, before each, what its references
// demand: the engine performs cascades itself, so that every record passes the
// seams and every store does the same.
func (o *operation) delete() error {
	if o.in.Where == nil && !o.in.All {
		return o.unfiltered()
	}
	rows, err := o.choose()
	if err != nil {
		return err
	}
	if err := o.limit(len(rows)); err != nil {
		return err
	}
	for i := range rows {
		rows[i] = rows[i][:len(o.c.Stored())]
	}
	shown, err := o.inOrder(rows)
	if err != nil {
		return err
	}
	for _, row := range shown {
		if err := o.represent(row); err != nil {
			return err
		}
	}
	r := &removal{writer: o.writer, gone: map[string]bool{}, doomed: make(map[string]bool, len(rows))}
	for _, row := range rows {
		r.doomed[identity(o.c, row)] = true
	}
	for _, row := range rows {
		if err := r.remove(o.c, row); err != nil {
			return err
		}
	}
	o.wrote(rows)
	return nil
}

// removal is the deletion of records with all that hangs on them.
type removal struct {
	*writer
	doomed map[string]bool // what the request itself deletes, by collection and key
	gone   map[string]bool // what is removed or being removed
	deep   int
}

// maxCascade bounds how far one deletion reaches from record to record.
const maxCascade = 5000

// cascadeBatch is how many referring records are read at once.
const cascadeBatch = 500

func identity(c *schema.Collection, row []value.Value) string {
	return c.Name + "\x00" + tuple(row, c.Key)
}

func (r *removal) remove(c *schema.Collection, row []value.Value) error {
	id := identity(c, row)
	if r.gone[id] {
		return nil
	}
	r.gone[id] = true
	if r.deep++; r.deep > maxCascade {
		return fault.Of(fault.TooComplex, c.Name, "the deletion reaches through more than %d records in a row", maxCascade)
	}
	defer func() { r.deep-- }()
	for _, ref := range c.Referrers {
		if ref.Unchecked || ref.From.View || anyNull(row, ref.Target) {
			continue
		}
		if err := r.release(ref, row); err != nil {
			return err
		}
	}
	found, err := r.tx.Delete(r.ctx, &plan.Delete{From: c}, keyOf(c, row))
	if err != nil {
		return restricted(err, c)
	}
	if found {
		r.changed(query.Delete, c, row, nil)
	}
	return nil
}

// release does what a reference demands of the records that refer to row. It
// reads them in batches: each round changes what the next one would find.
func (r *removal) release(ref *schema.Ref, row []value.Value) error {
	if ref.OnDelete == schema.Restrict {
		return r.restrict(ref, row)
	}
	like := referring(ref, row)
	for {
		batch, err := r.lookup(ref.From, ref.Columns, like, cascadeBatch)
		if err != nil {
			return err
		}
		progress := false
		for _, child := range batch {
			if r.gone[identity(ref.From, child)] {
				// A circle: the child goes too, further up. Loosen it where it
				// can be, or leave it to the database to refuse.
				if identity(ref.From, child) != identity(ref.To, row) && nullable(ref) {
					if err := r.loosen(ref, child, false); err != nil {
						return err
					}
					progress = true
				}
				continue
			}
			if err := r.spend(ref.From, 1); err != nil {
				return err
			}
			if ref.OnDelete == schema.SetNull {
				err = r.loosen(ref, child, true)
			} else {
				err = r.remove(ref.From, child)
			}
			if err != nil {
				return err
			}
			progress = true
		}
		if len(batch) < cascadeBatch || !progress {
			return nil
		}
	}
}

// restrict refuses a deletion while others refer to the record, and says by
// which reference. Those that the request deletes as well go first.
func (r *removal) restrict(ref *schema.Ref, row []value.Value) error {
	like := referring(ref, row)
	for {
		batch, err := r.lookup(ref.From, ref.Columns, like, cascadeBatch)
		if err != nil {
			return err
		}
		progress := false
		for _, child := range batch {
			id := identity(ref.From, child)
			switch {
			case r.gone[id]:
				continue
			case !r.doomed[id]:
				return stillReferenced(ref)
			}
			if err := r.remove(ref.From, child); err != nil {
				return err
			}
			progress = true
		}
		if len(batch) < cascadeBatch || !progress {
			return nil
		}
	}
}

// referring gives the fields that a record has which refers to row.
func referring(ref *schema.Ref, row []value.Value) []value.Value {
	like := make([]value.Value, len(ref.From.Stored()))
	for i, col := range ref.Columns {
		like[col] = row[ref.Target[i]]
	}
	return like
}

// loosen sets a reference to null. The change is a change like any other where
// it is the end of it, and no event of its own where the record goes as well.
func (r *removal) loosen(ref *schema.Ref, child []value.Value, event bool) error {
	if !nullable(ref) {
		return stillReferenced(ref)
	}
	up := planner.UpdateOf(ref.From, ref.Columns)
	fresh := append([]value.Value(nil), child...)
	for _, col := range ref.Columns {
		fresh[col] = value.Value{}
	}
	args := make([]value.Value, 0, len(up.Fields)+len(ref.From.Key))
	for _, f := range up.Fields {
		if ref.From.Fields[f].Set == schema.SetWrite {
			fresh[f] = r.now
		}
		args = append(args, fresh[f])
	}
	args = append(args, keyOf(ref.From, child)...)
	if _, err := r.tx.Update(r.ctx, up, args); err != nil {
		return err
	}
	if event {
		r.changed(query.Update, ref.From, child, fresh)
	}
	return nil
}

func nullable(ref *schema.Ref) bool {
	for _, col := range ref.Columns {
		if ref.From.Fields[col].Required || ref.From.IsKey(col) {
			return false
		}
	}
	return true
}

func stillReferenced(ref *schema.Ref) error {
	e := fault.Of(fault.Reference, ref.To.Fields[ref.Target[0]].Name,
		"update or delete on table %q violates foreign key constraint %q on table %q", ref.To.Name, ref.Name, ref.From.Name).
		WithDetail("%s still refers to it", ref.From.Name)
	e.Constraint = ref.Name
	return e
}

// restricted names the collection where the database refused a deletion.
func restricted(err error, c *schema.Collection) error {
	f := fault.As(err)
	if f.Code != fault.Reference || f.Field != "" {
		return err
	}
	return fault.Of(fault.Reference, c.Name, "a record of %s is still referred to", c.Name)
}

func brokenRef(ref *schema.Ref, fresh []value.Value) *fault.Error {
	var names, values []string
	for _, col := range ref.Columns {
		names = append(names, ref.From.Fields[col].Column)
		values = append(values, string(fresh[col].AppendText(nil)))
	}
	e := fault.Of(fault.Reference, ref.From.Fields[ref.Columns[0]].Name,
		"insert or update on table %q violates foreign key constraint %q", ref.From.Name, ref.Name).
		WithDetail("Key (%s)=(%s) is not present in table %q", strings.Join(names, ", "), strings.Join(values, ", "), ref.To.Name)
	e.Constraint = ref.Name
	return e
}

// innerPlans are the lookups that the engine makes on its own account, by
// collection and fields: a handful for a schema.
type innerPlans struct{ byFields sync.Map }

type innerKey struct {
	c      *schema.Collection
	fields string
}

func newInnerPlans() *innerPlans { return &innerPlans{} }

// lookup reads whole records whose fields equal those of like, limit at most.
func (w *writer) lookup(c *schema.Collection, fields []int, like []value.Value, limit int) ([][]value.Value, error) {
	key := innerKey{c, string(appendInts(nil, fields))}
	known, ok := w.engine.inner.byFields.Load(key)
	if !ok {
		st := w.engine.stores[c.Store]
		read, err := planner.Lookup(planner.Target{Capabilities: st.Capabilities(), Prepare: st.Prepare}, c, fields)
		if err != nil {
			return nil, err
		}
		known, _ = w.engine.inner.byFields.LoadOrStore(key, read)
	}
	w.limits = append(w.limits[:0], limits{limit: int64(limit)})
	return w.rowsOf(known.(*planner.Read), &at{row: like})
}
