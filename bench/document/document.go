// Package document writes what was measured into a page.
package document

import (
	"fmt"
	"os"
	"strings"
)

// Insert puts text into a document, in the place of what the command wrote there
// before: between a line that names it and the next that ends.
func Insert(path, command, text string) error {
	first, last := "<!-- written by "+command+" -->\n", "<!-- end -->\n"
	raw, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	before, rest, ok := strings.Cut(string(raw), first)
	_, after, ended := strings.Cut(rest, last)
	if !ok || !ended {
		return fmt.Errorf("%s has no marks to write the tables of %s between", path, command)
	}
	return os.WriteFile(path, []byte(before+first+text+last+after), 0o644)
}
