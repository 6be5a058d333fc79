package servers

import (
	"fmt"
	"net/url"
	"os"
	"sync/atomic"
	"testing"
)

// Missing tells that no server's address is in a variable of the environment, and
// that tests may do without one.
func Missing(variable string) bool { return os.Getenv(variable) == "" && os.Getenv("CI") != "true" }

// Running gives the address of a running server, which stands in a variable of the
// environment; without it the test is skipped.
func Running(t testing.TB, variable string) string {
	t.Helper()
	address := os.Getenv(variable)
	switch {
	case address != "":
	case Missing(variable):
		t.Skipf("%s is not set: there is no server to test with", variable)
	default:
		t.Fatalf("%s is not set: there is no server to test with", variable)
	}
	return address
}

var named atomic.Int64

// Name is a name that nothing else on a server has, by which tests make databases.
func Name() string { return fmt.Sprintf("test_%d_%d", os.Getpid(), named.Add(1)) }

// At gives the address of a database on a server.
func At(t testing.TB, address, database string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + database
	return u.String()
}
