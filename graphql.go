package bedplate

import (
	"net/http"

	"bedplate/internal/api/graphql"
)

// graphQL makes the GraphQL door.
func (a *App) graphQL() (*graphql.Door, error) {
	return graphql.New(a.Doer, graphql.Options{
		Log: a.opts.Log, Developer: a.opts.Developer, Page: a.conf.Limits.Page, MaxBody: a.conf.Limits.Body,
	})
}

// withGraphQL adds the GraphQL door to the doors, at each of its addresses.
func withGraphQL(door *graphql.Door, doors map[string]http.Handler) map[string]http.Handler {
	for _, prefix := range graphql.Prefixes {
		doors[prefix] = door
	}
	return doors
}
