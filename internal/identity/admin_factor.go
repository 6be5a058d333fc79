package identity

import (
	"context"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/value"
)

// adminFactors lists a user's factors.
func (s *Service) adminFactors(ctx context.Context, call *query.Call) (*query.Answer, error) {
	d := call.As(owner)
	u, err := s.named(ctx, call, d)
	if err != nil {
		return nil, err
	}
	factors, err := factorsOf(ctx, call, d, u.at("id"))
	if err != nil {
		return nil, err
	}
	documents := factorDocuments(factors)
	if documents == nil {
		documents = []factorDocument{}
	}
	return &query.Answer{Value: asJSON(documents)}, nil
}

// adminDeleteFactor removes a user's factor. What it was shown for ends: an
// administrator removes one that is lost, or in other hands.
func (s *Service) adminDeleteFactor(ctx context.Context, call *query.Call) (*query.Answer, error) {
	d := call.As(owner)
	u, err := s.named(ctx, call, d)
	if err != nil {
		return nil, err
	}
	rows, _, err := newList(call.Schema).read("auth_factors", []test{eq("id", call.Arg("factor")), eq("user", u.at("id"))}, factorFields...).do(ctx, d)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, refuse(factorNotFound, "factor not found")
	}
	if err := s.removeFactor(ctx, call, d, u, nil, rows[0]); err != nil {
		return nil, err
	}
	if err := s.end(ctx, call, "sessions_ended", u.at("id")); err != nil {
		return nil, err
	}
	return answer(call, record{is("id", rows[0].at("id"))}), nil
}

// adminPasskeys lists a user's passkeys.
func (s *Service) adminPasskeys(ctx context.Context, call *query.Call) (*query.Answer, error) {
	d := call.As(owner)
	u, err := s.named(ctx, call, d)
	if err != nil {
		return nil, err
	}
	rows, err := passkeysOf(ctx, call, d, u.at("id"))
	if err != nil {
		return nil, err
	}
	return &query.Answer{Value: passkeyDocuments(rows)}, nil
}

// adminDeletePasskey removes a user's passkey, as adminDeleteFactor does a factor.
func (s *Service) adminDeletePasskey(ctx context.Context, call *query.Call) (*query.Answer, error) {
	d := call.As(owner)
	u, err := s.named(ctx, call, d)
	if err != nil {
		return nil, err
	}
	rows, _, err := newList(call.Schema).read("auth_passkeys", []test{eq("id", call.Arg("passkey")), eq("user", u.at("id"))}, "id").do(ctx, d)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, errNoPasskey()
	}
	l := newList(call.Schema).remove("auth_passkeys", rows[0].at("id"))
	if _, _, err = note(l, call, "passkey_deleted", u.at("id"), value.Value{}).do(ctx, d); fault.CodeOf(err) == fault.NotFound {
		return nil, errNoPasskey()
	}
	if err != nil {
		return nil, err
	}
	return nil, s.end(ctx, call, "sessions_ended", u.at("id"))
}
