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
	SignIn bool // they sign users in
	// Party is the domain that keys are made for, and Origins are the pages that
	// may use them. Both are of the app's own addresses unless said.
	Party   string
	Origins []string
	Max     int // how many a user may have
}

// Completed fills in the party and the origins by the app's own addresses. The
// party stays empty where these give none, as those of numbers do not.
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
		if p.Party == "" {
			p.Party = u.Hostname()
		}
		if origin := u.Scheme + "://" + u.Host; within(u.Hostname(), p.Party) && !slices.Contains(origins, origin) {
			origins = append(origins, origin)
		}
	}
	if len(p.Origins) == 0 {
		p.Origins = origins
	}
	if p.Party == "" {
		return p, nil
	}
	if protocol.ValidateRPID(p.Party) != nil {
		return p, fault.New(fault.Value, "auth.passkeys.party must be a domain such as board.example.com")
	}
	if len(p.Origins) == 0 {
		return p, fault.New(fault.Value, "auth.passkeys.origins is missing: none of the app's addresses is of %s", p.Party)
	}
	for _, origin := range p.Origins {
		if u, err := url.Parse(origin); err != nil || !within(u.Hostname(), p.Party) {
			return p, fault.New(fault.Value, "auth.passkeys.origins: %s is not of %s", origin, p.Party)
		}
	}
	return p, nil
}

func local(host string) bool { return host == "localhost" || strings.HasSuffix(host, ".localhost") }

// within tells whether a host is a domain or below it.
func within(host, domain string) bool { return host == domain || strings.HasSuffix(host, "."+domain) }

// partyOf is what checks keys, by the configuration alone; nil where no domain
// is known that they could be for.
func partyOf(o *Options) *webauthn.WebAuthn {
	if o.Passkeys.Party == "" {
		return nil
	}
	name := o.Name
	if name == "" {
		name = o.Passkeys.Party
	}
	made, err := webauthn.New(&webauthn.Config{
		RPID: o.Passkeys.Party, RPOrigins: o.Passkeys.Origins, RPDisplayName: name,
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
