package identity

import (
	"encoding/json"
	"testing"
	"time"

	"bedplate/value"
)

// userDocument is a user as clients know it.
type userDocument struct {
	ID               string             `json:"id"`
	Audience         string             `json:"aud"`
	Role             string             `json:"role"`
	Email            string             `json:"email"`
	Username         string             `json:"username,omitempty"`
	EmailConfirmedAt string             `json:"email_confirmed_at,omitempty"`
	InvitedAt        string             `json:"invited_at,omitempty"`
	Phone            string             `json:"phone"`
	PhoneConfirmedAt string             `json:"phone_confirmed_at,omitempty"`
	ConfirmationSent string             `json:"confirmation_sent_at,omitempty"`
	ConfirmedAt      string             `json:"confirmed_at,omitempty"`
	LastSignInAt     string             `json:"last_sign_in_at,omitempty"`
	BannedUntil      string             `json:"banned_until,omitempty"`
	DeletedAt        string             `json:"deleted_at,omitempty"`
	AppMetadata      json.RawMessage    `json:"app_metadata"`
	UserMetadata     json.RawMessage    `json:"user_metadata"`
	Identities       []identityDocument `json:"identities"`
	Factors          []factorDocument   `json:"factors,omitempty"`
	CreatedAt        string             `json:"created_at"`
	UpdatedAt        string             `json:"updated_at"`
	IsAnonymous      bool               `json:"is_anonymous"`
}

// identityDocument is an identity as clients know it.
type identityDocument struct {
	IdentityID   string          `json:"identity_id"`
	ID           string          `json:"id"` // the subject
	UserID       string          `json:"user_id"`
	Data         json.RawMessage `json:"identity_data"`
	Provider     string          `json:"provider"`
	LastSignInAt string          `json:"last_sign_in_at,omitempty"`
	CreatedAt    string          `json:"created_at"`
	UpdatedAt    string          `json:"updated_at"`
	Email        string          `json:"email,omitempty"`
}

// A user is written as a document stands: canonical, and read back as it was, with
// whatever its owner chose.
func TestDocument(t *testing.T) {
	t.Parallel()
	now, odd := timeOf(time.Date(2026, 11, 20, 12, 0, 0, 123000, time.UTC)), "\"<\u2028\\ \n\U0001F600>"
	id := newID()
	chosen := asJSON(map[string]any{"nick": odd, "n": 1.5, "longer": map[string]any{"b": nil, "a": []int{1}}})
	full := record{is("id", id), is("email", value.OfText(odd)), is("username", value.OfText(odd)), is("phone", value.OfText("+491701234567")),
		is("role", value.OfText("authenticated")), is("is_anonymous", value.OfBool(true)), is("app_metadata", chosen), is("user_metadata", chosen)}
	for _, name := range []string{"email_confirmed_at", "phone_confirmed_at", "invited_at", "last_sign_in_at", "banned_until", "deleted_at",
		"created_at", "updated_at", "confirmation_sent_at"} {
		full = append(full, is(name, now))
	}
	identity := record{is("id", newID()), is("user", id), is("provider", value.OfText("google")), is("subject", value.OfText(odd)), is("email", value.OfText(odd)),
		is("data", chosen), is("last_sign_in_at", now), is("created_at", now), is("updated_at", now)}
	factor := record{is("id", newID()), is("factor_type", value.OfText("totp")), is("friendly_name", value.OfText(odd)), is("status", value.OfText(verified)),
		is("phone", value.OfText("+49")), is("last_challenged_at", now), is("created_at", now), is("updated_at", now)}
	least := record{is("id", id), is("role", value.OfText("authenticated")), is("is_anonymous", value.OfBool(false)), is("created_at", now), is("updated_at", now)}
	for name, got := range map[string]value.Value{
		"all of it": document(full, []record{identity, identity}, []record{factor, factor}), "the least": document(least, nil, nil),
	} {
		canonical, err := value.CanonicalJSON([]byte(got.Raw()))
		if err != nil || canonical != got.Raw() {
			t.Errorf("%s: %v: not\n%s\nbut\n%s", name, err, canonical, got.Raw())
		}
		var doc userDocument
		if err := json.Unmarshal([]byte(got.Raw()), &doc); err != nil {
			t.Fatal(err)
		}
		if again := asJSON(doc); again.Raw() != got.Raw() {
			t.Errorf("%s: read back it is\n%s\nand was\n%s", name, again.Raw(), got.Raw())
		}
	}
}
