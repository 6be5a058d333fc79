package grammar

import (
	"bedplate/fault"
	"bedplate/query"
	"bedplate/value"
)

// cast reads ::type behind a field, or behind an aggregate over it, where it
// stands there.
func (s *selecting) cast(out *query.Output, name string) error {
	if !s.take("::") {
		return nil
	}
	word, err := s.name()
	if err != nil {
		return err
	}
	from := value.Int // of a count
	switch {
	case out.Aggregate == query.Avg:
		from = value.Float
	case out.Aggregate != query.CountRows:
		from = out.Expr.Type.Kind
	}
	if out.Cast != "" { // ->> gives text
		from = value.Text
	}
	cast, known, fits := query.CastOf(word, from)
	switch {
	case !known:
		return fault.Of(fault.Unsupported, name, "the cast ::%s is not available", ValidText(word)).
			WithHint("cast to %s", query.CastNames)
	case !fits:
		return fault.Of(fault.Type, name, "%s is of type %s, which cannot be cast to %s", ValidText(name), from, cast)
	case out.Cast == "":
		out.Cast = cast
	case cast != "text":
		out.Cast += "::" + cast
	}
	return nil
}

// groupable refuses to group by a cast that makes one value of several: groups
// are of what is stored.
func (sel *selection) groupable() error {
	if !sel.folds() {
		return nil
	}
	for i := range sel.outputs {
		o := &sel.outputs[i]
		if o.Cast == "" || o.Aggregate != query.NoAggregate || query.Lossless(o.Cast, o.Expr.Type.Kind) {
			continue
		}
		return fault.Of(fault.Unsupported, o.Name, "records cannot be grouped by a cast, as by %s::%s", ValidText(o.Name), o.Cast).
			WithHint("group by the field itself")
	}
	return nil
}

// unfold takes away a cast of what an aggregate folds, where it changes
// nothing: stores fold what they keep.
func unfold(out *query.Output, agg query.Aggregate, word string) error {
	kind := out.Expr.Type.Kind
	switch {
	case out.Cast == "", agg == query.CountRows, out.Cast != "float4" && query.CastType(out.Cast, out.Expr.Type).Kind == kind:
		out.Cast = ""
		return nil
	}
	name := ValidText(out.Name)
	return fault.Of(fault.Unsupported, out.Name, "%s() folds values as they are kept, and %s is of type %s", word, name, kind).
		WithHint("cast the result, as in %s.%s()::text", name, word)
}
