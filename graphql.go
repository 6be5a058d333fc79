package bedplate

import (
	"net/http"
	"slices"

	"bedplate/internal/api/graphiql"
	"bedplate/internal/api/graphql"
)

// graphQL makes the GraphQL door.
func (a *App) graphQL() (*graphql.Door, error) {
	listed, err := a.conf.Queries()
	if err != nil {
		return nil, err
	}
	g := a.conf.GraphQL
	return graphql.New(a.Doer, graphql.Options{
		Log: a.opts.Log, Secret: derived(a.secret, "rest"), Developer: a.opts.Developer, Page: a.conf.Limits.Page, MaxBody: a.conf.Limits.Body,
		Limits: graphql.Limits{Tokens: g.Tokens, Depth: g.Depth, Cost: g.Cost, Aliases: g.Aliases, Directives: g.Directives},
		Listed: listed, NumbersAsText: g.NumbersAsText,
		OnlyListed: func(role string) bool { return slices.Contains(g.ListedOnly, role) },
	})
}

// withGraphQL adds the GraphQL door to the doors, at each of its addresses, and for
// developers the page to try it on.
func (a *App) withGraphQL(door *graphql.Door, doors map[string]http.Handler) map[string]http.Handler {
	if a.opts.Developer {
		doors[graphiql.Prefix] = graphiql.New(a.conf.Name, graphql.Prefixes[0])
	}
	for _, prefix := range graphql.Prefixes {
		doors[prefix] = door
	}
	return doors
}
