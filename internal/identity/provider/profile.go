package provider

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"bedplate/fault"
)

// Profile is what a provider says of somebody.
type Profile struct {
	Issuer   string `json:"iss"`
	Subject  string `json:"sub"` // who it is there, for ever
	Email    string `json:"email,omitempty"`
	Verified bool   `json:"email_verified,omitempty"` // the address is known to be theirs
	Name     string `json:"name,omitempty"`
	Username string `json:"user_name,omitempty"`
	Picture  string `json:"picture,omitempty"`
}

// maxSubject is how long the name of somebody may be at a provider.
const maxSubject = 255

// Believe gives who an ID token is about that came from a client and not from
// the provider. nonce is what must stand in it, "" nothing.
func (p *Provider) Believe(ctx context.Context, idToken, accessToken, nonce string) (Profile, error) {
	if p.issuer == nil {
		return Profile{}, fault.New(fault.Unsupported, "%s gives no ID tokens", p.Name())
	}
	ctx, done, err := p.enter(ctx)
	if err != nil {
		return Profile{}, err
	}
	defer done()
	said, err := p.claims(ctx, idToken, accessToken, nonce)
	if err != nil {
		return Profile{}, err
	}
	return p.profile(said)
}

// told gives who the ID token is about that the provider gave. What it leaves
// out, its address for profiles may tell.
func (p *Provider) told(ctx context.Context, idToken, accessToken string, r Return) (Profile, error) {
	nonce := r.Nonce
	if p.preset.noNonce {
		nonce = ""
	}
	said, err := p.claims(ctx, idToken, accessToken, nonce)
	if err != nil {
		return Profile{}, err
	}
	profile, err := p.profile(said)
	if err != nil {
		return Profile{}, err
	}
	found, err := p.issuer.discover(ctx)
	if err != nil {
		return Profile{}, err
	}
	if found.Profile != "" && accessToken != "" && (profile.Email == "" || profile.Name == "") && !p.preset.microsoft && !p.preset.apple {
		more := map[string]any{}
		if err := get(ctx, p.options.Client, found.Profile, bearer(accessToken), &more); err != nil {
			return Profile{}, failed("the profile cannot be read", err)
		}
		if more["sub"] != said["sub"] {
			return Profile{}, fault.New(fault.Denied, "the profile of %s is somebody else's", p.Name())
		}
		for name, v := range said {
			more[name] = v
		}
		if profile, err = p.profile(more); err != nil {
			return Profile{}, err
		}
	}
	if profile.Name == "" && p.preset.apple {
		profile.Name = cut(appleName(r.User), 200)
	}
	return profile, nil
}

// claims verifies an ID token and gives what it says.
func (p *Provider) claims(ctx context.Context, idToken, accessToken, nonce string) (map[string]any, error) {
	token, err := p.issuer.believes(ctx, idToken)
	if err != nil {
		return nil, err
	}
	ours := func(id string) bool { return id == p.settings.ClientID || slices.Contains(p.settings.ClientIDs, id) }
	if !slices.ContainsFunc(token.Audience, ours) {
		return nil, fault.New(fault.Token, "the ID token is meant for another app")
	}
	var raw json.RawMessage
	if err := token.Claims(&raw); err != nil {
		return nil, fault.New(fault.Token, "the ID token cannot be read")
	}
	said := map[string]any{}
	if err := decode(raw, &said); err != nil {
		return nil, fault.New(fault.Token, "the ID token cannot be read")
	}
	if azp, _ := said["azp"].(string); len(token.Audience) > 1 && !ours(azp) {
		return nil, fault.New(fault.Token, "the ID token was given to another app")
	}
	if p.options.Now().Add(leeway).Before(token.IssuedAt) {
		return nil, fault.New(fault.Token, "the ID token was issued in the future")
	}
	if token.Nonce != nonce {
		return nil, fault.New(fault.Token, "the ID token is of another sign-in: the nonces differ")
	}
	if token.AccessTokenHash != "" && accessToken != "" && token.VerifyAccessToken(accessToken) != nil {
		return nil, fault.New(fault.Token, "the access token is of another ID token")
	}
	return said, nil
}

// asked gives who the address for profiles says that the holder of a token is.
func (p *Provider) asked(ctx context.Context, accessToken string) (Profile, error) {
	header := bearer(accessToken)
	for name, v := range p.preset.headers {
		header.Set(name, strings.ReplaceAll(v, "{client_id}", p.settings.ClientID))
	}
	said := map[string]any{}
	if err := get(ctx, p.options.Client, p.preset.profile, header, &said); err != nil {
		return Profile{}, failed("the profile cannot be read", err)
	}
	profile, err := p.profile(said)
	if list := p.preset.emails; err == nil && list != nil {
		var all any
		if err := get(ctx, p.options.Client, list.address, header, &all); err != nil {
			return Profile{}, failed("the addresses cannot be read", err)
		}
		profile.Email, profile.Verified = list.best(all)
		profile.Verified = profile.Email != "" && (profile.Verified || p.settings.TrustEmails)
	}
	return profile, err
}

