package storage

import (
	"errors"
	"math"
	"math/bits"
	"regexp"
	"strconv"
	"strings"

	zombiezen "zombiezen.com/go/sqlite"

	"bedplate/expr"
	"bedplate/value"
)

// The functions that SQL has no exact words for. Each gives NULL where an
// argument is NULL, which stands for null or undefined.

type scalarFunc func(args []zombiezen.Value) (zombiezen.Value, error)

// Null is SQL's NULL.
var Null zombiezen.Value

var scalarFuncs = map[string]struct {
	args int
	f    scalarFunc
}{
	"bp_add":    {2, ints(addInt)},
	"bp_sub":    {2, ints(subInt)},
	"bp_mul":    {2, ints(mulInt)},
	"bp_div":    {2, ints(divInt)},
	"bp_mod":    {2, ints(modInt)},
	"bp_decadd": {4, decimals(addInt)},
	"bp_decsub": {4, decimals(subInt)},
	"bp_decmul": {2, ints(func(a, b int64) (int64, bool) { p, ok := mulInt(a, b); return p, ok && digits18(p) })},
	"bp_intkey": {2, func(a []zombiezen.Value) (zombiezen.Value, error) {
		return zombiezen.TextValue(IntKey(a[0].Int64(), a[1].Int())), nil
	}},
	"bp_floatkey": {1, func(a []zombiezen.Value) (zombiezen.Value, error) {
		return zombiezen.TextValue(floatKey(a[0].Float())), nil
	}},
	"bp_ends":         {2, texts(strings.HasSuffix)},
	"bp_like":         {2, texts(like)},
	"bp_member":       {2, memberFunc(memberJSON)},
	"bp_membertext":   {2, memberFunc(memberString)},
	"bp_membernumber": {2, memberFunc(memberNumber)},
	"bp_memberfloat":  {2, memberFunc(memberFloat)},
	"bp_memberbool":   {2, memberFunc(memberBool)},
	"bp_membersame":   {2, memberFunc(memberSame)},
	"bp_includes":     {2, includes},
	"bp_within":       {3, within},
	"bp_has":          {3, has},
	"bp_sum64":        {2, sum64},
	"bp_sumscaled":    {3, sumScaled},
	"bp_avgscaled":    {4, avgScaled},
	"bp_time":         {1, StoredTime},
	"bp_date":         {1, StoredDate},
	"bp_decimal":      {3, StoredDecimal},
	"bp_uuid":         {1, StoredUUID},
	"bp_json":         {1, StoredJSON},
}

// Failure keeps what a function of ours failed with. The library loses it: it
// gives the error's text as the function's result. A function that fails gives
// NULL, and whoever runs the statement looks here after each step.
type Failure struct{ Err error }

// Keep notes an error for whoever runs the statement. It always gives nil.
func (f *Failure) Keep(err error) error {
	if err != nil && f.Err == nil {
		f.Err = err
	}
	return nil
}

// Register adds our functions to a connection; what they fail with is kept
// in failed.
func Register(db *zombiezen.Conn, failed *Failure) error {
	for name, def := range scalarFuncs {
		f := def.f
		err := db.CreateFunction(name, &zombiezen.FunctionImpl{NArgs: def.args, Deterministic: true,
			Scalar: func(_ zombiezen.Context, args []zombiezen.Value) (zombiezen.Value, error) {
				for _, a := range args {
					if a.Type() == zombiezen.TypeNull {
						return Null, nil
					}
				}
				v, err := f(args)
				return v, failed.Keep(err)
			}})
		if err != nil {
			return err
		}
	}
	if err := db.CreateFunction("bp_matches", &zombiezen.FunctionImpl{NArgs: 2, Deterministic: true, Scalar: matches}); err != nil {
		return err
	}
	if err := registerSearch(db); err != nil {
		return err
	}
	return registerAggregates(db, failed)
}

func ints(f func(a, b int64) (int64, bool)) scalarFunc {
	return func(args []zombiezen.Value) (zombiezen.Value, error) {
		if r, ok := f(args[0].Int64(), args[1].Int64()); ok {
			return zombiezen.IntegerValue(r), nil
		}
		return Null, nil
	}
}

func addInt(a, b int64) (int64, bool) { s := a + b; return s, (s > a) == (b > 0) }
func subInt(a, b int64) (int64, bool) { d := a - b; return d, (d < a) == (b > 0) }

