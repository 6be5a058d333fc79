package mem

import (
	"context"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/value"
)

// tx is a transaction over a state of its own.
type tx struct{ state state }

// Read sees the transaction's own writes.
func (t *tx) Read(ctx context.Context, p driver.Prepared, args []value.Value, visit driver.Visit) error {
	// visit may write while the rows are still coming: it writes to a copy.
	st := t.state
	t.state = st.clone()
	return read(ctx, st, p, args, visit)
}

// Insert adds a row. A statement that fails changes nothing.
func (t *tx) Insert(ctx context.Context, in *plan.Insert, values []value.Value) ([]value.Value, error) {
	if err := t.writable(ctx, in.Into); err != nil {
		return nil, err
	}
	if len(values) != len(in.Fields) {
		return nil, fault.New(fault.Internal, "insert into %s has %d values for %d fields", in.Into.Name, len(values), len(in.Fields))
	}
	tab := t.state.change(in.Into)
	fresh, err := newRow(tab, in.Fields, values)
	if err != nil {
		return nil, err
	}
	if err := checkRow(tab, fresh, -1); err != nil {
		return nil, err
	}
	before := tab.rows
	tab.rows = append(tab.rows, fresh)
	if err := checkReferences(t.state, in.Into, fresh, nil); err != nil {
		tab.rows = before
		return nil, err
	}
	return fresh.pick(in.Return), nil
}

// Update changes the record with the key that ends args.
func (t *tx) Update(ctx context.Context, up *plan.Update, args []value.Value) (bool, error) {
	if err := t.writable(ctx, up.Of); err != nil {
		return false, err
	}
	if len(args) != len(up.Fields)+len(up.Of.Key) {
		return false, fault.New(fault.Internal, "update of %s has %d arguments for %d fields and %d of the key",
			up.Of.Name, len(args), len(up.Fields), len(up.Of.Key))
	}
	tab := t.state.change(up.Of)
	at := tab.find(up.Of.Key, args[len(up.Fields):])
	if at < 0 {
		return false, nil
	}
	old := tab.rows[at]
	fresh := append(row(nil), old...)
	for i, f := range up.Fields {
		v, err := accept(up.Of.Fields[f], args[i])
		if err != nil {
			return false, err
		}
		fresh[f] = v
	}
	if err := checkRow(tab, fresh, at); err != nil {
		return false, err
	}
	tab.rows[at] = fresh
	if err := checkReferences(t.state, up.Of, fresh, old); err != nil {
		tab.rows[at] = old
		return false, err
	}
	return true, nil
}

// Delete removes the record with a key.
func (t *tx) Delete(ctx context.Context, del *plan.Delete, key []value.Value) (bool, error) {
	if err := t.writable(ctx, del.From); err != nil {
		return false, err
	}
	if len(key) != len(del.From.Key) {
		return false, fault.New(fault.Internal, "deletion from %s has %d values for a key of %d", del.From.Name, len(key), len(del.From.Key))
	}
	tab := t.state.change(del.From)
	at := tab.find(del.From.Key, key)
	if at < 0 {
		return false, nil
	}
	before, old := tab.rows, tab.rows[at]
	tab.rows = append(append([]row(nil), before[:at]...), before[at+1:]...)
	if err := checkReferences(t.state, del.From, nil, old); err != nil {
		tab.rows = before
		return false, err
	}
	return true, nil
}

// writable refuses what cannot be written at all.
func (t *tx) writable(ctx context.Context, c *schema.Collection) error {
	if err := interrupted(ctx); err != nil {
		return err
	}
	if err := known(t.state, c); err != nil {
		return err
	}
	if c.View {
		return fault.Of(fault.ReadOnly, c.Name, "%s is a view and cannot be written", c.Name)
	}
	return nil
}

// known refuses a collection of another schema.
func known(st state, c *schema.Collection) error {
	if t := st[c.Name]; t == nil || t.of != c {
		return fault.Of(fault.SchemaChanged, c.Name, "the plan's %s is not of this database's schema", c.Name)
	}
	return nil
}
