package sqlgen

import (
	"strings"

	"bedplate/fault"
	"bedplate/schema"
)

// CreateView gives the statement that makes a collection's view in a kind of store,
// of which it is refused where the view has no text for that.
func CreateView(c *schema.Collection, store string, quote func(string) string) (string, error) {
	text := strings.TrimRight(strings.TrimSpace(c.Query.For(store)), "; \t\r\n")
	if text == "" {
		return "", fault.Of(fault.Unsupported, c.Name, "the view %s has no text for %s", c.Name, store).
			WithDetail("%s", c.Query.Place).WithHint("add %s: to its view:", store)
	}
	return "CREATE VIEW " + quote(c.Table) + " AS\n" + text, nil
}
