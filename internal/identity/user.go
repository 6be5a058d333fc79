package identity

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/value"
)

// userFields are what is read of a user.
var userFields = []string{"id", "email", "username", "phone", "password", "role", "roles", "is_anonymous", "app_metadata", "user_metadata",
	"email_confirmed_at", "phone_confirmed_at", "invited_at", "last_sign_in_at", "banned_until", "deleted_at", "created_at", "updated_at"}

// identityFields are what is read of an identity.
var identityFields = []string{"id", "user", "provider", "subject", "email", "verified", "data", "last_sign_in_at", "created_at", "updated_at"}

// Audience is what tokens of users are for.
const Audience = "authenticated"

func moment(v value.Value) string {
	if v.IsNull() {
		return ""
	}
	return time.UnixMicro(v.Micros()).UTC().Format(time.RFC3339Nano)
}

func timeOf(t time.Time) value.Value { return value.OfTime(t.UnixMicro()) }

func newID() value.Value { return value.OfUUID(uuid.Must(uuid.NewV7())) }

// idOf reads an id, null where it is none.
func idOf(s string) value.Value {
	v, err := value.ParseText(value.Type{Kind: value.UUID}, s)
	if err != nil {
		return value.Value{}
	}
	return v
}

// confirmed is when the first of a user's addresses was.
func confirmed(u record) value.Value {
	if u.at("email_confirmed_at").IsNull() {
		return u.at("phone_confirmed_at")
	}
	return u.at("email_confirmed_at")
}

func object(v value.Value) json.RawMessage {
	if v.IsNull() {
		return json.RawMessage("{}")
	}
	return json.RawMessage(v.Raw())
}

// asJSON makes a value of what can be written as JSON.
func asJSON(v any) value.Value {
	raw, err := json.Marshal(v)
	if err != nil {
		return value.Value{}
	}
	text, err := value.CanonicalJSON(raw)
	if err != nil {
		return value.Value{}
	}
	return value.OfJSON(text)
}

// find gives the one user that passes a test, nil where there is none.
func find(ctx context.Context, call *query.Call, d desk, t test) (record, error) {
	rows, _, err := newList(call.Schema).read("auth_users", []test{t}, userFields...).do(ctx, d)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return rows[0], nil
}

// identitiesOf gives a user's identities, the oldest first.
func identitiesOf(ctx context.Context, call *query.Call, d desk, user value.Value) ([]record, error) {
	rows, _, err := newList(call.Schema).read("auth_identities", []test{eq("user", user)}, identityFields...).do(ctx, d)
	return rows, err
}

// shown gives a user as clients know it, with identities and factors.
func (s *Service) shown(ctx context.Context, call *query.Call, d desk, u record) (value.Value, error) {
	identities, err := identitiesOf(ctx, call, d, u.at("id"))
	if err != nil {
		return value.Value{}, err
	}
	factors, err := factorsOf(ctx, call, d, u.at("id"))
	if err != nil {
		return value.Value{}, err
	}
	return document(u, identities, factors), nil
}

// shownWith is shown where what belongs to the user may have been read already.
func (s *Service) shownWith(ctx context.Context, call *query.Call, d desk, u record, k *kin) (value.Value, error) {
	if k == nil {
		return s.shown(ctx, call, d, u)
	}
	return document(u, k.identities, k.factors), nil
}

// barred refuses a user who may not sign in.
func (s *Service) barred(u record, now time.Time) error {
	if until := u.at("banned_until"); !until.IsNull() && until.Micros() > now.UnixMicro() || !u.at("deleted_at").IsNull() {
		return refuse(userBanned, "user is banned")
	}
	return nil
}

// newUser is a user on the way to being kept.
type newUser struct {
	ID       value.Value
	Address  address // none where the user is anonymous
	Password string  // a hash; may be empty
	Data     value.Value
	AppData  value.Value // what the app says of the user
	Verified bool        // the address was shown to be the user's
	Provider string      // who vouches for the user in the place of an address
}

