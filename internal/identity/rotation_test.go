package identity

import (
	"slices"
	"testing"
	"time"

	"bedplate/value"
)

// kids are the keys that everyone is told of.
func kids(t *testing.T, s *Service) []string {
	t.Helper()
	raw, _ := s.PublicKeys()
	var out []string
	for _, k := range read[struct{ Keys []struct{ Kid string } }](t, value.OfJSON(string(raw))).Keys {
		out = append(out, k.Kid)
	}
	return out
}

// A new key is told of before it signs, and the one before for as long as its
// tokens live; on every server.
func TestRotation(t *testing.T) {
	onEveryStore(t, nil, func(t *testing.T, a *app) {
		other := a.server(a.engine.Schema(), nil)
		learn := func() (signs [2]string, told [2][]string) {
			t.Helper()
			for i, s := range []*Service{a.Service, other} {
				if err := s.loadKeys(t.Context()); err != nil {
					t.Fatal(err)
				}
				signs[i], told[i] = s.keys.set.Load().kid, kids(t, s)
			}
			if signs[0] != signs[1] || !slices.Equal(told[0], told[1]) {
				t.Errorf("the servers differ: %v, %v", signs, told)
			}
			return signs, told
		}
		first := a.keys.set.Load().kid
		a.clock.pass(time.Hour)
		if _, err := a.value("auth_rotate_signing_key", nil); err != nil {
			t.Fatal(err)
		}
		signs, told := learn()
		if signs[0] != first || len(told[0]) != 2 {
			t.Errorf("before: %v signs, of %v", signs[0], told[0])
		}
		a.clock.pass(keyLead)
		signs, told = learn()
		if signs[0] == first || !slices.Contains(told[0], first) || len(told[0]) != 2 {
			t.Errorf("after: %v signs, of %v", signs[0], told[0])
		}
		second := signs[0]
		a.clock.pass(a.Access + endedSlack)
		signs, told = learn()
		if signs[0] != second || !slices.Equal(told[0], []string{second}) {
			t.Errorf("at last: %v signs, of %v", signs[0], told[0])
		}
		a.clock.pass(time.Second)
		if _, err := a.value("auth_rotate_signing_key", nil); err != nil {
			t.Fatal(err)
		}
		a.clock.pass(time.Second)
		v, err := a.value("auth_rotate_signing_key", args{"at_once": true})
		if err != nil {
			t.Fatal(err)
		}
		signs, told = learn()
		if signs[0] == second || !slices.Equal(told[0], signs[:1]) {
			t.Errorf("at once: %v signs, of %v", signs[0], told[0])
		}
		if listed := read[[]signingKeyDocument](t, v); len(listed) != 1 || !listed[0].Signs || listed[0].KID != signs[0] {
			t.Errorf("%+v", listed)
		}
	})
}
