package bedplate

import (
	"time"

	"bedplate/internal/api/openapi"
	"bedplate/internal/api/rest"
	"bedplate/internal/config"
	"bedplate/internal/engine"
	"bedplate/internal/server"
	"bedplate/query"
)

// describe is what documents say besides the schema.
func describe(name string) openapi.About {
	failures := rest.Failures()
	for status, codes := range server.Failures() {
		failures[status] = append(failures[status], codes...)
	}
	return openapi.About{Title: name, Prefix: "/rest/v1", Failures: failures}
}

// Describe makes the documents of an app for clients' tools, as a role sees it,
// from its files alone: no database is opened.
func Describe(opts Options, role string) (*openapi.Document, error) {
	conf, err := config.Load(dirOf(opts), config.Options{Data: opts.Data, Store: opts.Store})
	if err != nil {
		return nil, err
	}
	loaded, err := config.ReadSchema(conf.Dir, conf, declared(opts.Actions)...)
	if err != nil {
		return nil, err
	}
	p := &query.Principal{Role: role}
	if role != query.RoleAnon && role != query.RoleAuthenticated {
		p.Roles = []string{role} // apps keep their own roles in either
	}
	if role != query.RoleAnon { // is somebody, whoever it is
		p.ID, p.Email, p.Tenant = "00000000-0000-7000-8000-000000000000", "somebody@example.com", "somebody's"
	}
	view := openapi.NewView(loaded, openapi.Caller{Service: p.Service(), Rights: engine.Rights(p, query.Source{}, time.Now())})
	return openapi.NewDocument(view, describe(conf.Name)), nil
}
