package engine

import (
	"slices"

	"bedplate/query"
	"bedplate/value"
)

// inOrder sorts written records as their representation is asked for: by what
// they are now. It reads them once more for that, where there are several.
func (o *operation) inOrder(records [][]value.Value) ([][]value.Value, error) {
	if !o.represents() || len(o.op.Read.Keys) == 0 || len(records) < 2 {
		return records, nil
	}
	type placed struct{ record, keys []value.Value }
	all := make([]placed, len(records))
	o.collectLimits(o.in.Select)
	for i, record := range records {
		all[i] = placed{record, make([]value.Value, len(o.op.Read.Keys))}
		args, err := o.bind(o.op.Read.Binds, &at{key: keyOf(o.c, record)})
		if err != nil {
			return nil, err
		}
		err = o.tx.Read(o.ctx, o.op.Read.Prepared, args, func(row query.Row) error {
			for k, output := range o.op.Read.Keys {
				all[i].keys[k] = row.Value(output).Clone()
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(all, func(a, b placed) int { return compareBy(o.in.Select.Order, a.keys, b.keys) })
	out := make([][]value.Value, len(all))
	for i := range all {
		out[i] = all[i].record
	}
	return out, nil
}

// compareBy orders two records by their values of each key of a sort.
func compareBy(order []query.Order, a, b []value.Value) int {
	for i := range order {
		o := &order[i]
		switch {
		case a[i].IsNull() && b[i].IsNull():
			continue
		case a[i].IsNull() || b[i].IsNull():
			if a[i].IsNull() == o.NullsFirst {
				return -1
			}
			return 1
		}
		c := value.Compare(a[i], b[i])
		if o.Desc {
			c = -c
		}
		if c != 0 {
			return c
		}
	}
	return 0
}
