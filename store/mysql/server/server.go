// Package server gives tests empty databases on a MySQL or MariaDB server that is
// running already. No program of ours imports it.
package server

import (
	"context"
	"database/sql"
	"net/url"
	"testing"

	"github.com/go-sql-driver/mysql"

	"bedplate/schema"
	"bedplate/store/mysql/ddl"
	"bedplate/store/servers"
	"bedplate/store/sqlgen"
)

// Variable names the environment variable that has the server's address, as a
// user who may make databases: mysql://user:password@host:port/.
const Variable = "BEDPLATE_TEST_MYSQL"

// locale compares texts as nothing of ours may depend on.
const locale = " CHARACTER SET latin1 COLLATE latin1_swedish_ci"

// Missing tells that there is no server, and that tests may do without.
func Missing() bool { return servers.Missing(Variable) }

// Database makes an empty database and gives its address; it is dropped when the
// test has ended. Its texts are compared as nothing of ours may depend on.
// Without a server the test is skipped.
func Database(t testing.TB) string {
	t.Helper()
	address, name := servers.Running(t, Variable), servers.Name()
	admin(t, address, "CREATE DATABASE "+name+locale)
	t.Cleanup(func() { admin(t, address, "DROP DATABASE "+name) })
	return servers.At(t, address, name)
}

// Config gives an address, which is one of Database's, as the library takes it.
func Config(address string) *mysql.Config {
	u, err := url.Parse(address)
	if err != nil {
		panic(err)
	}
	config := mysql.NewConfig()
	config.Net, config.Addr, config.User = "tcp", u.Host, u.User.Username()
	config.Passwd, _ = u.User.Password()
	config.DBName = u.Path[min(1, len(u.Path)):]
	return config
}

// Connect opens one connection, as a stranger to Bedplate would; it is closed when
// the test has ended.
func Connect(t testing.TB, address string) *sql.Conn {
	t.Helper()
	ctx := context.Background() // the test's own is done when it is cleaned up
	connector, err := mysql.NewConnector(Config(address))
	if err != nil {
		t.Fatal(err)
	}
	db := sql.OpenDB(connector)
	conn, err := db.Conn(ctx)
	if err != nil {
		t.Fatalf("%s: %v", Variable, err)
	}
	t.Cleanup(func() { _, _ = conn.Close(), db.Close() })
	if _, err := conn.ExecContext(ctx, "SET NAMES utf8mb4"); err != nil {
		t.Fatal(err)
	}
	return conn
}

// admin runs a statement outside of any database.
func admin(t testing.TB, address, statement string) {
	t.Helper()
	connector, err := mysql.NewConnector(Config(address))
	if err != nil {
		t.Fatalf("%s: %v", Variable, err)
	}
	db := sql.OpenDB(connector)
	defer db.Close()
	if _, err := db.ExecContext(context.Background(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// Create makes the tables of a schema in a database. Only an index with a condition
// needs the dialect.
func Create(t testing.TB, address string, s *schema.Schema, d sqlgen.Dialect) {
	t.Helper()
	ctx, conn := context.Background(), Connect(t, address)
	made, err := ddl.Ask(ctx, conn, d)
	if err == nil {
		err = ddl.Create(ctx, conn, s, made)
	}
	if err != nil {
		t.Fatal(err)
	}
}
