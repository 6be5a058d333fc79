package identity

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/value"
)

// adminUsers lists users.
func (s *Service) adminUsers(ctx context.Context, call *query.Call) (*query.Answer, error) {
	p, err := pageOf(call)
	if err != nil {
		return nil, err
	}
	var tests []test
	if email := call.Arg("email").Raw(); email != "" {
		to, err := addressOf(email)
		if err != nil {
			return nil, err
		}
		tests = []test{eq(to.keyField(), value.OfText(to.key))}
	}
	d := call.As(owner)
	rows, total, err := p.read(ctx, call, d, "auth_users", "created_at", tests, userFields...)
	if err != nil {
		return nil, err
	}
	identities, err := ofAll(ctx, call, d, rows, "auth_identities", identityFields)
	if err != nil {
		return nil, err
	}
	factors, err := ofAll(ctx, call, d, rows, "auth_factors", factorFields)
	if err != nil {
		return nil, err
	}
	documents := make([]json.RawMessage, len(rows))
	for i, u := range rows {
		documents[i] = json.RawMessage(document(u, identities[u.at("id").Raw()], factors[u.at("id").Raw()]).Raw())
	}
	return p.answer(call, "users", asJSON(documents), total), nil
}

// ofAll gives what a collection holds of users, by the users' ids.
func ofAll(ctx context.Context, call *query.Call, d desk, users []record, collection string, fields []string) (map[string][]record, error) {
	ids := make([]value.Value, len(users))
	for i, u := range users {
		ids[i] = u.at("id")
	}
	of := map[string][]record{}
	for some := range slices.Chunk(ids, 500) {
		rows, _, err := newList(call.Schema).read(collection, []test{in("user", some)}, fields...).do(ctx, d)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			of[r.at("user").Raw()] = append(of[r.at("user").Raw()], r)
		}
	}
	return of, nil
}

// named finds the user whose id a call gives.
func (s *Service) named(ctx context.Context, call *query.Call, d desk) (record, error) {
	u, err := find(ctx, call, d, eq("id", call.Arg("id")))
	if err == nil && u == nil {
		err = refuse(userNotFound, "user not found")
	}
	return u, err
}

// adminUser gives a user.
func (s *Service) adminUser(ctx context.Context, call *query.Call) (*query.Answer, error) {
	d := call.As(owner)
	u, err := s.named(ctx, call, d)
	if err != nil {
		return nil, err
	}
	return s.answerUser(ctx, call, d, u)
}

// said is what a call says of a user, judged.
type said struct {
	address address
	phone   string
	hash    string   // of the password
	changes []member // of role, bans and metadata
	// demotes tells that what the user may do is another thing from now on, so
	// that no session may go on as it was.
	demotes bool
}

// saidOf reads the attributes of a call about a user, a new one where u is nil.
func (s *Service) saidOf(ctx context.Context, call *query.Call, u record) (said, error) {
	var to said
	var err error
	if email := call.Arg("email").Raw(); email != "" {
		if to.address, err = addressOf(email); err != nil {
			return to, err
		}
	}
	if to.phone, err = numberOf(call.Arg("phone").Raw()); err != nil {
		return to, err
	}
	if to.hash, err = s.saidPassword(ctx, call); err != nil {
		return to, err
	}
	for name, was := range map[string]value.Value{"user_metadata": u.at("user_metadata"), "app_metadata": u.at("app_metadata")} {
		if given := call.Arg(name); !given.IsNull() {
			if given.Raw()[0] != '{' {
				return to, invalid(name, name+" must be an object")
			}
			all, err := merged(was, given)
			if err != nil {
				return to, err
			}
			to.changes = append(to.changes, is(name, all))
		}
	}
	if role := call.Arg("role"); !role.IsNull() {
		if err := userRole(role.Raw()); err != nil {
			return to, err
		}
		to.changes = append(to.changes, is("role", role))
		to.demotes = to.demotes || role.Raw() != u.at("role").Raw()
	}
	if roles := call.Arg("roles"); !roles.IsNull() {
		items, err := roles.Items(value.Type{Kind: value.Text})
		if err != nil {
			return to, err
		}
		for _, role := range items {
			if err := userRole(role.Raw()); err != nil {
				return to, err
			}
		}
		to.changes = append(to.changes, is("roles", roles))
		to.demotes = to.demotes || string(roles.AppendJSON(nil)) != string(u.at("roles").AppendJSON(nil))
	}
	if ban := call.Arg("ban_duration").Raw(); ban != "" {
		until, err := banOf(ban, call.Now)
		if err != nil {
			return to, err
		}
		to.changes = append(to.changes, is("banned_until", until))
		to.demotes = to.demotes || !until.IsNull()
	}
	to.demotes = to.demotes || to.hash != ""
	return to, nil
}

// userRole refuses the roles that no user has: those of nobody and of servers.
func userRole(role string) error {
	switch role {
	case query.RoleService, "service_role", query.RoleAnon, "":
		return invalid("role", "no user has the role "+role).WithHint("servers have keys: bedplate keys create")
	}
	return nil
}