// addUser adds a user to a list, with the identity that the address is.
func (s *Service) addUser(l *list, u newUser, now time.Time) *list {
	members := []member{is("id", u.ID), text("password", u.Password), is("user_metadata", orObject(u.Data)),
		is("last_sign_in_at", timeOf(now))}
	provider := u.Address.field()
	switch {
	case u.Address.typed == "":
		return l.create("auth_users", append(members, is("is_anonymous", value.OfBool(true)), is("app_metadata", orObject(u.AppData)))...)
	case u.Address.phone:
		members = append(members, text("phone", u.Address.key), is("phone_confirmed_at", when(u.Verified, now)))
	case u.Address.name:
		members = append(members, text("username", u.Address.typed), text("username_key", u.Address.key))
	default:
		members = append(members, text("email", u.Address.typed), text("email_key", u.Address.key), is("email_confirmed_at", when(u.Verified, now)))
	}
	app, err := merged(u.AppData, asJSON(map[string]any{"provider": provider, "providers": []string{provider}}))
	if err != nil {
		app = asJSON(map[string]any{"provider": provider, "providers": []string{provider}})
	}
	members = append(members, is("app_metadata", app))
	l.create("auth_users", members...)
	return l.create("auth_identities", identityMembers(u, provider, now)...)
}

// when is a time, null where what it is of did not happen.
func when(happened bool, now time.Time) value.Value {
	if !happened {
		return value.Value{}
	}
	return timeOf(now)
}

func identityMembers(u newUser, provider string, now time.Time) []member {
	data := map[string]any{"sub": u.ID.String()}
	members := []member{is("user", u.ID), text("provider", provider), text("subject", u.ID.String()),
		is("verified", value.OfBool(u.Verified)), is("last_sign_in_at", timeOf(now))}
	switch provider {
	case "phone":
		data["phone"], data["phone_verified"], data["email_verified"] = u.Address.typed, u.Verified, false
	case "email":
		data["email"], data["email_verified"], data["phone_verified"] = u.Address.typed, u.Verified, false
		members = append(members, text("email", u.Address.typed))
	default:
		data["username"] = u.Address.typed
	}
	return append(members, is("data", asJSON(data)))
}

// orObject is a JSON object, empty where there is none.
func orObject(v value.Value) value.Value {
	if v.IsNull() {
		return value.OfJSON("{}")
	}
	return v
}

// dataOf reads a call's data, which must be an object.
func dataOf(call *query.Call) (value.Value, error) {
	v := call.Arg("data")
	if !v.IsNull() && v.Raw()[0] != '{' {
		return v, invalid("data", "data must be an object")
	}
	if len(v.Raw()) > maxData {
		return v, invalid("data", "data is too large")
	}
	return v, nil
}

// maxData is how much users may say of themselves: it stands in their tokens.
const maxData = 2048

// merged are the members of an object with those of another over them; a null
// takes one away.
func merged(old, over value.Value) (value.Value, error) {
	members := map[string]json.RawMessage{}
	for _, v := range []value.Value{old, over} {
		if v.IsNull() {
			continue
		}
		if err := json.Unmarshal([]byte(v.Raw()), &members); err != nil {
			return v, fault.Wrap(fault.Internal, err, "a kept object cannot be read")
		}
	}
	for name, raw := range members {
		if string(raw) == "null" {
			delete(members, name)
		}
	}
	out := asJSON(members)
	if len(out.Raw()) > maxData {
		return out, invalid("data", "data is too large")
	}
	return out, nil
}

// short cuts a text that a client chose.
func short(s string, most int) string {
	if len(s) > most || !value.ValidText(s) {
		kept := []rune{}
		for _, c := range s {
			if len(string(kept))+4 > most {
				break
			}
			if c != 0 && c != '\uFFFD' {
				kept = append(kept, c)
			}
		}
		return string(kept)
	}
	return s
}
