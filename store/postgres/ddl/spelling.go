package ddl

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"bedplate/value"
)

// Quote writes a name.
func Quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// Literal writes a text, for connections with standard_conforming_strings.
func Literal(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// fitting joins a name and a suffix. What would be too long for PostgreSQL is
// cut, and ends in a hash of itself.
func fitting(name, suffix string) string {
	if len(name)+len(suffix) <= maxName {
		return name + suffix
	}
	sum := sha256.Sum256([]byte(name))
	keep := maxName - len(suffix) - 9
	for keep > 0 && name[keep]&0xC0 == 0x80 { // not within a code point
		keep--
	}
	return name[:keep] + "_" + hex.EncodeToString(sum[:4]) + suffix
}

func numeric(t value.Type) string {
	if t.Precision == 0 {
		return "numeric"
	}
	return "numeric(" + strconv.Itoa(int(t.Precision)) + "," + strconv.Itoa(int(t.Scale)) + ")"
}
