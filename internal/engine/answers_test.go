package engine_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"bedplate/fault"
	"bedplate/internal/engine"
	"bedplate/internal/engine/enginetest"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/storetest/stores"
)

// things may be written by everyone who is somebody.
const things = `
collection: things
key: [id]
fields:
  id: int
  name: {type: text, unique: true}
rules:
  read: "true"
  create: auth.id != null
  update: auth.id != null
`

// retries is an engine that keeps answers, on a clock that tests set.
type retries struct {
	*app
	after atomic.Int64 // seconds since now
}

func newRetries(t *testing.T, storeName, files string, interceptors ...engine.Interceptor) *retries {
	s, err := schema.Load(fstest.MapFS{"schema/test.yaml": {Data: []byte(files)}}, ".",
		schema.Options{System: engine.Collections()})
	if err != nil {
		t.Fatal(err)
	}
	a := &retries{}
	e := enginetest.Open(t, storeName, engine.Options{Schema: s, WriteRows: 1000, Interceptors: interceptors,
		Clock: func() time.Time { return now.Add(time.Duration(a.after.Load()) * time.Second) }})
	a.app = &app{t: t, Engine: e, schema: s, as: user("ann")}
	return a
}

// answer is what became of a request: whether it was answered as before, with
// what, and the code of its failure.
type answer struct {
	again bool
	text  string
	code  fault.Code
}

// try sends operations with a key, as a door does.
func (a *retries) try(p *query.Principal, key, body string, ops ...query.Operation) answer {
	var given string
	again := &query.Idempotency{Key: key, Scope: "POST /things", Digest: sha256.Sum256([]byte(body)),
		Keep: func(results []query.Result, err error) []byte {
			if given = string(fault.CodeOf(err)); err == nil {
				given = fmt.Sprint(results[0].Affected)
			}
			return []byte(given)
		}}
	results, err := a.Do(context.Background(), p, &query.Request{Schema: a.schema, Ops: ops, Idempotency: again}, nil)
	switch {
	case again.Kept != nil && (results != nil || err != nil):
		a.t.Errorf("besides the answer that was kept there came %v, %v", results, err)
	case again.Kept != nil:
		return answer{again: true, text: string(again.Kept)}
	}
	return answer{text: given, code: fault.CodeOf(err)}
}

func (a *retries) thing(id, name string) query.Operation {
	return a.create("things", row{"id": id, "name": name})
}

func onEveryRetry(t *testing.T, test func(t *testing.T, a *retries)) {
	t.Parallel()
	stores.Each(t, func(t *testing.T, name string) {
		test(t, newRetries(t, name, things))
	})
}

// TestRetries: a request with a key is done once.
func TestRetries(t *testing.T) {
	onEveryRetry(t, func(t *testing.T, a *retries) {
		ann, bob := user("ann"), user("bob")
		boss := &query.Principal{Role: "boss", ID: "ann"}
		service := &query.Principal{Role: query.RoleService}
		steps := []struct {
			what      string
			as        *query.Principal
			key, body string
			op        query.Operation
			want      answer
		}{
			{"the first time", ann, "k", "1", a.thing("1", "one"), answer{text: "1"}},
			{"again", ann, "k", "1", a.thing("1", "one"), answer{again: true, text: "1"}},
			{"another body", ann, "k", "2", a.thing("2", "two"), answer{code: fault.KeyReused}},
			{"another caller's same key", bob, "k", "2", a.thing("2", "two"), answer{text: "1"}},
			{"the same caller in another role", boss, "k", "1", a.thing("1", "one"), answer{code: fault.KeyReused}},
			{"the service role", service, "k", "1", a.thing("3", "three"), answer{text: "1"}},
			{"one who is refused", ann, "r", "1", a.thing("1", "uno"), answer{text: "unique", code: fault.Unique}},
			{"refused again, though it could be done", ann, "r", "1", a.thing("9", "nine"), answer{again: true, text: "unique"}},
			{"a reader", ann, "k", "9", a.read("things", "", "id"), answer{}},
		}
		for _, s := range steps {
			if got := a.try(s.as, s.key, s.body, s.op); got != s.want {
				t.Errorf("%s: got %+v, want %+v", s.what, got, s.want)
			}
		}
		a.rows(a.read("things", "", "id"), `{"id":1}`, `{"id":2}`, `{"id":3}`)
	})
}

// TestRetriesTogether: of a hundred at once, one is done, and all are answered
// alike.
func TestRetriesTogether(t *testing.T) {
	onEveryRetry(t, func(t *testing.T, a *retries) {
		a.must(a.thing("1", "one"))
		add := byKey(a.update("things", "id == 1", nil))
		add.Changes = []query.Change{{Field: 1, Op: query.Append, Value: a.thing("1", "+").Rows[0][1]}}
		var wait sync.WaitGroup
		var firsts atomic.Int32
		for range 100 {
			wait.Go(func() {
				switch got := a.try(user("ann"), "k", "1", add); got {
				case answer{text: "1"}:
					firsts.Add(1)
				case answer{again: true, text: "1"}:
				default:
					t.Errorf("got %+v", got)
				}
			})
		}
		wait.Wait()
		if firsts.Load() != 1 {
			t.Errorf("it was done %d times", firsts.Load())
		}
		a.rows(a.read("things", "", "name"), `{"name":"one+"}`)
	})
}

