package schema

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"bedplate/value"
)

// maxName is the longest name in a database: PostgreSQL's.
const maxName = 63

// reservedNames mean something else in expressions.
var reservedNames = []string{
	"auth", "old", "now", "request", "record",
	"true", "false", "null", "in", "as", "break", "const", "continue", "else",
	"for", "function", "if", "import", "let", "loop", "package", "namespace",
	"return", "var", "void", "while",
}

var scalarTypes = map[string]value.Kind{
	"text": value.Text, "int": value.Int, "float": value.Float, "decimal": value.Decimal,
	"bool": value.Bool, "time": value.Time, "date": value.Date, "uuid": value.UUID,
	"bytes": value.Bytes,
}

// typeNames are the types of fields, as messages list them.
var typeNames = []string{"text", "int", "float", "decimal", "bool", "time", "date",
	"uuid", "bytes", "json", "enum", "list", "ref"}

// elementNames are the types of a list's items.
var elementNames = typeNames[:9]

// isName tells whether expressions and addresses can spell a name.
func isName(s string) bool {
	for i, c := range []byte(s) {
		letter := c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		if !letter && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return s != "" && len(s) <= maxName
}

func isReserved(s string) bool { return slices.Contains(reservedNames, s) }

// constraintName joins what a constraint is about as PostgreSQL does:
// posts_author_fkey. What is too long ends in a hash of itself instead.
func constraintName(table string, columns []string, suffix string) string {
	name := strings.Join(append([]string{table}, columns...), "_")
	if len(name)+1+len(suffix) <= maxName {
		return name + "_" + suffix
	}
	sum := sha256.Sum256([]byte(name))
	keep := maxName - len(suffix) - 10
	for keep > 0 && name[keep]&0xC0 == 0x80 { // not within a code point
		keep--
	}
	return name[:keep] + "_" + hex.EncodeToString(sum[:4]) + "_" + suffix
}

// unused gives name, or name1, name2, ... where it is taken.
func unused(name string, taken map[string]bool) string {
	out := name
	for n := 1; taken[out]; n++ {
		out = name + strconv.Itoa(n)
	}
	taken[out] = true
	return out
}
