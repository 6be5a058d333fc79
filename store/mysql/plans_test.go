package mysql

import (
	"testing"

	machine "bedplate/store/mysql/server"
	"bedplate/store/storetest/indexes"
)

// numbers are those up to 20000.
const numbers = `(WITH RECURSIVE ten AS (SELECT 0 AS i UNION ALL SELECT i + 1 FROM ten WHERE i < 9)
	SELECT a.i + 10 * b.i + 100 * c.i + 1000 * d.i + 10000 * e.i + 1 AS i FROM ten AS a, ten AS b, ten AS c, ten AS d, ten AS e WHERE e.i < 2) AS numbers`

// TestPlansUseIndexes explains what common reads do where there are many rows.
func TestPlansUseIndexes(t *testing.T) {
	t.Parallel()
	s := indexes.Blog(t)
	d := open(t, s, Options{})
	conn := machine.Connect(t, d.address)
	for _, sql := range []string{
		"INSERT INTO users SELECT i, CONCAT('user ', i) FROM " + numbers + " WHERE i <= 1000",
		`INSERT INTO posts (id, title, slug, author, score, price, at, live, status, body) SELECT i, CONCAT('title ', i), CONCAT('slug ', i), i % 1000 + 1, NULLIF(i % 500, 0), i, '2026-01-01' + INTERVAL i MINUTE,
			i % 2 = 0, IF(i % 10 = 0, 'published', 'draft'), CONCAT('word', i) FROM ` + numbers,
		"ANALYZE TABLE users, posts",
	} {
		if _, err := conn.ExecContext(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	indexes.Run(t, d, s, indexes.Expected{Users: "PRIMARY, ref", Posts: "PRIMARY", Numbering: d.server.dialect.Derived,
		Known: []string{"by unique field", "a time", "a prefix", "a negated comparison"}}) // other arguments leave most of the rows, or none
}
