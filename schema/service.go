package schema

import (
	"maps"
	"slices"
	"strings"

	"bedplate/fault"
)

// Service is a part of Bedplate that an app switches on, and that brings
// collections and actions of its own into the app's schema. They are ordinary:
// migrated as the app's own, readable under rules, and references lead to them.
// But nothing writes them, or reads what of them is internal, except requests
// of a query.Principal whose Owner is the service's name.
type Service struct {
	Name string
	// Prefix begins the names of its collections, tables and actions; an app
	// that has switched it on can use it for none of its own.
	Prefix string
	// Files are its schema files, by the names under which problems tell of them.
	Files   map[string][]byte
	Actions []*ActionDecl
}

// serviceStore keeps the collections of services.
const serviceStore = "main"

// has tells whether a name is one of those that the service keeps for itself.
func (s *Service) has(name string) bool {
	return len(name) >= len(s.Prefix) && strings.EqualFold(name[:len(s.Prefix)], s.Prefix)
}

// addServices adds the collections of the services, when those of the app are
// known, and refuses the app names that are theirs.
func (l *linker) addServices() {
	apps := slices.Clone(l.drafts)
	for i := range l.options.Services {
		s := &l.options.Services[i]
		for _, d := range apps {
			hint := "choose one that does not begin with " + s.Prefix
			switch {
			case s.has(d.c.Name):
				d.fail(nil, "collection", fault.Value, "the name "+show(d.c.Name)+" begins as those of "+s.Name+" do", hint)
			case d.c.Store == serviceStore && s.has(d.c.Table):
				d.fail(nil, "table", fault.Value, "the table "+show(d.c.Table)+" begins as those of "+s.Name+" do", hint)
			}
		}
		l.unmanaged(apps, s)
		for _, name := range slices.Sorted(maps.Keys(s.Files)) {
			for _, decl := range readDecls(name, s.Files[name], l.problems) {
				if l.byName[decl.Name] != nil { // which is reported
					continue
				}
				l.add(decl)
				l.drafts[len(l.drafts)-1].c.Owner = s.Name
			}
		}
	}
}

// unmanaged refuses a service on a store where Bedplate manages nothing: such a
// database is left as it is.
func (l *linker) unmanaged(apps []*draft, s *Service) {
	var found *draft
	for _, d := range apps {
		if d.c.Store == serviceStore {
			if d.c.Managed {
				return
			}
			found = d
		}
	}
	if found != nil {
		found.fail(nil, "manage", fault.Unsupported, s.Name+" needs tables in the store "+serviceStore+", of which Bedplate manages none",
			"let Bedplate manage a collection there (manage: true), or leave "+s.Name+" switched off")
	}
}

// readDecls reads the declarations of a file, those that can be read.
func readDecls(file string, data []byte, problems *Problems) []*Decl {
	docs, _ := readFile(file, data, problems)
	var decls []*Decl
	for _, doc := range docs {
		d := &decoder{file: file, problems: problems}
		if decl := d.collection(doc); decl != nil {
			decls = append(decls, decl)
		}
	}
	return decls
}

// declaredActions are the app's actions and those of the services. An action of
// the app's under a name of a service's is refused.
func (l *linker) declaredActions() []*ActionDecl {
	all := slices.Clone(l.options.Actions)
	for i := range l.options.Services {
		s := &l.options.Services[i]
		for _, decl := range l.options.Actions {
			if s.has(decl.Name) {
				*l.problems = append(*l.problems, Problem{Where: "action " + decl.Name, Code: fault.Value,
					Message: "the name " + show(decl.Name) + " begins as those of " + s.Name + " do",
					Hint:    "choose one that does not begin with " + s.Prefix})
			}
		}
		all = append(all, s.Actions...)
	}
	return all
}
