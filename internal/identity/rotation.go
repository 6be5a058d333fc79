package identity

import (
	"context"
	"time"

	"bedplate/query"
	"bedplate/value"
)

// keyLead is how long a new key is told of before it signs, so that whoever
// verifies has it by then: other servers, and clients with a copy of the set.
const keyLead = time.Minute

// signingKeyDocument is a signing key as clients know it.
type signingKeyDocument struct {
	KID        string `json:"kid"`
	CreatedAt  string `json:"created_at"`
	SignsFrom  string `json:"signs_from"`
	BelievedTo string `json:"believed_until,omitempty"`
	Signs      bool   `json:"signs"` // now
}

// rotate makes a key that signs soon. Those before are believed for as long as
// tokens of theirs live, and at once where it must be, which ends access tokens
// and no session.
func (s *Service) rotate(ctx context.Context, call *query.Call) (*query.Answer, error) {
	if err := unbounded(call); err != nil {
		return nil, err
	}
	d, now := call.As(owner), call.Now
	from, until := now.Add(keyLead), now.Add(keyLead+s.Access+endedSlack)
	if call.Arg("at_once").Bool() {
		from, until = now, now
	}
	l := newList(call.Schema)
	for _, longer := range []test{eq("until", value.Value{}), gt("until", timeOf(until))} {
		l.update("auth_keys", []test{longer}, []member{is("until", timeOf(until))})
	}
	kid, err := s.addSigningKey(l, from)
	if err != nil {
		return nil, err
	}
	noteOf(l, call, "signing_key_rotated", value.Value{}, value.Value{}, map[string]any{"kid": kid, "signs_from": moment(timeOf(from))})
	if _, _, err := l.do(ctx, d); err != nil {
		return nil, err
	}
	if err := s.loadKeys(ctx); err != nil {
		return nil, err
	}
	return s.signingKeys(ctx, call)
}

// signingKeys lists the keys that tokens are signed or believed with.
func (s *Service) signingKeys(ctx context.Context, call *query.Call) (*query.Answer, error) {
	rows, _, err := newList(call.Schema).read("auth_keys", nil, "kid", "from", "until", "created_at").do(ctx, call.As(owner))
	if err != nil {
		return nil, err
	}
	set := s.keys.set.Load()
	documents := []signingKeyDocument{}
	for _, r := range rows {
		if until := r.at("until"); !until.IsNull() && until.Micros() <= call.Now.UnixMicro() {
			continue
		}
		documents = append(documents, signingKeyDocument{KID: r.at("kid").Raw(), CreatedAt: moment(r.at("created_at")), SignsFrom: moment(signsFrom(r)),
			BelievedTo: moment(r.at("until")), Signs: set != nil && set.kid == r.at("kid").Raw()})
	}
	return &query.Answer{Value: asJSON(documents)}, nil
}

// signsFrom is when a key begins to sign.
func signsFrom(r record) value.Value {
	if r.at("from").IsNull() {
		return r.at("created_at")
	}
	return r.at("from")
}
