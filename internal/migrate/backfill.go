package migrate

import (
	"time"

	"bedplate/expr"
	"bedplate/schema"
	"bedplate/value"
)

// backfill gives the value that rows get which are there before the field is,
// or null and why there is none. It is one value for all rows: the time is the
// migration's, and a default that needs a caller gives nothing.
func backfill(f *schema.Field, now time.Time) (value.Value, string, error) {
	switch {
	case f.Set != schema.SetNever:
		return value.OfTime(now.UnixMicro()), "", nil
	case f.Default == nil || f.Default.Database != "":
		return value.Value{}, "has no default", nil
	case f.Default.Expr == nil:
		return f.Default.Value, "", nil
	}
	given, err := expr.Eval(f.Default.Expr, &expr.Scope{Facts: &expr.Caller{Time: now.UnixMicro()}})
	if err != nil || given.IsNull() {
		return value.Value{}, "its default gives nothing without a caller", err
	}
	return given, "", nil
}
