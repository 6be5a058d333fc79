package storage

import (
	"math"

	zombiezen "zombiezen.com/go/sqlite"
)

// registerSpreads adds the variance and its root, of populations and of samples.
func registerSpreads(db *zombiezen.Conn, failed *Failure) error {
	for name, s := range map[string]spread{"bp_variance": {}, "bp_variancesample": {sample: true},
		"bp_stddev": {root: true}, "bp_stddevsample": {root: true, sample: true}} {
		s.failed = failed
		err := db.CreateFunction(name, &zombiezen.FunctionImpl{NArgs: 2, Deterministic: true,
			MakeAggregate: func(zombiezen.Context) (zombiezen.AggregateFunction, error) {
				own := s
				return &own, nil
			}})
		if err != nil {
			return err
		}
	}
	return nil
}

// spread tells how far numbers lie apart. They are added to a mean that runs along, so
// that large ones lose no more than they must.
type spread struct {
	failed       *Failure
	sample, root bool
	count        float64
	mean, total  float64
}

// Step takes an integer scaled by the second argument, a float, or a number key.
func (s *spread) Step(_ zombiezen.Context, args []zombiezen.Value) error {
	var x float64
	switch args[0].Type() {
	case zombiezen.TypeNull:
		return nil
	case zombiezen.TypeText:
		v, ok := FromKey(args[0].Text(), 0)
		if !ok {
			return s.failed.Keep(misstored("a number"))
		}
		x, _ = v.Decimal().Float64()
	default:
		x = args[0].Float() / math.Pow10(args[1].Int())
	}
	s.count++
	d := x - s.mean
	s.mean += d / s.count
	s.total += d * (x - s.mean)
	return nil
}

// WindowInverse takes a number away again.
func (s *spread) WindowInverse(zombiezen.Context, []zombiezen.Value) error {
	return s.failed.Keep(misstored("a moving window"))
}

// WindowValue gives what there is so far.
func (s *spread) WindowValue(zombiezen.Context) (zombiezen.Value, error) {
	n := s.count
	if s.sample {
		n--
	}
	if s.count == 0 || n <= 0 {
		return Null, nil
	}
	out := s.total / n
	if s.root {
		out = math.Sqrt(out)
	}
	return zombiezen.FloatValue(out), nil
}

// Finalize has nothing to give back.
func (*spread) Finalize(zombiezen.Context) {}
