package grammar

import (
	"flag"
	"os"
	"testing"

	"bedplate/schema"
)

var rewrite = flag.Bool("rewrite", false, "write what the queries mean now")

// boardSchema is the schema of the door's own tests.
func boardSchema(t testing.TB) *schema.Schema {
	t.Helper()
	text, err := os.ReadFile("../../apitest/testdata/board.yaml")
	if err != nil {
		t.Fatal(err)
	}
	s, err := schema.Parse(map[string][]byte{"schema/board.yaml": text})
	if err != nil {
		t.Fatal(err)
	}
	return s
}
