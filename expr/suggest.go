package expr

import (
	"fmt"

	"bedplate/fault"
)

// Suggest gives a hint with the known name nearest to what was written, ""
// where none is near: what every message about an unknown name ends with.
func Suggest(name string, known []string) string {
	near := fault.Nearest(name, known)
	if near == "" {
		return ""
	}
	return fmt.Sprintf("did you mean %q?", near)
}
