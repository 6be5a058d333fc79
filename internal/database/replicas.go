package database

import (
	"context"

	"bedplate/fault"
	"bedplate/internal/config"
	"bedplate/store"
	"bedplate/store/driver"
)

// Replicas gives what a store is told of the copies of its database, which is open.
// They are opened by the store, when they can be reached.
func Replicas(d driver.Driver, s config.Store, o Options) ([]store.Replica, error) {
	if len(s.Replicas) == 0 {
		return nil, nil
	}
	if _, ok := d.(driver.Replicated); !ok {
		return nil, fault.Of(fault.Unsupported, "replicas", "replicas of %s cannot be read", d.Capabilities().Name).
			WithHint("remove replicas: from the store")
	}
	var out []store.Replica
	for _, c := range s.Replicas {
		k, err := kindOf(c)
		if err != nil {
			return nil, err
		}
		out = append(out, store.Replica{Name: c.String(), Open: func(ctx context.Context) (driver.Driver, error) {
			return k.open(ctx, c, o)
		}})
	}
	return out, nil
}
