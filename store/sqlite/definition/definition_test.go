package definition

import (
	"fmt"
	"strings"
	"testing"
)

// summary writes a definition in one line a part.
func summary(d Table) string {
	var b strings.Builder
	for _, c := range d.Columns {
		fmt.Fprintf(&b, "%s: %s", c.Name, c.Kind)
		for _, part := range []string{c.Fallback, c.Collate, c.Generated} {
			b.WriteString("; " + part)
		}
		fmt.Fprintf(&b, "; %t %t\n", c.NotNull, c.Plain)
	}
	for _, c := range d.Checks {
		fmt.Fprintf(&b, "check %s %s\n", c.Name, c.Normal)
	}
	for _, r := range d.Refs {
		fmt.Fprintf(&b, "ref %s\n", r.Normal)
	}
	return b.String() + "unique " + strings.Join(d.Uniques, ",") + "\nkey " + d.Key + "\ntail " + d.Tail
}

func TestDefinition(t *testing.T) {
	t.Parallel()
	cases := map[string]string{
		`CREATE TABLE t (a)`: "a: ; ; ; ; false true\nunique \nkey \ntail ",
		`CREATE TABLE "we""ird, (" ([a b] VARCHAR(20) NOT NULL DEFAULT 'it''s, (', -- a comment, (
			"c""d" INT /* ) */ CONSTRAINT k PRIMARY KEY AUTOINCREMENT)`: "a b: varchar ( 20 ); 'it''s, ('; ; ; true true\n" +
			"c\"d: int; ; ; ; false false\nunique \nkey ( c\"d ) autoincrement\ntail ",
		`CREATE TABLE t (a INT DEFAULT -1 CHECK (a > 0 AND (a < 9)) REFERENCES x (y) ON DELETE SET NULL NOT DEFERRABLE UNIQUE,
			b TEXT COLLATE NOCASE DEFAULT (1 + (2)) NOT NULL ON CONFLICT FAIL, c GENERATED ALWAYS AS (a || ')') STORED,
			CONSTRAINT two CHECK ("A" <> b), FOREIGN KEY (a, b) REFERENCES y, PRIMARY KEY (a, b DESC), UNIQUE (b)) WITHOUT ROWID, STRICT`: "a: int; - 1; ; ; false false\n" +
			"b: text; ( 1 + ( 2 ) ); nocase; ; true true\n" +
			"c: ; ; ; generated always as ( a || ')' ) stored; false false\n" +
			"check  ( a > 0 and ( a < 9 ) )\ncheck two ( a <> b )\n" +
			"ref a references x ( y ) on delete set null not deferrable\nref a,b references y\n" +
			"unique ( a ),( b )\nkey ( a , b desc )\ntail without rowid , strict",
	}
	for sql, want := range cases {
		if got := summary(Parse(sql)); got != want {
			t.Errorf("%s\ngot:\n%s\nwant:\n%s", sql, got, want)
		}
	}
	// Half a statement must not run out of it.
	whole := `CREATE TABLE "t" (a INT CONSTRAINT x CHECK (a > 'b') REFERENCES q (z), [c d] TEXT DEFAULT (1), UNIQUE (a)) STRICT`
	for i := range whole {
		Parse(whole[:i])
	}
}
