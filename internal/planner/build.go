package planner

import (
	"slices"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/internal/access"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/plan"
)

// Prepare turns a plan into a store's own language.
type Prepare func(*plan.Read) (driver.Prepared, error)

// Target is what is planned for: one store, which keeps every collection of
// the request.
type Target struct {
	Capabilities driver.Capabilities
	Prepare      Prepare
	// Facts tell what a collection's table does by itself.
	Facts func(*schema.Collection) (driver.Facts, error)
}

// Build plans a granted request. A Granted that access did not make is refused.
func Build(g *access.Granted, t Target) (*Plan, error) {
	if !g.Valid() {
		return nil, fault.New(fault.Internal, "a request was not granted before it was planned")
	}
	ops := g.Ops()
	p := &Plan{Ops: make([]Op, len(ops))}
	for i := range ops {
		op, err := t.operation(&ops[i], &p.Mode, takenOf(ops, i))
		if err != nil && len(ops) > 1 {
			err = fault.InOperation(err, i)
		}
		if err != nil {
			return nil, err
		}
		p.Ops[i] = *op
		p.Writes = p.Writes || op.Kind != query.Read
	}
	p.Mode.Alone = p.Mode.Alone || len(ops) > 1
	if p.Writes && len(ops) > 1 && !t.Capabilities.Transactions {
		return nil, fault.New(fault.Unsupported, "%s has no transactions: one write a request", t.Capabilities.Name)
	}
	return p, nil
}

// takenOf lists the fields that later operations take of operation i's record.
func takenOf(ops []access.Op, i int) []int {
	var fields []int
	for n := i + 1; n < len(ops); n++ {
		for _, u := range ops[n].Uses {
			if u.Op == i {
				fields = append(fields, u.Field)
			}
		}
	}
	return fields
}

// operation plans one operation, of which later ones take some fields.
func (t *Target) operation(in *access.Op, mode *driver.Mode, taken []int) (*Op, error) {
	out := &Op{Kind: in.Kind, Collection: in.Collection}
	switch {
	case in.Kind == query.Read:
		return out, t.read(in, out, taken)
	case in.Kind == query.Act && !t.Capabilities.Transactions:
		return nil, fault.New(fault.Unsupported, "%s has no transactions: no action can be atomic", t.Capabilities.Name)
	case in.Kind == query.Act: // what it asks for is planned when it does
		mode.Serializable, mode.Alone = true, true
		return out, nil
	}
	facts, err := t.Facts(in.Collection)
	if err != nil {
		return nil, err
	}
	w := &Write{May: -1, Sees: -1, If: -1}
	out.Write = w
	w.statements(in)
	if in.Select != nil {
		if out.Read, err = t.representation(in); err != nil {
			return nil, err
		}
		if slices.ContainsFunc(in.Select.Outputs, func(o query.Output) bool { return o.Embed != nil && o.Embed.Inner }) {
			if out.Seen, err = t.seen(in); err != nil {
				return nil, err
			}
		}
	}
	var parts []*expr.Node
	if err := t.judgements(in, w, &parts); err != nil {
		return nil, err
	}
	if in.Kind != query.Create {
		if w.Choose, err = t.choose(in, w, parts); err != nil {
			return nil, err
		}
	}
	if facts.Reread {
		if w.Reread, err = t.reread(in.Collection); err != nil {
			return nil, err
		}
		if err := made(in, taken); err != nil {
			return nil, err
		}
	}
	mode.Alone = mode.Alone || facts.Alone ||
		!in.ByKey && (in.Kind == query.Update || in.Kind == query.Delete)
	mode.Serializable = mode.Serializable || w.readsOthers()
	return out, nil
}

// made refuses to take what the database made of a record that the caller may
// not be allowed to read.
func made(in *access.Op, taken []int) error {
	for _, f := range taken {
		if in.Select == nil && !in.Collection.IsKey(f) {
			name := in.Collection.Fields[f].Name
			return fault.Of(fault.Unsupported, name, "%s may be made by the database: it can be taken of a record that is answered with", name).
				WithHint("ask for the record: Prefer: return=representation")
		}
	}
	return nil
}

