// Package golden writes down what a dialect makes of plans, and what tables of ours
// look like. What is asked stands here once; what a dialect says to it stands in files
// of its own folder, which -update writes anew.
//
// Whether what is said is right is for the rest of storetest, which runs it.
package golden

import (
	_ "embed"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bedplate/expr"
	"bedplate/store/plan"
	"bedplate/store/sqlgen"
	"bedplate/store/storetest"
)

var update = flag.Bool("update", false, "write the golden files anew; of tables, the file of a format that is new")

// Dialect is one that statements are written in, and its name where a driver has several.
type Dialect struct {
	Name string
	SQL  sqlgen.Dialect
}

// compare compares a file with what there is now.
func compare(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	kept, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(kept), got); diff != "" {
		t.Errorf("%s (-update writes it anew)\n%s", path, diff)
	}
}

// Format holds the statements that make tables to their format's number, in
// testdata/format<number>.sql: tables that stand are brought to another form only
// where the number is another one too.
func Format(t *testing.T, number int, statements []string) {
	t.Helper()
	path := fmt.Sprintf("testdata/format%d.sql", number)
	made := strings.Join(statements, ";\n") + ";\n"
	kept, err := os.ReadFile(path)
	if *update && os.IsNotExist(err) {
		if err := os.WriteFile(path, []byte(made), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(kept), made); diff != "" {
		t.Errorf("tables are made otherwise: raise Format, and run this test with -update\n%s", diff)
	}
}

var (
	//go:embed conditions.yaml
	conditionsSchema string
	//go:embed conditions.txt
	conditions string
)

// Conditions writes down what conditions on a post become, in testdata/conditions.sql:
// T where one is true, F where it is false.
func Conditions(t *testing.T, d sqlgen.Dialect) {
	t.Helper()
	posts := storetest.Schema(t, conditionsSchema).Collection("posts")
	var out strings.Builder
	for line := range strings.Lines(conditions) {
		out.WriteString(line)
		n := storetest.Condition(t, posts, strings.TrimSpace(line))
		for _, side := range []struct {
			name string
			n    *expr.Node
		}{{"T", n}, {"F", expr.NotOf(n)}} {
			s, err := sqlgen.Read(&plan.Read{From: posts, Where: side.n, Limit: plan.None, Offset: plan.None}, d)
			if err != nil {
				t.Fatalf("%s: %v", line, err)
			}
			_, where, _ := strings.Cut(s.SQL, " WHERE ")
			out.WriteString("  " + side.name + " " + where + "\n")
		}
	}
	compare(t, "testdata/conditions.sql", out.String())
}
