package query

import (
	"bedplate/value"
)

// The roles that exist without being declared. Any other is an app's own.
const (
	RoleAnon          = "anon"
	RoleAuthenticated = "authenticated"
	RoleService       = "service"
)

// Principal is who asks. It is made once from a credential and never changed.
type Principal struct {
	Role   string // one of the above, or a custom role
	ID     string // the caller's id as text; "" is nobody
	Roles  []string
	Email  string
	AAL    string // aal1 or aal2; "" is absent
	Tenant string
	Claims value.Value // every claim as a JSON document, or null
	// Owner names the service (schema.Service) that asks, to which its own
	// collections are open: no credential gives one.
	Owner string
	// Key is the id of the API key that asks; "" is none.
	Key string
	// Scope narrows what the caller may do, the service role too; nil does not.
	Scope *Scope
}

// Anonymous is a caller without a credential.
var Anonymous = &Principal{Role: RoleAnon}

// Service is the server itself, for its own work.
var Service = &Principal{Role: RoleService}

// Unbounded tells the service role without a scope, which may know and do all
// that anybody may.
func (p *Principal) Unbounded() bool { return p.Role == RoleService && p.Scope == nil }

// Service tells the service role, which bypasses rules but not checks.
func (p *Principal) Service() bool { return p.Role == RoleService }
