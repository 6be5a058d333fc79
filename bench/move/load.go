//go:build linux

package main

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"

	"bedplate/bench/remote"
)

// target is the database that rows are moved to.
type target struct {
	*remote.Server
	database string
	file     string // that the rows are loaded from
}

func newTarget(address, dir string) (*target, error) {
	on, err := remote.Parse(address)
	if err != nil {
		return nil, err
	}
	return &target{on, fmt.Sprintf("bedplate_move_%d", os.Getpid()), filepath.Join(dir, "rows")}, nil
}

// empty makes the database anew.
func (t *target) empty(ctx context.Context) error {
	if err := t.Drop(ctx, t.database); err != nil {
		return err
	}
	return t.Create(ctx, t.database)
}

// loadName is what the server calls its bulk load.
func (t *target) loadName() string {
	if t.Kind == remote.Postgres {
		return "COPY"
	}
	return "LOAD DATA"
}

// load loads the rows that were moved into a table of the same form, as a dump is
// restored: indexes are made when all rows are there.
func (t *target) load(ctx context.Context) (time.Duration, error) {
	if t.Kind == remote.Postgres {
		return t.copy(ctx)
	}
	return t.loadData(ctx)
}

// copy has psql copy a file of text.
func (t *target) copy(ctx context.Context) (time.Duration, error) {
	if err := t.psql(ctx, `\copy orders TO '`+t.file+`'`); err != nil {
		return 0, err
	}
	if err := t.Do(ctx, t.database, "CREATE TABLE loaded (LIKE orders INCLUDING CONSTRAINTS)", "CHECKPOINT"); err != nil {
		return 0, err
	}
	begun := time.Now()
	if err := t.psql(ctx, `\copy loaded FROM '`+t.file+`'`); err != nil {
		return 0, err
	}
	err := t.Do(ctx, t.database, "ALTER TABLE loaded ADD PRIMARY KEY (id), ADD UNIQUE (number)", "CREATE INDEX ON loaded (customer, placed DESC)",
		"ALTER TABLE loaded ADD FOREIGN KEY (customer) REFERENCES customers")
	return time.Since(begun), err
}

func (t *target) psql(ctx context.Context, command string) error {
	host, port, user, password := t.Login()
	cmd := exec.CommandContext(ctx, "psql", "-qX", "-v", "ON_ERROR_STOP=1", "-c", command)
	cmd.Env = append(os.Environ(), "PGHOST="+host, "PGPORT="+port, "PGUSER="+user, "PGPASSWORD="+password, "PGDATABASE="+t.database)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("psql: %w\n%s", err, strings.TrimSpace(string(out)))
	}
	return nil
}

// loadData sends a file of raw values in one statement, which the server takes as
// they are: smaller ones, or without unique_checks, were no faster. The primary key
// is there from the start, since InnoDB keeps rows in its order.
func (t *target) loadData(ctx context.Context) (time.Duration, error) {
	db, err := t.OpenMySQL(t.database)
	if err != nil {
		return 0, err
	}
	defer db.Close()
	if err := unload(ctx, db, t.file); err != nil {
		return 0, err
	}
	err = t.Do(ctx, t.database, "CREATE TABLE loaded LIKE orders", "ALTER TABLE loaded DROP INDEX orders_number_key, DROP INDEX orders_customer_placed_idx")
	if err != nil {
		return 0, err
	}
	mysql.RegisterLocalFile(t.file)
	defer mysql.DeregisterLocalFile(t.file)
	begun := time.Now()
	if _, err := db.ExecContext(ctx, "LOAD DATA LOCAL INFILE '"+t.file+"' INTO TABLE loaded CHARACTER SET binary"); err != nil {
		return 0, err
	}
	for _, statement := range []string{
		"ALTER TABLE loaded ADD UNIQUE INDEX (number), ADD INDEX (customer, placed DESC)",
		"SET foreign_key_checks = 0", // else the table would be written once more
		"ALTER TABLE loaded ADD FOREIGN KEY (customer) REFERENCES customers (id)",
	} {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			return 0, fmt.Errorf("%s: %w", statement, err)
		}
	}
	took := time.Since(begun)
	var there, loaded int
	if err := db.QueryRowContext(ctx, "SELECT (SELECT count(*) FROM orders), (SELECT count(*) FROM loaded)").Scan(&there, &loaded); err != nil {
		return 0, err
	}
	if there != loaded {
		return 0, fmt.Errorf("%d rows of %d were loaded", loaded, there)
	}
	return took, nil
}

// escaped is how LOAD DATA finds the ends of values and lines.
var escaped = strings.NewReplacer("\\", "\\\\", "\t", "\\t", "\n", "\\n", "\x00", "\\0")

// unload writes the rows that were moved to a file, as LOAD DATA reads them.
func unload(ctx context.Context, db *sql.DB, path string) error {
	rows, err := db.QueryContext(ctx, "SELECT * FROM orders")
	if err != nil {
		return err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	values := make([]sql.RawBytes, len(columns))
	into := make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	var out bytes.Buffer
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		for i, v := range values {
			if i > 0 {
				out.WriteByte('\t')
			}
			if v == nil {
				out.WriteString(`\N`)
			} else {
				_, _ = escaped.WriteString(&out, string(v))
			}
		}
		out.WriteByte('\n')
		if out.Len() > 1<<20 {
			if _, err := out.WriteTo(file); err != nil {
				return err
			}
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	_, err = out.WriteTo(file)
	return err
}
