package migration

import (
	"context"

	"bedplate/store/driver"
)

func (m *Migrator) Adopt(ctx context.Context) ([]driver.Found, []string, error) { return nil, nil, nil }
