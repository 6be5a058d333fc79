package ddl

import (
	"context"
	"database/sql"
	"errors"

	"github.com/go-sql-driver/mysql"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/sqlgen"
)

// Conn is what runs statements: a *sql.Conn, whose settings stay.
type Conn interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// collations compare texts by their bytes and pad nothing; the first that the
// server has is taken.
var collations = []string{"utf8mb4_nopad_bin", "utf8mb4_0900_bin"}

// Ask asks a server what it can do.
func Ask(ctx context.Context, db Conn, d sqlgen.Dialect) (Server, error) {
	for _, name := range collations {
		var found string
		err := db.QueryRowContext(ctx, "SELECT collation_name FROM information_schema.collations WHERE collation_name = '"+name+"'").Scan(&found)
		switch {
		case err == nil:
			guarded, err := judges(ctx, db)
			return Server{Collation: name, Dialect: d, Guarded: guarded}, err
		case !errors.Is(err, sql.ErrNoRows):
			return Server{}, fault.Wrap(fault.Unavailable, err, "the database did not say which collations it has")
		}
	}
	return Server{}, fault.New(fault.Unsupported, "the database has no collation that compares texts by their bytes without padding them").
		WithHint("use MySQL 8.0.17, MariaDB 10.11, or a later one")
}

// judges tells a server that looks at references above its tables, or whose next release
// may: those have LATERAL.
func judges(ctx context.Context, db Conn) (bool, error) {
	var one int
	err := db.QueryRowContext(ctx, "SELECT l.y FROM (SELECT 1 AS x) AS t, LATERAL (SELECT t.x AS y) AS l").Scan(&one)
	if refused := (*mysql.MySQLError)(nil); errors.As(err, &refused) {
		return false, nil
	}
	return err == nil, err
}

// Create makes all collections of a schema in an empty database, over one
// connection.
func Create(ctx context.Context, db Conn, s *schema.Schema, server Server) error {
	made, err := server.Make(s.Collections)
	if err != nil {
		return err
	}
	settings := []string{"SET NAMES utf8mb4", "SET sql_mode = '" + Modes + "'", "SET foreign_key_checks = 0"}
	for _, statement := range append(settings, made...) {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			return fault.Wrap(fault.Internal, err, "the database refused: %s", statement)
		}
	}
	if _, err := db.ExecContext(ctx, "SET foreign_key_checks = 1"); err != nil {
		return fault.Wrap(fault.Internal, err, "the database refused its own setting")
	}
	return nil
}