func (t *Target) read(in *access.Op, out *Op, taken []int) error {
	var err error
	if out.Read, err = t.list(in, 0, taken); err != nil {
		return err
	}
	for part := 1; part < out.Read.parts; part++ {
		rest, err := t.list(in, part, taken)
		if err != nil {
			return err
		}
		out.Rest = append(out.Rest, rest)
	}
	if in.Select.Count == query.NoCount {
		return nil
	}
	b := &builder{caps: t.Capabilities}
	root, groups, err := b.count(in.Select)
	if err != nil {
		return err
	}
	if out.Count, err = b.finish(root, nil, t.Prepare); err == nil {
		out.Count.Groups = groups
	}
	return err
}

// list reads one part of the rows of a Read; most have only the one.
func (t *Target) list(in *access.Op, part int, taken []int) (*Read, error) {
	b := &builder{caps: t.Capabilities}
	root, shape, err := b.selection(in.Select, nil, in.ByKey)
	if err != nil {
		return nil, err
	}
	keys, parts, err := b.keyset(root, in.Select, part)
	if err != nil {
		return nil, err
	}
	tag := tagged(root, in)
	held := takenFrom(root, taken)
	read, err := b.finish(root, shape, t.Prepare)
	if err == nil {
		read.Keys, read.Tag, read.parts, read.Taken = keys, tag, parts, held
		read.Apart = keys != nil && apart(root, in.Select)
	}
	return read, err
}

// takenFrom adds what later operations take to the outputs.
func takenFrom(r *plan.Read, fields []int) []int {
	if len(fields) == 0 {
		return nil
	}
	held := make([]int, len(r.From.Fields))
	for f := range held {
		if held[f] = -1; slices.Contains(fields, f) {
			held[f] = outputOf(r, fieldOf(r.From, f))
		}
	}
	return held
}

// tagged adds what a record's tag is made of to the outputs, behind the
// shape's own.
func tagged(r *plan.Read, in *access.Op) []int {
	if !in.Tagged || r.Group || in.Kind == query.Read && !in.ByKey {
		return nil
	}
	tag := make([]int, len(r.From.Stored()))
	for i := range tag {
		tag[i] = outputOf(r, fieldOf(r.From, i))
	}
	return tag
}

// representation reads one written record back by its key, as far as the
// caller may see it.
func (t *Target) representation(in *access.Op) (*Read, error) {
	b := &builder{caps: t.Capabilities}
	root, shape, err := b.selection(in.Select, nil, true)
	if err != nil {
		return nil, err
	}
	if root.Group { // each record is read by itself
		return nil, fault.Of(fault.Unsupported, "select", "the records that a write answers with cannot be counted or summed").
			WithHint("send Prefer: count=exact, or read them by a request of its own")
	}
	root.Where = expr.AndOf(b.keyEquals(in.Collection), root.Where)
	keys, err := b.sortedBy(root, in.Select)
	if err != nil {
		return nil, err
	}
	tag := tagged(root, in)
	read, err := b.finish(root, shape, t.Prepare)
	if err == nil {
		read.Keys, read.Tag = keys, tag
	}
	return read, err
}

// sortedBy adds what written records are sorted by to the outputs of the read
// of one.
func (b *builder) sortedBy(r *plan.Read, sel *query.Select) ([]int, error) {
	var keys []int
	for _, o := range sel.Order {
		e, err := b.hoist(o.Expr)
		if err != nil {
			return nil, err
		}
		keys = append(keys, outputOf(r, e))
	}
	return keys, nil
}

// reread reads every stored field of a record by its key.
func (t *Target) reread(c *schema.Collection) (*Read, error) {
	b := &builder{caps: t.Capabilities}
	root := everyField(c)
	root.Where = b.keyEquals(c)
	return b.finish(root, nil, t.Prepare)
}

// choose reads the records that a write touches.
func (t *Target) choose(in *access.Op, w *Write, parts []*expr.Node) (*Read, error) {
	c := in.Collection
	b := &builder{caps: t.Capabilities}
	root := everyField(c)
	root.Lock = true
	outputs := []*expr.Node{}
	where := in.Chosen
	if in.Kind == query.Upsert {
		where = nil
		if in.Read != nil {
			w.Sees = len(root.Outputs) + len(outputs)
			outputs = append(outputs, in.Read)
		}
		if in.Where != nil {
			w.If = len(root.Outputs) + len(outputs)
			outputs = append(outputs, in.Where)
		}
	}
	if in.May != nil {
		w.May = len(root.Outputs) + len(outputs)
		outputs = append(outputs, in.May)
	}
	w.Parts = len(root.Outputs) + len(outputs)
	for _, n := range append(outputs, parts...) {
		e, err := b.hoist(n)
		if err != nil {
			return nil, err
		}
		root.Outputs = append(root.Outputs, plan.Output{Expr: e})
	}
	var err error
	if root.Where, err = b.hoist(where); err != nil {
		return nil, err
	}
	if in.Kind == query.Upsert {
		root.Where = b.rowEquals(c, conflictFields(c, in.Conflict))
	}
	return b.finish(root, nil, t.Prepare)
}

