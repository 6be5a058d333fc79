package identity

import (
	"context"
	"encoding/json"
	"regexp"
	"slices"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/value"
)

// Claim is one that an app adds to its users' tokens: what an expression over
// auth_users gives when a token is issued.
type Claim struct {
	Name string
	Expr string
	// Line and Column are where the expression stands in bedplate.yaml.
	Line, Column int
}

// fixedClaims are what tokens say by themselves, and what has a meaning to those
// who verify them: no app says something else there. Roles are added to those
// that the user has.
var fixedClaims = []string{"iss", "sub", "aud", "exp", "nbf", "iat", "jti", "auth_time", "azp", "client_id", "scope", "email", "phone", "role",
	"aal", "amr", "acr", "session_id", "is_anonymous", "app_metadata", "user_metadata", "sid", "nonce", "cnf", "act", "may_act"}

const (
	rolesClaim = "roles"
	maxClaims  = 32   // of an app
	mostClaims = 2048 // bytes of all of them, in a token
	mostRoles  = 64   // of a user
)

var claimName = regexp.MustCompile(`^[a-z][a-zA-Z0-9_]{0,62}$`)

// claimTypes are what a claim may be, in the order in which they are tried: no
// expression fits two of them but literals, which mean the same.
var claimTypes = []value.Type{{Kind: value.Bool}, {Kind: value.Text}, {Kind: value.UUID}, {Kind: value.Int}, {Kind: value.Decimal}, {Kind: value.Float},
	{Kind: value.Time}, {Kind: value.Date}, {Kind: value.JSON}, {Kind: value.List, Elem: value.Text}, {Kind: value.List, Elem: value.Int},
	{Kind: value.List, Elem: value.UUID}, {Kind: value.List, Elem: value.Float}, {Kind: value.List, Elem: value.Decimal}, {Kind: value.List, Elem: value.Bool},
	{Kind: value.List, Elem: value.Time}, {Kind: value.List, Elem: value.Date}}

// CheckClaims tells the mistakes in an app's claims, file being where they stand.
func CheckClaims(s *schema.Schema, claims []Claim, file string) error {
	_, problems := parseClaims(s, claims, file)
	if len(problems) > 0 {
		return problems
	}
	return nil
}

// parseClaims reads claims as what is to be given of a user.
func parseClaims(s *schema.Schema, claims []Claim, file string) ([]query.Output, schema.Problems) {
	users := s.Collection("auth_users")
	var out []query.Output
	var problems schema.Problems
	for i, c := range claims {
		fail := func(code fault.Code, message, hint string) {
			problems = append(problems, schema.Problem{File: file, Line: c.Line, Column: c.Column, Where: "auth.claims." + c.Name,
				Code: code, Message: message, Hint: hint})
		}
		switch {
		case slices.Contains(fixedClaims, c.Name):
			fail(fault.ReadOnly, "the claim "+c.Name+" is what a token says by itself", "choose another name")
			continue
		case !claimName.MatchString(c.Name):
			fail(fault.Value, "a claim's name is a small letter followed by up to 62 letters, digits and _", "")
			continue
		case i == maxClaims:
			fail(fault.TooLarge, "there are more than 32 claims", "")
			return nil, problems
		}
		n, wrong := parseClaim(users, c)
		for _, p := range wrong {
			fail(p.Code, p.Message, p.Hint)
		}
		if len(wrong) == 0 {
			out = append(out, query.Output{Name: c.Name, Expr: expr.Settle(n)})
		}
	}
	return out, problems
}

// parseClaim reads one claim's expression, of whatever type it is.
func parseClaim(users *schema.Collection, c Claim) (*expr.Node, expr.Problems) {
	types := claimTypes
	if c.Name == rolesClaim {
		types = []value.Type{{Kind: value.Text}, {Kind: value.List, Elem: value.Text}}
	}
	mistaken := expr.Problems{{Code: fault.Type, Message: "the expression is no single value, or none that a token holds", Hint: "name a field, such as profile.plan"}}
	if c.Name == rolesClaim {
		mistaken[0].Message = "roles are a text, or a list of texts"
	}
	for _, t := range types {
		n, problems := expr.Parse(c.Expr, expr.Env{Record: users, Want: t, Hidden: secret})
		if len(problems) == 0 {
			return n, unfit(n)
		}
		if slices.ContainsFunc(problems, func(p expr.Problem) bool { return p.Code != fault.Type }) {
			mistaken = problems
		}
	}
	return nil, mistaken
}

