package bedplate

import (
	"context"
	"net/http"
	"strings"

	"bedplate/fault"
	"bedplate/internal/api/soap"
	"bedplate/internal/identity"
	"bedplate/query"
)

// withSOAP adds the SOAP door to the doors.
func (a *App) withSOAP(doors map[string]http.Handler) map[string]http.Handler {
	o := soap.Options{
		Log: a.opts.Log, Name: a.conf.Name, PublicURL: a.conf.Server.PublicURL, Secret: derived(a.secret, "soap"),
		MaxBody: a.conf.Limits.Body, MaxBatch: a.conf.Limits.Batch,
	}
	if a.users != nil {
		o.Authenticate = a.byPassword
	}
	doors[soap.Prefix] = soap.New(a.Doer, o)
	return doors
}

// byPassword tells who sends a name and a password with a request: an API key in the
// place of the password, under any name, or a user.
func (a *App) byPassword(ctx context.Context, src query.Source, c soap.Credentials) (*query.Principal, error) {
	if strings.HasPrefix(c.Password, identity.KeyPrefix) {
		return a.verifier.Verify(ctx, c.Password)
	}
	if c.Name == "" {
		return nil, fault.New(fault.Token, "the UsernameToken has no name")
	}
	token, err := a.users.SignedIn(ctx, src, c.Name, c.Password)
	if err != nil {
		return nil, err
	}
	return a.verifier.Verify(ctx, token)
}
