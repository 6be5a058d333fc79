package expr

import (
	"strings"

	"bedplate/value"
)

// Rec is a record that an expression is evaluated on.
type Rec interface {
	// Field gives field i.
	Field(i int) value.Value
	// One gives the record that rel leads to, nil (not a nil pointer in a
	// Rec) for none.
	One(rel *Relation) (Rec, error)
	// Each calls f for the records that rel leads to, until f gives false or
	// an error, which it gives back.
	Each(rel *Relation, f func(Rec) (bool, error)) error
}

// Facts are what expressions know of the caller and the request.
type Facts interface {
	// Auth gives a fact as the type want, false where it is absent or does
	// not convert. name and path are an Auth node's.
	Auth(name string, path []string, want value.Type) (value.Value, bool)
	// Now gives the request's time, one for the whole request.
	Now() value.Value
	// Request gives a fact about the request, false where it is absent. name
	// and path are a Request node's.
	Request(name string, path []string) (value.Value, bool)
}

// Scope is what an expression is evaluated in. It is not changed by Eval and
// Test, and may be shared.
type Scope struct {
	Record Rec // Var 0; nil is no record: every field null
	Old    Rec
	Params []value.Value
	Binds  []value.Value
	Facts  Facts // nil is nobody, at no time
}

// Caller is Facts from plain members; the zero Caller is nobody.
type Caller struct {
	ID, Role, Email, Tenant string // "" is absent
	Roles                   []string
	AAL                     string      // aal1 or aal2: 1 or 2 in expressions
	Claims                  value.Value // a JSON document or null
	Time                    int64       // microseconds since 1970

	Method, IP string
	Header     func(name string) (string, bool) // name in lower case; may be nil
}

// Now gives Time.
func (c *Caller) Now() value.Value { return value.OfTime(c.Time) }

// Auth gives the member that name tells, converted to want.
func (c *Caller) Auth(name string, path []string, want value.Type) (value.Value, bool) {
	switch name {
	case "id":
		return convertText(c.ID, want)
	case "role":
		return convertText(c.Role, want)
	case "email":
		return convertText(c.Email, want)
	case "tenant":
		return convertText(c.Tenant, want)
	case "aal":
		if want.Kind == value.Int {
			return convertText(strings.TrimPrefix(c.AAL, "aal"), want)
		}
		return convertText(c.AAL, want)
	case "roles":
		roles := make([]value.Value, len(c.Roles))
		for i, r := range c.Roles {
			roles[i] = value.OfText(r)
		}
		return value.OfList(roles), want.Kind == value.List && want.Elem == value.Text
	case "claims":
		return claim(c.Claims, path, want)
	}
	return value.Value{}, false
}

// Request gives the member that name tells.
func (c *Caller) Request(name string, path []string) (value.Value, bool) {
	switch name {
	case "method":
		return convertText(c.Method, textType)
	case "ip":
		return convertText(c.IP, textType)
	case "headers":
		if c.Header != nil && len(path) == 1 {
			if h, ok := c.Header(path[0]); ok && value.ValidText(h) {
				return value.OfText(h), true
			}
		}
	}
	return value.Value{}, false
}

// convertText reads a caller's text as another type; "" is absent.
func convertText(s string, want value.Type) (value.Value, bool) {
	if s == "" || !value.ValidText(s) {
		return value.Value{}, false
	}
	switch want.Kind {
	case value.Text:
		return value.OfText(s), true
	case value.JSON, value.List, value.Null:
		return value.Value{}, false
	}
	v, err := value.ParseText(want, s)
	return v, err == nil && !v.IsNull()
}

// claim reads a member of the claims as the type want.
func claim(claims value.Value, path []string, want value.Type) (value.Value, bool) {
	if claims.Kind() != value.JSON {
		return value.Value{}, false
	}
	doc, ok := memberAt(claims.Raw(), path)
	if !ok {
		return value.Value{}, false
	}
	v, err := value.ParseJSON(want, []byte(doc))
	return v, err == nil && !v.IsNull()
}
