package storetest

import (
	"testing"

	"bedplate/schema"
)

// Schema reads the text of a schema file.
func Schema(t testing.TB, source string) *schema.Schema {
	t.Helper()
	s, err := schema.Parse(map[string][]byte{"test.yaml": []byte(source)})
	if err != nil {
		t.Fatalf("the test's schema: %v\n%s", err, source)
	}
	return s
}
