package engine_test

import (
	"testing"

	"bedplate/query"
)

// TestBarred knows for whom an operation can come to nothing whatever records
// hold, and says so of nobody who could.
func TestBarred(t *testing.T) {
	t.Parallel()
	a := newApp(t, "mem", `
collection: nobody
key: [id]
fields: {id: int}
rules: {update: "true"}
---
collection: staff
key: [id]
fields: {id: int}
rules: {create: auth.role == "staff"}
---
collection: own
key: [id]
fields: {id: int, owner: text}
rules: {create: auth.id != null && owner == auth.id, update: auth.role == "staff"}
---
collection: either
key: [id]
fields: {id: int}
rules: {create: auth.role == "staff" || id > 3}
---
collection: neither
key: [id]
fields: {id: int}
rules: {create: auth.role == "staff" || auth.role == "boss" && id > 3}
---
collection: unlike
key: [id]
fields: {id: int}
rules: {create: "!(auth.role == \"staff\") && !(id > 3)"}
---
collection: inside
key: [id]
fields: {id: int, owner: text}
rules: {read: auth.role == "staff", update: owner == auth.id, delete: "true"}
---
collection: open
key: [id]
fields: {id: int}
rules: {read: "true", update: id > 3 && auth.role == "staff", delete: auth.id != null && id > 3}
---
collection: mine
key: [id]
fields: {id: int, owner: {type: ref, to: mine, back: owned}, name: text}
rules: {read: "owned.exists(o, o.name == auth.id)", create: name == auth.id, update: name != auth.id, delete: "!(name == auth.id)"}
---
collection: claimed
key: [id]
fields: {id: int, level: int}
rules: {create: level <= auth.claims.level, update: auth.id == null || level == 1, delete: "!owned.exists(o, o.name == auth.id)", read: "true"}
---
collection: owned
key: [id]
fields: {id: int, name: text, claimed: {type: ref, to: claimed, back: owned}}
`)
	anyone, one, staff := query.Anonymous, user("1"), &query.Principal{Role: "staff", ID: "2"}
	service := &query.Principal{Role: query.RoleService}
	for _, test := range []struct {
		collection string
		kind       query.Kind
		barred     []*query.Principal
		free       []*query.Principal
	}{
		{"nobody", query.Create, []*query.Principal{anyone, one, staff}, []*query.Principal{service}},
		{"nobody", query.Upsert, nil, []*query.Principal{anyone, one, staff, service}},
		{"staff", query.Create, []*query.Principal{anyone, one}, []*query.Principal{staff, service}},
		{"staff", query.Upsert, []*query.Principal{anyone, one}, []*query.Principal{staff, service}},
		{"own", query.Create, []*query.Principal{anyone}, []*query.Principal{one, staff, service}},
		{"own", query.Upsert, []*query.Principal{anyone}, []*query.Principal{one, staff, service}},
		{"either", query.Create, nil, []*query.Principal{anyone, one, staff, service}},
		{"neither", query.Create, []*query.Principal{anyone, one}, []*query.Principal{staff, service}},
		{"unlike", query.Create, []*query.Principal{staff}, []*query.Principal{anyone, one, service}},
		{"nobody", query.Read, []*query.Principal{anyone, one, staff}, []*query.Principal{service}},
		{"nobody", query.Update, []*query.Principal{anyone, one, staff}, []*query.Principal{service}},
		{"inside", query.Read, []*query.Principal{anyone, one}, []*query.Principal{staff, service}},
		{"inside", query.Update, []*query.Principal{anyone, one}, []*query.Principal{staff, service}},
		{"inside", query.Delete, []*query.Principal{anyone, one}, []*query.Principal{staff, service}},
		{"open", query.Read, nil, []*query.Principal{anyone, one, staff, service}},
		{"open", query.Update, []*query.Principal{anyone, one}, []*query.Principal{staff, service}},
		{"open", query.Delete, []*query.Principal{anyone}, []*query.Principal{one, staff, service}},
		{"mine", query.Read, []*query.Principal{anyone}, []*query.Principal{one, staff, service}},
		{"mine", query.Create, []*query.Principal{anyone}, []*query.Principal{one, staff, service}},
		{"mine", query.Update, []*query.Principal{anyone}, []*query.Principal{one, staff, service}},
		{"mine", query.Delete, []*query.Principal{anyone}, []*query.Principal{one, staff, service}},
		{"claimed", query.Create, []*query.Principal{anyone, one}, []*query.Principal{service}},
		{"claimed", query.Update, nil, []*query.Principal{anyone, one, staff, service}},
		{"claimed", query.Delete, nil, []*query.Principal{anyone, one, staff, service}},
	} {
		c := a.collection(test.collection)
		for _, p := range test.barred {
			if !a.Rights(p, query.Source{}).Barred(c, test.kind) {
				t.Errorf("%s may do it to %s (%d)", p.Role, c.Name, test.kind)
			}
		}
		for _, p := range test.free {
			if a.Rights(p, query.Source{}).Barred(c, test.kind) {
				t.Errorf("%s is barred from %s (%d)", p.Role, c.Name, test.kind)
			}
		}
	}
}
