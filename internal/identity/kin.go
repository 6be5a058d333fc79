package identity

import (
	"context"
	"slices"
	"strings"
	"time"

	"bedplate/expr"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/value"
)

// kin is what belongs to a user and is shown with them.
type kin struct {
	identities, factors []record
	// claims are the app's in the user's tokens; nil where they were not read.
	claims record
}

// tree is a record with those that were read with it, by the names of their
// embeds.
type tree struct {
	record
	under map[string][]tree
}

// claimPrefix begins the names of claims among a user's fields.
const claimPrefix = "claim "

// kinWithClaims is kin where the app's claims were read with a user.
func (t tree) kinWithClaims() *kin {
	k := t.kin()
	k.claims = record{}
	for _, m := range t.record {
		if name, claim := strings.CutPrefix(m.name, claimPrefix); claim {
			k.claims = append(k.claims, is(name, m.v))
		}
	}
	return k
}

// kin gives what was read with a user.
func (t tree) kin() *kin {
	k := &kin{}
	for _, i := range t.under["identities"] {
		k.identities = append(k.identities, i.record)
	}
	for _, f := range t.under["factors"] {
		k.factors = append(k.factors, f.record)
	}
	return k
}

// What is shown of a user's identities and factors.
var (
	shownIdentity = []string{"id", "user", "provider", "subject", "email", "data", "last_sign_in_at", "created_at", "updated_at"}
	shownFactor   = []string{"id", "factor_type", "friendly_name", "status", "phone", "last_challenged_at", "created_at", "updated_at"}
)

// withKin selects a user's fields, and what belongs to the user: one statement
// gives all of it.
func withKin(s *schema.Schema) *query.Select {
	users := s.Collection("auth_users")
	sel := selected(users, userFields)
	nest(sel, "identities", selected(s.Collection("auth_identities"), shownIdentity))
	nest(sel, "factors", selected(s.Collection("auth_factors"), shownFactor))
	return sel
}

// selects are what is read so often that it is said once for a schema. They are
// shared, and nobody changes them.
type selects struct {
	schema  *schema.Schema
	user    *query.Select // with their kin
	session *query.Select // with whose it is, their kin and the app's claims
	// exchange is that of a session's refresh token, in whose copies the values are set.
	exchange query.Request
}

func (s *Service) selectsOf(of *schema.Schema) (*selects, error) {
	if known := s.selects.Load(); known != nil && known.schema == of {
		return known, nil
	}
	claims, err := s.claimsOf(of)
	if err != nil {
		return nil, err
	}
	made := &selects{schema: of, user: withKin(of), session: selected(of.Collection("auth_sessions"), sessionFields)}
	whose := withKin(of)
	// Whoever has a refresh token is asked for no password.
	whose.Outputs = slices.DeleteFunc(whose.Outputs, func(o query.Output) bool { return o.Name == "password" })
	for _, c := range claims {
		c.Name = claimPrefix + c.Name
		whose.Outputs = append(whose.Outputs, c)
	}
	nest(made.session, "user", whose)
	made.session.Outputs[len(made.session.Outputs)-1].Name = "whose"
	made.exchange = made.exchanging(value.OfInt(0), 0, time.Time{}, 0).req
	s.selects.Store(made)
	return made, nil
}

// exchanging is the exchange of the token of a session and a count: of one that lives,
// and was refreshed within so long.
func (k *selects) exchanging(id value.Value, counter int64, now time.Time, idle time.Duration) *list {
	tests := []test{eq("id", id), eq("counter", value.OfInt(counter)), gt("not_after", timeOf(now)), gt("refreshed_at", timeOf(now.Add(-idle)))}
	changes := []member{is("counter", value.OfInt(counter+1)), is("refreshed_at", timeOf(now))}
	if k.exchange.Ops == nil {
		l := newList(k.schema).update("auth_sessions", tests, changes)
		l.req.Ops[0].ByKey = true // and so it may be written with others at once
		l.req.Ops[0].Select = k.session
		return l
	}
	l := &list{schema: k.schema}
	l.add(k.exchange.Ops[0])
	own := slices.Clone(k.exchange.Ops[0].Changes)
	for i, c := range changes {
		own[i].Value = c.v
	}
	l.req.Ops[0].Changes = own
	for _, t := range tests {
		l.req.Params = append(l.req.Params, t.v)
	}
	return l
}

// nest adds to a select what a relation of its collection leads to. Of many, the
// oldest come first, as keys are made.
func nest(sel *query.Select, relation string, of *query.Select) {
	of.Limit = query.Unlimited
	r := sel.Collection.Relation(relation)
	if r.Many {
		key := of.Collection.Fields[of.Collection.Key[0]]
		of.Order = []query.Order{{Expr: expr.FieldOf(expr.Self, key.Index, key.Name, key.Type)}}
	}
	sel.Outputs = append(sel.Outputs, query.Output{Name: relation, Embed: &query.Embed{Relation: r, Select: *of}})
}

// readOf adds a read of the records that pass every test, by a select, which stays
// as it is.
func (l *list) readOf(shared *query.Select, tests []test) *list {
	own := *shared
	sel := &own
	sel.Where, sel.Limit, sel.Stream = l.where(sel.Collection, tests), query.Unlimited, true
	return l.add(query.Operation{Kind: query.Read, Collection: sel.Collection, Select: sel})
}

// trees runs the list, and gives the rows of each operation.
func (l *list) trees(ctx context.Context, d desk) ([][]tree, error) {
	g := grove{rows: make([][]tree, len(l.req.Ops))}
	_, err := d.Do(ctx, &l.req, &g)
	return g.rows, err
}

// grove is a sink that keeps trees.
type grove struct {
	shape *query.Shape
	rows  [][]tree
}

// Begin forgets what came before.
func (g *grove) Begin(op int, shape *query.Shape) error {
	g.shape, g.rows[op] = shape, nil
	return nil
}

// Row keeps one row.
func (g *grove) Row(op int, row query.Row) error {
	t, err := grown(g.shape, row)
	g.rows[op] = append(g.rows[op], t)
	return err
}

func grown(shape *query.Shape, row query.Row) (tree, error) {
	t := tree{record: make(record, 0, len(shape.Members))}
	for i := range shape.Members {
		m := &shape.Members[i]
		if m.Nested == nil {
			t.record = append(t.record, is(m.Name, row.Value(i).Clone()))
			continue
		}
		err := row.Nested(i, func(under query.Row) error {
			one, err := grown(m.Nested, under)
			if t.under == nil {
				t.under = make(map[string][]tree, 2)
			}
			t.under[m.Name] = append(t.under[m.Name], one)
			return err
		})
		if err != nil {
			return t, err
		}
	}
	return t, nil
}