// secret tells what no expression of an app's names.
func secret(rec expr.Record, name string) bool {
	c, ok := rec.(*schema.Collection)
	if !ok {
		return false
	}
	if f := c.Field(name); f != nil && f.Internal {
		return true
	}
	m, found := c.Member(name)
	if !found || m.Relation == nil {
		return false
	}
	to := schema.Of(m.Relation)
	return to != nil && to.Internal
}

// unfit refuses what depends on who asks: tokens are asked for by nobody yet.
func unfit(n *expr.Node) (problems expr.Problems) {
	expr.Visit(n, func(n *expr.Node) bool {
		if n.Op == expr.Auth || n.Op == expr.Request {
			problems = append(problems, expr.Problem{Code: fault.Unsupported, Message: "a claim is of the user: it cannot depend on auth or request"})
			return false
		}
		return true
	})
	return problems
}

// claimsOf are the app's claims as the schema of a call has them: they are read
// anew when that is another one.
func (s *Service) claimsOf(of *schema.Schema) ([]query.Output, error) {
	if known := s.claims.Load(); known != nil && known.schema == of {
		return known.outputs, nil
	}
	outputs, problems := parseClaims(of, s.Claims, "")
	if len(problems) > 0 {
		return nil, fault.Wrap(fault.Internal, problems, "the app's claims do not fit its schema")
	}
	s.claims.Store(&parsedClaims{of, outputs})
	return outputs, nil
}

type parsedClaims struct {
	schema  *schema.Schema
	outputs []query.Output
}

// added gives the app's claims for a user, which may have been read with them; those
// that are null are not there.
func (s *Service) added(ctx context.Context, call *query.Call, d desk, user value.Value, k *kin) (map[string]json.RawMessage, error) {
	if len(s.Claims) == 0 {
		return nil, nil
	}
	if k != nil && k.claims != nil {
		return written(k.claims), nil
	}
	outputs, err := s.claimsOf(call.Schema)
	if err != nil {
		return nil, err
	}
	l := newList(call.Schema).read("auth_users", []test{eq("id", user)}, "id")
	l.req.Ops[0].Select.Outputs = outputs
	rows, _, err := l.do(ctx, d)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return written(rows[0]), nil
}

func written(claims record) map[string]json.RawMessage {
	out := make(map[string]json.RawMessage, len(claims))
	for _, c := range claims {
		if !c.v.IsNull() {
			out[c.name] = c.v.AppendJSON(nil)
		}
	}
	return out
}

// token makes the access token of a session.
func (s *Service) token(ctx context.Context, call *query.Call, d desk, u record, k *kin, c claims) (string, error) {
	more, err := s.added(ctx, call, d, u.at("id"), k)
	if err != nil {
		return "", err
	}
	if c.Roles, err = withRoles(c.Roles, more[rolesClaim]); err != nil {
		return "", err
	}
	delete(more, rolesClaim)
	if more, err = s.beforeToken(ctx, call, u, c, more); err != nil {
		return "", err
	}
	return s.signWith(c, more)
}

// signWith signs claims, and the app's beside them.
func (s *Service) signWith(c claims, more map[string]json.RawMessage) (signed string, err error) {
	var beside []byte
	if len(more) > 0 {
		if beside, err = json.Marshal(more); err != nil {
			return "", fault.Wrap(fault.Internal, err, "a claim cannot be written")
		}
		if len(beside) > mostClaims {
			return "", fault.New(fault.Internal, "the claims of a user are longer than 2 KiB")
		}
	}
	inScratch(func(payload []byte) []byte {
		payload = c.appendJSON(payload)
		if beside != nil {
			payload = append(append(payload[:len(payload)-1], ','), beside[1:]...)
		}
		signed, err = s.sign(payload)
		return payload
	})
	return signed, err
}

// withRoles are a user's roles with those that the app's claim gives.
func withRoles(have, more json.RawMessage) (json.RawMessage, error) {
	if more == nil {
		return have, nil
	}
	var all, added []string
	if have != nil {
		if err := json.Unmarshal(have, &all); err != nil {
			return nil, fault.Wrap(fault.Internal, err, "a user's roles cannot be read")
		}
	}
	if more[0] != '[' {
		more = append(append(json.RawMessage{'['}, more...), ']')
	}
	if err := json.Unmarshal(more, &added); err != nil {
		return nil, fault.Wrap(fault.Internal, err, "a user's roles cannot be read")
	}
	for _, role := range added {
		if !slices.Contains(all, role) && role != "" {
			all = append(all, role)
		}
	}
	if len(all) > mostRoles {
		return nil, fault.New(fault.Internal, "a user has more than 64 roles")
	}
	return json.Marshal(all)
}
