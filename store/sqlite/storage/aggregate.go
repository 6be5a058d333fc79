package storage

import (
	"math/big"
	"strings"

	"github.com/shopspring/decimal"
	zombiezen "zombiezen.com/go/sqlite"
)

// registerAggregates adds the exact sum and the average of number keys.
func registerAggregates(db *zombiezen.Conn, failed *Failure) error {
	for name, mean := range map[string]bool{"bp_sum": false, "bp_avg": true} {
		err := db.CreateFunction(name, &zombiezen.FunctionImpl{NArgs: 1, Deterministic: true,
			MakeAggregate: func(zombiezen.Context) (zombiezen.AggregateFunction, error) {
				return &keySum{failed: failed, mean: mean}, nil
			}})
		if err != nil {
			return err
		}
	}
	return registerSpreads(db, failed)
}

// keySum adds number keys up exactly.
type keySum struct {
	failed *Failure
	mean   bool
	count  int64
	sum    decimal.Decimal
}

func (k *keySum) Step(_ zombiezen.Context, args []zombiezen.Value) error { return k.add(args, 1) }

func (k *keySum) WindowInverse(_ zombiezen.Context, args []zombiezen.Value) error {
	return k.add(args, -1)
}

func (k *keySum) add(args []zombiezen.Value, times int64) error {
	if args[0].Type() == zombiezen.TypeNull {
		return nil
	}
	v, ok := FromKey(args[0].Text(), 0)
	if !ok {
		return k.failed.Keep(misstored("a number"))
	}
	k.count += times
	k.sum = k.sum.Add(v.Decimal().Mul(decimal.NewFromInt(times)))
	return nil
}

func (k *keySum) WindowValue(zombiezen.Context) (zombiezen.Value, error) {
	if k.count == 0 {
		return Null, nil
	}
	if k.mean {
		mean := new(big.Rat).Quo(k.sum.Rat(), new(big.Rat).SetInt64(k.count))
		f, _ := mean.Float64()
		return zombiezen.FloatValue(f), nil
	}
	digits, negative := strings.CutPrefix(k.sum.Coefficient().String(), "-")
	return zombiezen.TextValue(string(appendKey(nil, negative, digits, -int(k.sum.Exponent())))), nil
}

func (*keySum) Finalize(zombiezen.Context) {}

// halves gives the sum of integers whose upper and lower halves were summed.
func halves(args []zombiezen.Value) *big.Int {
	upper := new(big.Int).Lsh(big.NewInt(args[0].Int64()), 32)
	return upper.Add(upper, big.NewInt(args[1].Int64()))
}

func sumScaled(args []zombiezen.Value) (zombiezen.Value, error) {
	digits, negative := strings.CutPrefix(halves(args).String(), "-")
	return zombiezen.TextValue(string(appendKey(nil, negative, digits, args[2].Int()))), nil
}

func avgScaled(args []zombiezen.Value) (zombiezen.Value, error) {
	unit := new(big.Int).Exp(big.NewInt(10), big.NewInt(args[2].Int64()), nil)
	mean := new(big.Rat).SetFrac(halves(args), unit.Mul(unit, big.NewInt(args[3].Int64())))
	f, _ := mean.Float64()
	return zombiezen.FloatValue(f), nil
}
