package engine_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"bedplate/internal/engine"
	"bedplate/query"
	"bedplate/store/storetest/stores"
)

// TestDoorsTellNothingOfWrites makes random writes at every door, and undoes them. What a
// write does may depend on what is hidden, as rules, keys and references do. No answer to
// one holds a value that the caller may see neither before nor after, nor the name of a
// hidden field.
func TestDoorsTellNothingOfWrites(t *testing.T) {
	t.Parallel()
	stores.Each(t, func(t *testing.T, kind string) {
		for seed := range uint64(stores.Cases(kind, (*leakWorlds+2)/3)) {
			t.Run(fmt.Sprint(seed), func(t *testing.T) {
				r := rand.New(rand.NewPCG(seed, 13))
				w, err := newWorld(r)
				if err == nil {
					err = w.seal()
				}
				if err != nil {
					t.Fatal(err)
				}
				p := callers[seed%uint64(len(callers))]
				if w, err = w.twin(r, p); err != nil { // for names that stand nowhere else
					t.Fatal(err)
				}
				var made []engine.Change
				h := w.open(t, kind, engine.Interceptor{Inside: func(_ context.Context, _ *engine.Tx, changes []engine.Change) error {
					made = append(made, changes...)
					return nil
				}})
				for range requestsPerWorld {
					made = nil
					said := newSpeaker(r, w, p).write()
					w.tellsNothing(t, p, said, h.ask(p, said), &made)
				}
			})
		}
	})
}

func (w *world) tellsNothing(t *testing.T, p *query.Principal, said phrase, answer string, made *[]engine.Change) {
	t.Helper()
	if strings.HasPrefix(answer, "500") && !strings.Contains(answer, "soap") {
		t.Fatalf("%v asks\n%v\n%s", p, said, answer)
	}
	known := map[string]bool{}
	w.seenBy(p).markers(known)
	after := w.after(*made)
	after.files = w.files
	after.seenBy(p).markers(known)
	for _, m := range marker.FindAllString(said.String(), -1) {
		known[m] = true
	}
	for _, m := range marker.FindAllString(answer, -1) {
		if !known[m] {
			t.Fatalf("%v asks\n%v\nand learns %s from\n%s\n%s", p, said, m, answer, w.files)
		}
	}
	if !strings.Contains(said.String(), disguise) && strings.Contains(answer, disguise) {
		t.Fatalf("%v asks\n%v\nand learns a hidden name from\n%s\n%s", p, said, answer, w.files)
	}
}

// undone undoes whatever is asked.
type undone struct{ query.Doer }

func (u undone) Do(ctx context.Context, p *query.Principal, req *query.Request, sink query.Sink) ([]query.Result, error) {
	again := *req
	again.Rollback = true
	return u.Doer.Do(ctx, p, &again, sink)
}

// write is a request that changes something, at one of the doors.
func (s speaker) write() phrase {
	c := s.collection()
	var names []string
	values := map[string]string{}
	for range 1 + s.IntN(3) {
		name := s.field(c)
		if !slices.Contains(names, name) {
			names = append(names, name)
			values[name] = s.literal(name)
		}
	}
	if id := s.id(c); s.IntN(3) > 0 && !slices.Contains(names, "id") {
		names = append(names, "id")
		if values["id"] = id; s.IntN(3) > 0 {
			values["id"] = fmt.Sprint(900_000 + s.IntN(1000))
		}
	}
	fields := func(form string, key func(string) string) string {
		var all []string
		for _, name := range names {
			val := values[name]
			if strings.IndexByte("0123456789", val[0]) < 0 && val != "true" && val != "false" && !strings.HasPrefix(form, "<") {
				val = `"` + val + `"`
			}
			all = append(all, strings.NewReplacer("K", key(name), "V", val).Replace(form))
		}
		return strings.Join(all, map[bool]string{true: "", false: ","}[strings.HasPrefix(form, "<")])
	}
	same := func(name string) string { return name }
	key := s.id(c)
	switch s.IntN(3) {
	case 0:
		body := "{" + fields(`"K":V`, same) + "}"
		p := phrase{method: oneOf(s.Rand, []string{"POST", "PATCH", "PUT", "DELETE"}), target: "/rest/v1/" + c, body: body, prefer: "return=representation"}
		switch {
		case p.method == "POST":
			p.prefer += oneOf(s.Rand, []string{"", ", resolution=merge-duplicates", ", resolution=ignore-duplicates"})
		case p.method == "PUT" || s.IntN(2) == 0:
			p.target += "/" + key
		default:
			p.target += "?id=gt." + key
		}
		if p.method == "DELETE" {
			p.body = ""
		}
		return p
	case 1:
		object := fields("K: V", func(name string) string {
			if ones[name] {
				return name + "_id"
			}
			return name
		})
		text := oneOf(s.Rand, []string{
			"insert_C(objects: [{O}]) { affected_rows returning { F } }", "insert_C_one(object: {O}, on_conflict: {constraint: C_pkey, update_columns: [id]}) { F }",
			"update_C(where: {id: {_gte: I}}, _set: {O}) { affected_rows returning { F } }", "update_C_by_pk(pk_columns: {id: I}, _set: {O}) { F }",
			"delete_C(where: {id: {_eq: I}}) { affected_rows returning { F } }", "delete_C_by_pk(id: I) { F }"})
		text = strings.NewReplacer("C", c, "O", object, "F", "id "+s.graphField(c), "I", key).Replace(text)
		return phrase{method: "POST", target: "/graphql/v1", body: s.document("mutation { " + text + " }")}
	}
	record := fields("<K>V</K>", same)
	text := oneOf(s.Rand, []string{"<Create_C><values>O</values><returning>1</returning></Create_C>",
		"<Update_C><key><id>I</id></key><changes>O</changes><returning>1</returning></Update_C>", "<Delete_C><key><id>I</id></key><returning>1</returning></Delete_C>",
		"<CreateMany_C><values>O</values><values>O</values></CreateMany_C>"})
	return phrase{method: "POST", target: "/soap/v1", body: enveloped(strings.NewReplacer("_C", "_"+c, "O", record, "I", key).Replace(text))}
}
