package ddl

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode/utf8"

	"bedplate/fault"
	"bedplate/schema"
)

// Quote quotes an identifier.
func Quote(name string) string { return "`" + strings.ReplaceAll(name, "`", "``") + "`" }

// Literal writes a text as a constant, for connections on which a backslash
// escapes: Modes.
func Literal(text string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, "'", "''").Replace(text) + "'"
}

// Modes is the sql_mode that statements of ours are written for: nothing is
// rounded, cut or made up, a key of 0 is one, and a backslash escapes.
const Modes = "STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION"

// maxName is how many characters a name may have.
const maxName = 64

// fitting gives a name, or where it is too long its beginning with a hash of it.
func fitting(name string) string {
	if utf8.RuneCountInString(name) <= maxName {
		return name
	}
	sum := sha256.Sum256([]byte(name))
	end := hex.EncodeToString(sum[:4])
	return string([]rune(name)[:maxName-1-len(end)]) + "_" + end
}

func checkNames(c *schema.Collection) error {
	check := func(field, name string) error {
		if utf8.RuneCountInString(name) <= maxName {
			return nil
		}
		return fault.Of(fault.TooLong, field, "the name %s is longer than the %d characters that the database keeps", name, maxName).
			WithHint("say a shorter one: table:, column: and name: are for that")
	}
	err := check(c.Name, c.Table)
	for _, f := range c.Stored() {
		if err == nil {
			err = check(f.Name, f.Column)
		}
	}
	for _, ix := range c.Indexes {
		if err == nil {
			err = check(ix.Name, ix.Name)
		}
	}
	for _, ref := range c.Refs {
		if err == nil {
			err = check(ref.Name, ref.Name)
		}
	}
	return err
}
