package config_test

import (
	"strings"
	"testing"

	"bedplate/fault"
	"bedplate/internal/config"
	"bedplate/schema"
)

// TestStores: which addresses there are, of which kind, and how they are shown
// and written to files.
func TestStores(t *testing.T) {
	t.Parallel()
	const secret = "s3cret"
	tests := []struct{ url, kind, shown, referring string }{
		{"sqlite:data/main.db", schema.SQLite, "sqlite:data/main.db", ""},
		{"postgres://h/d", schema.Postgres, "postgres://h/d", "postgres://h/d"},
		{"postgresql://u@h:5433/d?sslmode=disable", schema.Postgres, "postgresql://u@h:5433/d?sslmode=disable", "postgresql://u@h:5433/d?sslmode=disable"},
		{"postgres://u:s3cret@h/d", schema.Postgres, "postgres://u@h/d", "${DATABASE_URL}"},
		{"postgres:///d?host=/run/x", schema.Postgres, "postgres:///d?host=%2Frun%2Fx", "postgres:///d?host=/run/x"},
		{"postgres://u@h/d?password=s3cret", schema.Postgres, "postgres://u@h/d", "${DATABASE_URL}"},
		{"mysql://u:s3cret@h:3306/d", schema.MySQL, "mysql://u@h:3306/d", "${DATABASE_URL}"},
		{"mariadb://u@h/d", schema.MySQL, "mariadb://u@h/d", "mariadb://u@h/d"},
	}
	for _, test := range tests {
		s, err := config.ParseStore(test.url)
		if err != nil {
			t.Errorf("%s: %v", test.url, err)
			continue
		}
		if s.Kind != test.kind || s.String() != test.shown || strings.Contains(s.String(), secret) {
			t.Errorf("%s is %s, shown as %s", test.url, s.Kind, s)
		}
		if s.Remote() && s.Referring() != test.referring {
			t.Errorf("%s is written as %s", test.url, s.Referring())
		}
	}
	for _, url := range []string{
		"", "s3cret", "oracle://u:s3cret@h/d", "sqlite:", "sqlite://x", "sqlite:x?mode=ro",
		"postgres:d", "postgres://u:s3cret@/d", "postgres://u:s3cret@h", "postgres://u:s3cret@h/", "postgres://u:s3cret@h/d/e",
		"postgres://u:s3cret#x@h/d", "mysql://u:s3cret%@h/d", "mysql://u:s3cret@h/d#x", "mysql://u:s3cret@h:port/d",
	} {
		_, err := config.ParseStore(url)
		if fault.CodeOf(err) != fault.Value || strings.Contains(err.Error(), secret) {
			t.Errorf("%s: %v", url, err)
		}
	}
}