// TestRetriesEnd: answers are kept for a day, and then they go.
func TestRetriesEnd(t *testing.T) {
	onEveryRetry(t, func(t *testing.T, a *retries) {
		for n := range 20 {
			a.try(a.as, fmt.Sprint("k", n), "1", a.thing(fmt.Sprint(n), fmt.Sprint(n)))
		}
		a.after.Store(24*60*60 - 1)
		if got := a.try(a.as, "k1", "1", a.thing("1", "1")); !got.again {
			t.Errorf("within the day: %+v", got)
		}
		a.after.Store(24 * 60 * 60)
		if got := a.try(a.as, "k1", "2", a.thing("100", "100")); got != (answer{text: "1"}) {
			t.Errorf("after it: %+v", got)
		}
		a.after.Store(24*60*60 + 1)
		for n := range 3 { // each clears some away
			a.try(a.as, fmt.Sprint("n", n), "1", a.thing(fmt.Sprint(200+n), fmt.Sprint(200+n)))
		}
		if got := a.kept(); got != 4 {
			t.Errorf("%d answers are kept, want those of the second day", got)
		}
	})
}

// kept counts the answers in the store by trying every key that tests use.
func (a *retries) kept() int {
	a.after.Store(0) // where nothing has expired
	n := 0
	for _, prefix := range []string{"k", "n"} {
		for i := range 20 {
			if got := a.try(a.as, fmt.Sprint(prefix, i), "none", a.thing("1", "1")); got.code == fault.KeyReused {
				n++
			}
		}
	}
	return n
}

// TestRetriesBounds are answers that are too long, and what keeps none.
func TestRetriesBounds(t *testing.T) {
	onEveryRetry(t, func(t *testing.T, a *retries) {
		send := func(rollback bool, id string, keep func() []byte) (*query.Idempotency, error) {
			again := &query.Idempotency{Key: id, Keep: func([]query.Result, error) []byte { return keep() }}
			_, err := a.Do(t.Context(), a.as, &query.Request{Schema: a.schema, Rollback: rollback,
				Ops: []query.Operation{a.thing(id, id)}, Idempotency: again}, nil)
			return again, err
		}
		long := func() []byte { return bytes.Repeat([]byte("x"), query.MaxAnswer+1) }
		if _, err := send(false, "1", long); err != nil {
			t.Fatal(err)
		}
		if _, err := send(false, "1", long); fault.CodeOf(err) != fault.Done {
			t.Errorf("an answer that is too long to keep: %v", err)
		}
		none := func() []byte { return nil }
		if _, err := send(false, "2", none); err != nil {
			t.Fatal(err)
		}
		if again, err := send(false, "2", none); fault.CodeOf(err) != fault.Unique || again.Kept != nil {
			t.Errorf("without an answer nothing is kept: %v", err)
		}
		for range 2 {
			if _, err := send(true, "3", long); err != nil {
				t.Errorf("what is rolled back is never done: %v", err)
			}
		}
		a.rows(a.read("things", "", "id"), `{"id":1}`, `{"id":2}`)
	})
}

// TestRetriesRefused are keys that cannot be honoured.
func TestRetriesRefused(t *testing.T) {
	t.Parallel()
	a := newRetries(t, "mem", things)
	for what, c := range map[string]struct {
		as   *query.Principal
		key  string
		want fault.Code
	}{
		"nobody":            {query.Anonymous, "k", fault.Unsupported},
		"a role without id": {&query.Principal{Role: "kiosk"}, "k", fault.Unsupported},
		"no key":            {a.as, "", fault.Value},
		"a long key":        {a.as, strings.Repeat("k", query.MaxKey+1), fault.TooLong},
		"the longest key":   {a.as, strings.Repeat("k", query.MaxKey), ""},
		"a control":         {a.as, "a\nb", fault.Value},
		"other than ASCII":  {a.as, "ключ", fault.Value},
		"with spaces":       {a.as, `"a key"`, ""},
	} {
		if got := a.try(c.as, c.key, "1", a.thing(fmt.Sprint(len(what)), what)); got.code != c.want {
			t.Errorf("%s: got %+v, want %q", what, got, c.want)
		}
	}
	theirs := newRetries(t, "mem", strings.Replace(things, "key:", "manage: false\nkey:", 1))
	if got := theirs.try(theirs.as, "k", "1", theirs.thing("1", "one")); got.code != fault.Unsupported {
		t.Errorf("on a database that is not managed: %+v", got)
	}
}

// TestRetryOfAMoment: a failure that may pass is not kept, and an effect is told
// of once.
func TestRetryOfAMoment(t *testing.T) {
	t.Parallel()
	stores.Each(t, func(t *testing.T, name string) {
		var tried, told int
		a := newRetries(t, name, things, engine.Interceptor{
			Inside: func(context.Context, *engine.Tx, []engine.Change) error {
				if tried++; tried == 1 {
					return fault.New(fault.Unavailable, "not now")
				}
				return nil
			},
			After: func(context.Context, []engine.Change) { told++ },
		})
		if got := a.try(a.as, "k", "1", a.thing("1", "one")); got.code != fault.Unavailable {
			t.Errorf("at first: %+v", got)
		}
		if got := a.try(a.as, "k", "1", a.thing("1", "one")); got != (answer{text: "1"}) {
			t.Errorf("then: %+v", got)
		}
		if got := a.try(a.as, "k", "1", a.thing("1", "one")); !got.again {
			t.Errorf("and again: %+v", got)
		}
		if told != 1 || tried != 2 {
			t.Errorf("it was tried %d times and told %d times", tried, told)
		}
	})
}
