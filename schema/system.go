package schema

import (
	"strings"

	"bedplate/fault"
)

// SystemPrefix begins the names and tables of what Bedplate keeps for itself.
// No app's collection may begin with it.
const SystemPrefix = "_bedplate_"

// IsSystemTable tells a table that is Bedplate's own by its name.
func IsSystemTable(name string) bool {
	return len(name) >= len(SystemPrefix) && strings.EqualFold(name[:len(SystemPrefix)], SystemPrefix)
}

// addSystem adds the system collections of those stores where Bedplate manages
// a collection of the app: what must share a transaction with the data has a
// table beside it, and a database that is not ours is left as it is.
func (l *linker) addSystem() {
	managed := map[string]bool{}
	for _, d := range l.drafts {
		managed[d.c.Store] = managed[d.c.Store] || d.c.Managed
		switch hint := "choose one that does not begin with " + SystemPrefix; {
		case IsSystemTable(d.c.Name):
			d.fail(nil, "collection", fault.Value, "the name "+show(d.c.Name)+" begins as Bedplate's own do", hint)
		case IsSystemTable(d.c.Table):
			d.fail(nil, "table", fault.Value, "the table "+show(d.c.Table)+" begins as Bedplate's own do", hint)
		}
	}
	for _, decl := range l.options.System {
		at := decl.Store
		if at == "" {
			at = "main"
		}
		if !managed[at] || l.byName[decl.Name] != nil { // which is reported
			continue
		}
		own := *decl
		own.Internal = true
		l.add(&own)
		l.drafts[len(l.drafts)-1].c.System = true
	}
}
