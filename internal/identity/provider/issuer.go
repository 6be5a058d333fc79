package provider

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"

	"bedplate/fault"
)

const (
	// discoveryLife is how long what an issuer publishes of itself is believed.
	discoveryLife = time.Hour
	// discoveryPause is how long one that does not answer is not asked again.
	discoveryPause = 10 * time.Second
	// keysPause is how long no keys are fetched again, whatever tokens name.
	keysPause = time.Minute
)

// algorithms are what ID tokens may be signed with: those whose keys are public.
var algorithms = []string{oidc.RS256, oidc.RS384, oidc.RS512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.EdDSA}

// issuer is an issuer of OpenID Connect. It is asked when it is first needed,
// not when the server starts.
type issuer struct {
	address   string
	signsAs   string // what tokens may name instead, signed with the same keys; may be empty
	microsoft bool
	tenant    string
	client    *http.Client
	now       func() time.Time

	gate   chan struct{} // held by the one who asks
	found  *discovered
	asked  time.Time
	failed error // what became of asking, where it failed
}

// discovered is what an issuer publishes of itself.
type discovered struct {
	Authorize   string   `json:"authorization_endpoint"`
	Token       string   `json:"token_endpoint"`
	Keys        string   `json:"jwks_uri"`
	Profile     string   `json:"userinfo_endpoint"`
	Methods     []string `json:"token_endpoint_auth_methods_supported"`
	Algorithms  []string `json:"id_token_signing_alg_values_supported"`
	NamesItself bool     `json:"authorization_response_iss_parameter_supported"`
	name        string
	namesItself bool
	keys        *keys
}

// basic tells whether the client's secret stands in a header: what an issuer
// takes that says nothing.
func (d *discovered) basic() bool {
	return len(d.Methods) == 0 || slices.Contains(d.Methods, "client_secret_basic") || !slices.Contains(d.Methods, "client_secret_post")
}

// discover gives what the issuer publishes, as it was last read.
func (i *issuer) discover(ctx context.Context) (*discovered, error) {
	select {
	case i.gate <- struct{}{}:
		defer func() { <-i.gate }()
	case <-ctx.Done():
		return nil, fault.New(fault.Unavailable, "%s does not answer", i.address)
	}
	now := i.now()
	age := now.Sub(i.asked)
	if i.found != nil && (i.failed == nil && age < discoveryLife || i.failed != nil && age < discoveryPause) {
		return i.found, nil
	}
	if i.failed != nil && age < discoveryPause {
		return nil, i.failed
	}
	found, err := i.read(ctx)
	i.asked, i.failed = now, err
	if err != nil {
		if i.found != nil {
			return i.found, nil // what was published an hour ago is better than nothing
		}
		return nil, err
	}
	if i.found != nil && i.found.Keys == found.Keys {
		found.keys = i.found.keys
	}
	i.found = found
	return found, nil
}

func (i *issuer) read(ctx context.Context) (*discovered, error) {
	ctx = oidc.ClientContext(ctx, i.client)
	if i.microsoft {
		// The tenant of a document for many is {tenantid}; each token is
		// judged for itself.
		ctx = oidc.InsecureIssuerURLContext(ctx, i.address)
	}
	published, err := oidc.NewProvider(ctx, i.address)
	if err != nil {
		return nil, failed(i.address+" cannot be discovered", err)
	}
	d := &discovered{name: i.address}
	if err := published.Claims(d); err != nil {
		return nil, failed(i.address+" cannot be discovered", err)
	}
	for _, address := range []string{d.Authorize, d.Token, d.Keys} {
		if !secure(address) {
			return nil, fault.New(fault.Unavailable, "%s publishes an address that is not https", i.address)
		}
	}
	if d.Profile != "" && !secure(d.Profile) {
		return nil, fault.New(fault.Unavailable, "%s publishes an address that is not https", i.address)
	}
	d.namesItself = d.NamesItself && !i.microsoft
	d.Algorithms = slices.DeleteFunc(slices.Clone(d.Algorithms), func(a string) bool { return !slices.Contains(algorithms, a) })
	if len(d.Algorithms) == 0 {
		d.Algorithms = []string{oidc.RS256} // what every issuer must take
	}
	d.keys = &keys{address: d.Keys, client: i.client, now: i.now, gate: make(chan struct{}, 1)}
	return d, nil
}

// believes verifies an ID token: its signature, by the issuer's own keys and
// algorithms, its issuer and that it has not expired.
func (i *issuer) believes(ctx context.Context, raw string) (*oidc.IDToken, error) {
	found, err := i.discover(ctx)
	if err != nil {
		return nil, err
	}
	// The client goes with the context, since a token may name more addresses.
	ctx = oidc.ClientContext(ctx, i.client)
	judge := &signatures{keys: found.keys, algorithms: found.Algorithms}
	token, err := oidc.NewVerifier(i.address, judge, &oidc.Config{
		SkipClientIDCheck: true, // there may be several: Provider.meant
		SkipIssuerCheck:   i.microsoft || i.signsAs != "", SupportedSigningAlgs: found.Algorithms, Now: i.now}).Verify(ctx, raw)
	if err != nil {
		if judge.failed != nil {
			return nil, judge.failed
		}
		return nil, fault.New(fault.Token, "the ID token is not good")
	}
	if i.microsoft {
		return token, i.tenanted(token)
	}
	if token.Issuer != i.address && i.signsAs != "" && token.Issuer != i.signsAs {
		return nil, fault.New(fault.Token, "the ID token is of another issuer")
	}
	return token, nil
}

// personal is the tenant of everybody's own accounts.
const personal = "9188040d-6c67-4c5b-b112-36a304b66dad"

// tenanted demands that a token of Microsoft's is of the tenant that it names,
// and that the app takes that one.
func (i *issuer) tenanted(token *oidc.IDToken) error {
	var said struct {
		Tenant string `json:"tid"`
	}
	if err := token.Claims(&said); err != nil || !validUUID.MatchString(said.Tenant) || token.Issuer != microsoftHost+said.Tenant+"/v2.0" {
		return fault.New(fault.Token, "the ID token is of another issuer")
	}
	tenant, ok := strings.ToLower(i.tenant), false
	switch tenant {
	case "", "common":
		ok = true
	case "organizations":
		ok = said.Tenant != personal
	case "consumers":
		ok = said.Tenant == personal
	default:
		ok = said.Tenant == tenant
	}
	if !ok {
		return fault.New(fault.Token, "the ID token is of another tenant")
	}
	return nil
}
