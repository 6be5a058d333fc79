package main

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"

	"bedplate"
	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/value"
)

// passing are hosts whose addresses are anybody's, for ten minutes.
var passing = []string{"tenminutes.example", "throwaway.example"}

// porch is what the program does around its users' sign-ups, sign-ins and
// tokens.
type porch struct {
	app func() *bedplate.App // which there is when the first hook is called

	mu      sync.Mutex
	closed  bool           // nobody comes in; who is in stays
	entered map[string]int // sign-ins by how they were made
	given   int            // tokens
	users   []string       // who signed up, by their ids
}

// hooks are what an app is given of it.
func (p *porch) hooks() bedplate.Hooks {
	return bedplate.Hooks{
		BeforeSignUp: p.screen, AfterSignUp: p.welcome,
		BeforeSignIn: p.admit, AfterSignIn: p.count,
		BeforeToken: p.badge, AfterToken: p.countToken,
	}
}

// screen refuses addresses that pass, and notes what the app knows of a user
// whom it takes: users themselves cannot change that.
func (p *porch) screen(_ context.Context, e *bedplate.Event) error {
	_, host, _ := strings.Cut(strings.ToLower(e.Email), "@")
	if slices.Contains(passing, host) {
		return fault.Of(fault.Denied, "email", "addresses of %s do not last: take another one", host)
	}
	known, err := json.Marshal(map[string]string{"came_by": "embed"})
	e.AppData = known
	return err
}

func (p *porch) welcome(_ context.Context, e *bedplate.Event) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.users = append(p.users, e.User)
}

// admit lets nobody in while the board is closed. There is no token yet, and
// where it refuses there will be none.
func (p *porch) admit(context.Context, *bedplate.Event) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return fault.New(fault.Unavailable, "the board is closed for an hour")
	}
	return nil
}

func (p *porch) count(_ context.Context, e *bedplate.Event) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.entered[e.Method]++
}

// badge adds the boards that a user moderates to their token: rules and pages
// see them as auth.claims.moderates.
func (p *porch) badge(ctx context.Context, e *bedplate.Event) error {
	id, err := value.ParseText(value.Type{Kind: value.UUID}, e.User)
	if err != nil {
		return err
	}
	app := p.app()
	moderators := app.Doer().Schema().Collection("moderators")
	board, user := field(moderators, "board"), field(moderators, "user")
	read := query.Operation{Kind: query.Read, Collection: moderators, Select: &query.Select{Collection: moderators, Limit: 20,
		Where: expr.ParamTestOf(expr.Eq, user, 0, user.Type), Outputs: []query.Output{{Name: "board", Expr: board}}}}
	var found boards
	if _, err := app.Do(ctx, query.Service, &query.Request{Schema: app.Doer().Schema(), Ops: []query.Operation{read}, Params: []value.Value{id}}, &found); err != nil {
		return err
	}
	if len(found) > 0 {
		e.Claims["moderates"] = found
	}
	return nil
}

func (p *porch) countToken(context.Context, *bedplate.Event) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.given++
}

// boards is a sink that keeps the one member of each row.
type boards []string

// Begin forgets what came before.
func (b *boards) Begin(int, *query.Shape) error {
	*b = nil
	return nil
}

// Row keeps one row.
func (b *boards) Row(_ int, row query.Row) error {
	*b = append(*b, row.Value(0).String())
	return nil
}
