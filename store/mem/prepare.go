package mem

import (
	"fmt"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/plan"
)

// prepared is the plan itself.
type prepared struct{ read *plan.Read }

// Statement names what is read; there is no other text.
func (p *prepared) Statement() string {
	return fmt.Sprintf("scan %s, %d outputs", p.read.From.Name, len(p.read.Outputs))
}

// prepare refuses a plan that is not well formed or about another schema.
func prepare(s *schema.Schema, r *plan.Read) (driver.Prepared, error) {
	if err := wellFormed(s, r, len(r.Binds)); err != nil {
		return nil, err
	}
	return &prepared{r}, nil
}

func wellFormed(s *schema.Schema, r *plan.Read, binds int) error {
	if s.Collection(r.From.Name) != r.From {
		return fault.Of(fault.SchemaChanged, r.From.Name, "the plan's %s is not of this database's schema", r.From.Name)
	}
	for _, bind := range []int{r.Limit, r.Offset} {
		if bind != plan.None && (bind < 0 || bind >= binds) {
			return fault.New(fault.Internal, "a plan over %s limits by argument %d of %d", r.From.Name, bind, binds)
		}
	}
	for i, out := range r.Outputs {
		if out.Nested != nil {
			if out.Nested.Rel == nil {
				return fault.New(fault.Internal, "a read nested in %s has no relation", r.From.Name)
			}
			if err := wellFormed(s, out.Nested, binds); err != nil {
				return err
			}
		} else if out.Expr == nil && out.Aggregate != plan.CountRows {
			return fault.New(fault.Internal, "output %d of a plan over %s has no source", i, r.From.Name)
		}
	}
	return nil
}
