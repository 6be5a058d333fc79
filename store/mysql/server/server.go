// Package server gives tests empty databases on a MySQL or MariaDB server that is
// running already. No program of ours imports it.
package server

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"sync/atomic"
	"testing"

	"github.com/go-sql-driver/mysql"
)

// Variable names the environment variable that has the server's address, as a
// user who may make databases: mysql://user:password@host:port/.
const Variable = "BEDPLATE_TEST_MYSQL"

var made atomic.Int64

// Missing tells that there is no server, and that tests may do without.
func Missing() bool { return os.Getenv(Variable) == "" && os.Getenv("CI") != "true" }

func given(t testing.TB) string {
	t.Helper()
	address := os.Getenv(Variable)
	if address == "" {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is not set: there is no MySQL to test with", Variable)
		}
		t.Skipf("%s is not set: there is no MySQL to test with", Variable)
	}
	return address
}

// Database makes an empty database and gives its address; it is dropped when the
// test has ended. Its texts are compared as nothing of ours may depend on.
// Without a server the test is skipped.
func Database(t testing.TB) string {
	t.Helper()
	address := os.Getenv(Variable)
	switch {
	case address != "":
	case Missing():
		t.Skipf("%s is not set: there is no MySQL to test with", Variable)
	default:
		t.Fatalf("%s is not set: there is no MySQL to test with", Variable)
	}
	name := fmt.Sprintf("test_%d_%d", os.Getpid(), made.Add(1))
	admin(t, address, "CREATE DATABASE "+name+" CHARACTER SET latin1 COLLATE latin1_swedish_ci")
	t.Cleanup(func() { admin(t, address, "DROP DATABASE "+name) })
	u, err := url.Parse(address)
	if err != nil {
		t.Fatalf("%s: %v", Variable, err)
	}
	u.Path = "/" + name
	return u.String()
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