// best is the address that somebody goes by: the primary one, or another that
// was verified.
func (l *emails) best(said any) (address string, verified bool) {
	if l.list != "" {
		said = at(said, l.list)
	}
	all, _ := said.([]any)
	rank := 0
	for _, one := range all {
		email, ok := text(at(one, l.email))
		isPrimary, isVerified := truth(at(one, l.primary)), truth(at(one, l.verified))
		mine := 1
		if isPrimary {
			mine++
		}
		if isVerified {
			mine += 2
		}
		if ok && email == cut(email, 254) && mine > rank {
			rank, address, verified = mine, email, isVerified
		}
	}
	return address, verified
}

// profile reads what was said by the preset's paths.
func (p *Provider) profile(said map[string]any) (Profile, error) {
	r := p.preset.read
	out := Profile{Issuer: p.preset.issuer, Subject: r.of(said, r.subject), Email: r.of(said, r.email),
		Name: cut(r.of(said, r.name), 200), Username: cut(r.of(said, r.username), 200), Picture: r.of(said, r.picture)}
	if iss, ok := said["iss"].(string); ok && p.preset.microsoft {
		out.Issuer = iss
	}
	if p.issuer == nil {
		out.Issuer = "https://" + strings.Split(p.preset.profile, "/")[2]
	}
	if out.Subject == "" || out.Subject != cut(out.Subject, maxSubject) {
		return Profile{}, fault.New(fault.Unavailable, "%s does not say who it is", p.Name())
	}
	if out.Email != cut(out.Email, 254) || !strings.Contains(out.Email, "@") {
		out.Email = ""
	}
	if len(out.Picture) > 500 || !secure(out.Picture) {
		out.Picture = ""
	}
	out.Verified = out.Email != "" && r.vouches(said)
	return out, nil
}

var braced = regexp.MustCompile(`\{[a-z_.0-9]+\}`)

// of reads a text: see reading.
func (reading) of(said any, path string) string {
	if strings.Contains(path, "{") {
		whole := true
		out := braced.ReplaceAllStringFunc(path, func(b string) string {
			v, ok := text(at(said, b[1:len(b)-1]))
			whole = whole && ok && word(v)
			return v
		})
		if !whole {
			return ""
		}
		return out
	}
	for one := range strings.SplitSeq(path, "|") {
		var parts []string
		for part := range strings.FieldsSeq(one) {
			if v, ok := text(at(said, part)); ok {
				parts = append(parts, v)
			}
		}
		if len(parts) > 0 {
			return strings.Join(parts, " ")
		}
	}
	return ""
}

// vouches tells whether a profile's address was verified.
func (r reading) vouches(said any) bool {
	if r.verified == always {
		return true
	}
	all := r.verified != ""
	for path := range strings.FieldsSeq(r.verified) {
		all = all && truth(at(said, path))
	}
	return all
}

// at follows a path; nil where it leads nowhere.
func at(said any, path string) any {
	for name := range strings.SplitSeq(path, ".") {
		switch v := said.(type) {
		case map[string]any:
			said = v[name]
		case []any:
			i, err := strconv.Atoi(name)
			if err != nil || i < 0 || i >= len(v) {
				return nil
			}
			said = v[i]
		default:
			return nil
		}
	}
	return said
}

func text(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, v != ""
	case json.Number:
		return v.String(), true
	}
	return "", false
}

func truth(v any) bool {
	switch v := v.(type) {
	case bool:
		return v
	case string:
		return v == "true" || v == "1"
	case json.Number:
		return v.String() == "1"
	}
	return false
}

// cut shortens a text, and takes out what cannot be kept.
func cut(s string, most int) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '\uFFFD' {
			return -1
		}
		return r
	}, s)
	if len(s) <= most {
		return s
	}
	for most > 0 && s[most]&0xC0 == 0x80 {
		most--
	}
	return s[:most]
}

func bearer(token string) http.Header {
	return http.Header{"Authorization": {"Bearer " + token}}
}

// get reads JSON from an address.
func get(ctx context.Context, client *http.Client, address string, header http.Header, into any) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	if header != nil {
		r.Header = header.Clone()
	}
	r.Header.Set("Accept", "application/json")
	r.Header.Set("User-Agent", "bedplate")
	resp, err := client.Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("the address answers %s", resp.Status)
	}
	return decode(raw, into)
}

// decode reads JSON whole, and numbers as they are written.
func decode(raw []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return fmt.Errorf("something follows")
	}
	return nil
}
