package planner

import (
	"bedplate/expr"
	"bedplate/internal/access"
)

// seen finds a written record by its key where the caller may read it.
func (t *Target) seen(in *access.Op) (*Read, error) {
	b := &builder{caps: t.Capabilities}
	root := everyField(in.Collection)
	may, err := b.hoist(in.Read)
	if err != nil {
		return nil, err
	}
	root.Where = expr.AndOf(b.keyEquals(in.Collection), may)
	return b.finish(root, nil, t.Prepare)
}