// banOf reads how long a user is banned: none, or a duration such as 24h.
func banOf(text string, now time.Time) (value.Value, error) {
	if text == "none" {
		return value.Value{}, nil
	}
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 {
		return value.Value{}, invalid("ban_duration", "ban_duration must be none or a duration such as 300ms, 2h45m or 876000h")
	}
	return timeOf(now.Add(d)), nil
}

// saidPassword gives the hash of the password that a call sets, "" where it sets none.
func (s *Service) saidPassword(ctx context.Context, call *query.Call) (string, error) {
	password, hash := call.Arg("password").Raw(), call.Arg("password_hash").Raw()
	switch {
	case password != "" && hash != "":
		return "", invalid("password_hash", "only a password or a password hash should be provided")
	case hash != "":
		if !takesHash(hash) {
			return "", invalid("password_hash", "the hash is not one that is taken").WithHint("Argon2id and bcrypt hashes are")
		}
		return hash, nil
	case password == "":
		return "", nil
	}
	if err := s.judgePassword(call, password); err != nil {
		return "", err
	}
	return s.hasher.hash(ctx, password)
}

// adminCreate makes a user.
func (s *Service) adminCreate(ctx context.Context, call *query.Call) (*query.Answer, error) {
	to, err := s.saidOf(ctx, call, nil)
	if err != nil {
		return nil, err
	}
	if to.address.typed == "" && to.phone == "" {
		return nil, invalid("email", "cannot create a user without either an email or phone")
	}
	id := call.Arg("id")
	if id.IsNull() {
		id = newID()
	}
	d := call.As(owner)
	if err := s.vacant(ctx, call, d, id, to); err != nil {
		return nil, err
	}
	l := newList(call.Schema)
	if err := s.addMade(ctx, l, call, id, to); err != nil {
		return nil, err
	}
	if err := s.keep(ctx, call, d, note(l, call, "user_created", id, value.Value{})); err != nil {
		return nil, err
	}
	if err := s.tellMade(ctx, call, d, id); err != nil {
		return nil, err
	}
	return s.answerID(ctx, call, d, id)
}

// keep runs a list that makes a user or gives one another address.
func (s *Service) keep(ctx context.Context, call *query.Call, d desk, l *list) error {
	_, _, err := l.do(ctx, d)
	if fault.CodeOf(err) == fault.Unique {
		return refuse(userExists, "a user with this address or id has already been registered")
	}
	return err
}

func (s *Service) answerID(ctx context.Context, call *query.Call, d desk, id value.Value) (*query.Answer, error) {
	u, err := find(ctx, call, d, eq("id", id))
	if err != nil {
		return nil, err
	}
	if u == nil {
		return nil, refuse(userNotFound, "the user is gone")
	}
	return s.answerUser(ctx, call, d, u)
}

// vacant refuses addresses that other users have.
func (s *Service) vacant(ctx context.Context, call *query.Call, d desk, id value.Value, to said) error {
	taken := func(field, key string) (bool, error) {
		if key == "" {
			return false, nil
		}
		u, err := find(ctx, call, d, eq(field, value.OfText(key)))
		return u != nil && u.at("id").Raw() != id.Raw(), err
	}
	if there, err := taken(to.address.keyField(), to.address.key); err != nil || there {
		if err == nil {
			err = refuse(emailExists, "a user with this email address has already been registered")
		}
		return err
	}
	if there, err := taken("phone", to.phone); err != nil || there {
		if err == nil {
			err = refuse(phoneExists, "a user with this phone number has already been registered")
		}
		return err
	}
	return nil
}

// addMade adds a user whom an administrator makes, who never signed in and
// whose addresses nobody has shown to be theirs unless the call says so.
func (s *Service) addMade(ctx context.Context, l *list, call *query.Call, id value.Value, to said) error {
	u := newUser{ID: id, Address: to.address, Password: to.hash, Verified: call.Arg("email_confirm").Bool(),
		Data: changeTo(to.changes, "user_metadata"), AppData: changeTo(to.changes, "app_metadata")}
	if to.address.typed == "" {
		u.Address, u.Verified = address{typed: to.phone, key: to.phone, phone: true}, call.Arg("phone_confirm").Bool()
	}
	if err := s.beforeSignUp(ctx, call, &u); err != nil {
		return err
	}
	s.addUser(l, u, call.Now)
	changes := []member{is("last_sign_in_at", value.Value{})}
	if to.phone != "" && !u.Address.phone {
		changes = append(changes, text("phone", to.phone), is("phone_confirmed_at", when(call.Arg("phone_confirm").Bool(), call.Now)))
	}
	for _, m := range to.changes {
		if m.name != "user_metadata" && m.name != "app_metadata" { // which the user was made with
			changes = append(changes, m)
		}
	}
	l.update("auth_users", []test{eq("id", id)}, changes)
	return nil
}

// changeTo is what changes make of a member, null where they leave it.
func changeTo(changes []member, name string) value.Value {
	for _, m := range changes {
		if m.name == name {
			return m.v
		}
	}
	return value.Value{}
}