func mulInt(a, b int64) (int64, bool) {
	if a == 0 || b == 0 {
		return 0, true
	}
	p := a * b
	return p, p/b == a && !(a == -1 && b == math.MinInt64) && !(b == -1 && a == math.MinInt64)
}

func divInt(a, b int64) (int64, bool) {
	if b == 0 || a == math.MinInt64 && b == -1 {
		return 0, false
	}
	return a / b, true
}

func modInt(a, b int64) (int64, bool) {
	if b == 0 || a == math.MinInt64 && b == -1 {
		return 0, false
	}
	return a % b, true
}

// digits18 tells whether a decimal's digits are few enough to compute with.
func digits18(n int64) bool { return n > -1e18 && n < 1e18 }

// decimals brings two scaled integers to the larger scale before f.
func decimals(f func(a, b int64) (int64, bool)) scalarFunc {
	return func(args []zombiezen.Value) (zombiezen.Value, error) {
		sa, sb := args[1].Int(), args[3].Int()
		a, okA := shift(args[0].Int64(), max(sb-sa, 0))
		b, okB := shift(args[2].Int64(), max(sa-sb, 0))
		if r, ok := f(a, b); ok && okA && okB && digits18(r) {
			return zombiezen.IntegerValue(r), nil
		}
		return Null, nil
	}
}

// shift multiplies by 10^k where that fits.
func shift(n int64, k int) (int64, bool) {
	neg := n < 0
	u := uint64(n)
	if neg {
		u = -u
	}
	for range k {
		hi, lo := bits.Mul64(u, 10)
		if hi != 0 || lo > math.MaxInt64 {
			return 0, n == 0
		}
		u = lo
	}
	if neg {
		return -int64(u), true
	}
	return int64(u), true
}

// sum64 puts the sums of the upper and the lower halves of integers together:
// SQLite's own sum fails where it overflows on the way, though it would fit in
// the end.
func sum64(args []zombiezen.Value) (zombiezen.Value, error) {
	upper, low := args[0].Int64(), args[1].Int64()
	upper += low >> 32 // neither half can overflow before 2^31 rows
	if upper > math.MaxInt32 || upper < math.MinInt32 {
		return Null, ErrSum
	}
	return zombiezen.IntegerValue(upper<<32 | low&math.MaxUint32), nil
}

// ErrSum is that a sum does not fit.
var ErrSum = errors.New("a sum overflows")

// Bool gives a truth value as SQL has it.
func Bool(b bool) zombiezen.Value {
	if b {
		return zombiezen.IntegerValue(1)
	}
	return zombiezen.IntegerValue(0)
}

func texts(f func(a, b string) bool) scalarFunc {
	return func(args []zombiezen.Value) (zombiezen.Value, error) {
		return Bool(f(args[0].Text(), args[1].Text())), nil
	}
}

// matches keeps the compiled pattern with the statement while it is the same.
// A pattern outside the language's own subset matches nothing.
func matches(ctx zombiezen.Context, args []zombiezen.Value) (zombiezen.Value, error) {
	if args[0].Type() == zombiezen.TypeNull || args[1].Type() == zombiezen.TypeNull {
		return Null, nil
	}
	known := ctx.AuxData(1)
	re, _ := known.(*regexp.Regexp)
	if known == nil {
		pattern := args[1].Text()
		if expr.CheckPattern(pattern) == nil {
			re, _ = regexp.Compile(pattern)
		}
		ctx.SetAuxData(1, re)
	}
	return Bool(re != nil && re.MatchString(args[0].Text())), nil
}

// has tells whether a stored list holds an item; kinds whose JSON form differs
// from their storage form come here.
func has(args []zombiezen.Value) (zombiezen.Value, error) {
	var t value.Type
	if err := t.Elem.UnmarshalText([]byte(args[2].Text())); err != nil {
		return Null, err
	}
	t.Kind = value.List
	list, err := value.ParseJSON(t, []byte(args[0].Text()))
	if err != nil {
		return Null, err
	}
	items, err := list.Items(t.Element())
	if err != nil {
		return Null, err
	}
	want := args[1].Text()
	for _, item := range items {
		switch t.Elem {
		case value.Decimal:
			if DecimalKey(item) == want {
				return Bool(true), nil
			}
		case value.Time:
			if strconv.FormatInt(item.Micros(), 10) == want {
				return Bool(true), nil
			}
		default:
			if item.Raw() == want {
				return Bool(true), nil
			}
		}
	}
	return Bool(false), nil
}