// statements makes the writes by key that the operation runs.
func (w *Write) statements(in *access.Op) {
	c := in.Collection
	switch in.Kind {
	case query.Create, query.Upsert:
		w.Insert = InsertOf(c, func(f int) bool { return slices.Contains(in.Fields, f) })
	case query.Delete:
		w.Remove = &plan.Delete{From: c}
	}
	var changed []int
	for _, ch := range in.Changes {
		changed = append(changed, ch.Field)
	}
	if in.Kind == query.Upsert {
		changed = slices.Clone(in.Fields)
	}
	if len(changed) > 0 {
		w.Set = UpdateOf(c, changed)
	}
}

// InsertOf makes the insertion of a record whose given fields a caller named:
// what the database makes itself is left to it unless it is given.
func InsertOf(c *schema.Collection, given func(field int) bool) *plan.Insert {
	in := &plan.Insert{Into: c}
	for i, f := range c.Stored() {
		byDatabase := f.Identity || f.Default != nil && f.Default.Database != ""
		switch {
		case f.Generated || byDatabase && !given(i):
			in.Return = append(in.Return, i)
		default:
			in.Fields = append(in.Fields, i)
		}
	}
	return in
}

// UpdateOf makes the change of the given fields, with those that every change
// sets, in their order.
func UpdateOf(c *schema.Collection, fields []int) *plan.Update {
	up := &plan.Update{Of: c}
	for i, f := range c.Stored() {
		if f.Set == schema.SetWrite || slices.Contains(fields, i) {
			up.Fields = append(up.Fields, i)
		}
	}
	return up
}

// keyEquals finds the record at hand.
func (b *builder) keyEquals(c *schema.Collection) *expr.Node {
	tests := make([]*expr.Node, len(c.Key))
	for i, k := range c.Key {
		key := b.bindNode(Bind{Source: FromKey, Index: i, Type: c.Fields[k].Type})
		tests[i] = expr.TestOf(expr.Eq, fieldOf(c, k), key)
	}
	return expr.AndOf(tests...)
}

// rowEquals finds the record whose fields equal the row's at hand.
func (b *builder) rowEquals(c *schema.Collection, fields []int) *expr.Node {
	tests := make([]*expr.Node, len(fields))
	for i, f := range fields {
		v := b.bindNode(Bind{Source: FromRow, Index: f, Type: c.Fields[f].Type})
		tests[i] = expr.TestOf(expr.Eq, fieldOf(c, f), v)
	}
	return expr.AndOf(tests...)
}

func conflictFields(c *schema.Collection, conflict *query.Conflict) []int {
	if conflict == nil || len(conflict.Fields) == 0 {
		return c.Key
	}
	return conflict.Fields
}

func everyField(c *schema.Collection) *plan.Read {
	r := &plan.Read{From: c, Limit: plan.None, Offset: plan.None,
		Outputs: make([]plan.Output, len(c.Stored()))}
	for i := range c.Stored() {
		r.Outputs[i].Expr = fieldOf(c, i)
	}
	return r
}

// Lookup plans a read of every stored field of the records whose given fields
// equal the row's at hand, in the order of their key and at most limit (the
// operation's first limit) of them. The engine uses it for what it does on its
// own account: cascades, and finding which reference is broken. Its rows reach
// no caller.
func Lookup(t Target, c *schema.Collection, fields []int) (*Read, error) {
	b := &builder{caps: t.Capabilities}
	root := everyField(c)
	root.Lock = true
	root.Where = b.rowEquals(c, fields)
	if err := b.order(root, &query.Select{}); err != nil {
		return nil, err
	}
	root.Limit = b.bind(Bind{Source: FromLimit, Type: intType})
	return b.finish(root, nil, t.Prepare)
}
