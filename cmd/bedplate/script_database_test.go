package main

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	mysqldriver "github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5"
	"github.com/rogpeppe/go-internal/testscript"

	mysql "bedplate/store/mysql/server"
	postgres "bedplate/store/postgres/server"
)

// remotes are the kinds of servers that scripts drive the command with. Each
// script has an empty database of its own, whose address is DATABASE_URL, and a
// command sql that runs files there, as somebody else would.
var remotes = map[string]struct {
	database func(testing.TB) string
	run      func(address, script string) (string, error)
}{
	"postgres": {postgres.Database, runPostgres},
	"mysql":    {mysql.Database, runMySQL},
}

// TestServerScripts runs the scripts of testdata/servers with each kind, and
// those that are about one kind with that.
func TestServerScripts(t *testing.T) {
	board, err := filepath.Abs("../../examples/board")
	if err != nil {
		t.Fatal(err)
	}
	for kind, remote := range remotes {
		for _, dir := range []string{"servers", kind} {
			files, err := filepath.Glob("testdata/" + dir + "/*.txtar")
			if err != nil || len(files) == 0 {
				t.Fatalf("there are no scripts in testdata/%s: %v", dir, err)
			}
			for _, file := range files {
				name := strings.TrimSuffix(filepath.Base(file), ".txtar")
				t.Run(kind+"/"+name, func(t *testing.T) {
					t.Parallel()
					address := remote.database(t)
					testscript.Run(t, parameters(board, testscript.Params{
						Files: []string{file},
						Setup: func(env *testscript.Env) error {
							env.Setenv("DATABASE_URL", address)
							env.Setenv("KIND", kind)
							return nil
						},
						Cmds: map[string]func(*testscript.TestScript, bool, []string){
							"sql": func(ts *testscript.TestScript, neg bool, args []string) {
								if neg || len(args) != 1 {
									ts.Fatalf("usage: sql FILE")
								}
								out, err := remote.run(address, ts.ReadFile(args[0]))
								ts.Check(err)
								_, err = ts.Stdout().Write([]byte(out))
								ts.Check(err)
							},
						},
					}))
				})
			}
		}
	}
}

// runPostgres runs statements, and gives the rows of their results.
func runPostgres(address, script string) (string, error) {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return "", err
	}
	defer conn.Close(ctx)
	results, err := conn.PgConn().Exec(ctx, script).ReadAll()
	if err != nil {
		return "", err
	}
	var out strings.Builder
	for _, r := range results {
		for _, row := range r.Rows {
			for i, v := range row {
				if i > 0 {
					out.WriteByte('|')
				}
				out.Write(v)
			}
			out.WriteByte('\n')
		}
	}
	return out.String(), nil
}

// runMySQL is the same.
func runMySQL(address, script string) (string, error) {
	config := mysql.Config(address)
	config.MultiStatements = true
	connector, err := mysqldriver.NewConnector(config)
	if err != nil {
		return "", err
	}
	db := sql.OpenDB(connector)
	defer db.Close()
	rows, err := db.Query(script)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	var out strings.Builder
	for more := true; more; more = rows.NextResultSet() {
		columns, err := rows.Columns()
		if err != nil {
			return "", err
		}
		values, into := make([]sql.NullString, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		for rows.Next() {
			if err := rows.Scan(into...); err != nil {
				return "", err
			}
			for i, v := range values {
				if i > 0 {
					out.WriteByte('|')
				}
				fmt.Fprint(&out, v.String)
			}
			out.WriteByte('\n')
		}
	}
	return out.String(), rows.Err()
}
