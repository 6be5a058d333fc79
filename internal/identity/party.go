package identity

import (
	"net"
	"net/url"
	"slices"
	"strings"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"bedplate/fault"
)

// Passkeys are what an app says of keys that sign.
type Passkeys struct {
	Enabled bool // they sign users in
	// Domain is what keys are made for, and Origins are the pages that may use
	// them. Both are of the app's own addresses unless said.
	Domain  string
	Origins []string
	Max     int // how many a user may have
}

// Completed fills in the domain and the origins by the app's own addresses. The
// domain stays empty where these give none, as addresses of numbers do not.
func (p Passkeys) Completed(addresses ...string) (Passkeys, error) {
	var origins []string
	for _, address := range addresses {
		u, err := url.Parse(address)
		if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" {
			continue
		}
		if ip := net.ParseIP(u.Hostname()); ip != nil && ip.IsLoopback() {
			u.Host = strings.TrimSuffix(net.JoinHostPort("localhost", u.Port()), ":") // browsers make keys for no number
		}
		if protocol.ValidateRPID(u.Hostname()) != nil || u.Scheme == "http" && !local(u.Hostname()) {
			continue
		}
		if p.Domain == "" {
			p.Domain = u.Hostname()
		}
		if origin := u.Scheme + "://" + u.Host; ofDomain(u.Hostname(), p.Domain) && !slices.Contains(origins, origin) {
			origins = append(origins, origin)
		}
	}
	if len(p.Origins) == 0 {
		p.Origins = origins
	}
	if p.Domain == "" {
		return p, nil
	}
	if protocol.ValidateRPID(p.Domain) != nil {
		return p, fault.New(fault.Value, "auth.passkeys.domain must be a domain such as board.example.com")
	}
	if len(p.Origins) == 0 {
		return p, fault.New(fault.Value, "auth.passkeys.origins is missing: none of the app's addresses is of %s", p.Domain)
	}
	for _, origin := range p.Origins {
		if u, err := url.Parse(origin); err != nil || !ofDomain(u.Hostname(), p.Domain) {
			return p, fault.New(fault.Value, "auth.passkeys.origins: %s is not of %s", origin, p.Domain)
		}
	}
	return p, nil
}

func local(host string) bool { return host == "localhost" || strings.HasSuffix(host, ".localhost") }

// ofDomain tells whether a host is a domain or below it.
func ofDomain(host, domain string) bool { return host == domain || strings.HasSuffix(host, "."+domain) }

// partyOf is what checks keys, by the configuration alone; nil where no domain
// is known that they could be for.
func partyOf(o *Options) *webauthn.WebAuthn {
	if o.Passkeys.Domain == "" {
		return nil
	}
	name := o.Name
	if name == "" {
		name = o.Passkeys.Domain
	}
	made, err := webauthn.New(&webauthn.Config{
		RPID: o.Passkeys.Domain, RPOrigins: o.Passkeys.Origins, RPDisplayName: name,
		AttestationPreference: protocol.PreferNoAttestation,
		// Nothing is asked of extensions, and nothing is believed of them.
		ExtensionsUnsolicitedOutputPolicy: protocol.UnsolicitedOutputPolicyIgnore,
		Timeouts: webauthn.TimeoutsConfig{Login: webauthn.TimeoutConfig{Timeout: challengeLife, TimeoutUVD: challengeLife},
			Registration: webauthn.TimeoutConfig{Timeout: challengeLife, TimeoutUVD: challengeLife}},
	})
	if err != nil {
		o.Log.Warn("there are no passkeys", "error", err)
		return nil
	}
	return made
}
