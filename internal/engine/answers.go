package engine

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"hash"
	"slices"
	"time"

	"bedplate/fault"
	"bedplate/internal/planner"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/value"
)

// The answers that are kept for requests that may be sent again.
const (
	answersName = schema.SystemPrefix + "answers"
	// answerLife is how long an answer is kept.
	answerLife = 24 * time.Hour
	// swept is how many expired answers go when a new one comes.
	swept = 8
)

// The fields of a kept answer, as Collections declares them.
const (
	answerName  = iota // a hash of caller, scope and key
	answerAsked        // a hash of what was asked
	answerGiven        // null where it was too long
	answerExpires
)

// Collections declares what an engine keeps for itself in the stores, for
// schema.Options.System.
func Collections() []*schema.Decl {
	return []*schema.Decl{{
		Name:    answersName,
		Comment: "Answers to requests with an Idempotency-Key.",
		Key:     []string{"name"},
		Fields: []*schema.FieldDecl{
			{Name: "name", Type: "text", Max: 43},
			{Name: "asked", Type: "text", Max: 43, Required: true},
			{Name: "answer", Type: "bytes"},
			{Name: "expires", Type: "time", Required: true},
		},
		Indexes: []*schema.IndexDecl{{On: []string{"expires"}}},
	}}
}

// answers keeps answers on one store.
type answers struct {
	c      *schema.Collection
	insert *plan.Insert
	remove *plan.Delete
	old    *planner.Read
}

// newAnswers gives nil for a schema whose stores keep none.
func newAnswers(s *schema.Schema, stores map[string]*store.Store) (*answers, error) {
	c := s.Collection(answersName)
	if c == nil || !stores[c.Store].Capabilities().Transactions {
		return nil, nil
	}
	st := stores[c.Store]
	old, err := planner.Before(planner.Target{Capabilities: st.Capabilities(), Prepare: st.Prepare}, c, answerExpires)
	if err != nil {
		return nil, err
	}
	every := func(int) bool { return true }
	return &answers{c: c, insert: planner.InsertOf(c, every), remove: &plan.Delete{From: c}, old: old}, nil
}

// repeatable refuses a key for retries where it could not be honoured.
func (r *run) repeatable() error {
	if err := r.req.Idempotency.Refuse(r.principal); err != nil {
		return err
	}
	a := r.engine.answers
	if r.storeName != "" && (a == nil || a.c.Store != r.storeName) {
		return fault.Of(fault.Unsupported, "Idempotency-Key",
			"store %s takes no key for retries: its tables are not managed by Bedplate", r.storeName).
			WithHint("send the request without one, or let Bedplate manage the store: manage: true")
	}
	return nil
}

// again gives what makes the request repeatable, nil where nothing does.
func (r *run) again() *query.Idempotency {
	if r.req.Rollback {
		return nil
	}
	return r.req.Idempotency
}

// answered looks whether the request was done before: then it is not to be
// done again. An answer that is past its time goes.
func (w *writer) answered(again *query.Idempotency) (bool, error) {
	again.Kept = nil
	a := w.engine.answers
	like := make([]value.Value, len(a.c.Fields))
	like[answerName] = value.OfText(w.nameOf(again))
	found, err := w.lookup(a.c, a.c.Key, like, 1)
	if err != nil || len(found) == 0 {
		return false, err
	}
	was := found[0]
	if was[answerExpires].Micros() <= w.now.Micros() {
		_, err := w.tx.Delete(w.ctx, a.remove, like[answerName:answerName+1])
		return false, err
	}
	if was[answerAsked].Raw() != w.askedOf(again) {
		return false, fault.Of(fault.KeyReused, "Idempotency-Key", "this key came with another request before").
			WithHint("a key belongs to one request: the same body, preferences and form of answer, by the same caller in the same role")
	}
	if was[answerGiven].IsNull() {
		return false, fault.Of(fault.Done, "Idempotency-Key", "the request was done, and its answer was too long to be kept").
			WithHint("read what it wrote; return=minimal gives short answers")
	}
	again.Kept = []byte(was[answerGiven].Raw())
	return true, nil
}

// keepAnswer keeps an answer, and clears a few others away.
func (w *writer) keepAnswer(again *query.Idempotency, answer []byte) error {
	if answer == nil {
		return nil
	}
	a := w.engine.answers
	rec := make([]value.Value, len(a.c.Fields))
	rec[answerName] = value.OfText(w.nameOf(again))
	rec[answerAsked] = value.OfText(w.askedOf(again))
	if len(answer) <= query.MaxAnswer {
		rec[answerGiven] = value.OfBytes(string(answer))
	}
	rec[answerExpires] = value.OfTime(w.now.Micros() + answerLife.Microseconds())
	if _, err := w.tx.Insert(w.ctx, a.insert, rec); err != nil {
		if fault.CodeOf(err) == fault.Unique { // by another node, at the same time
			return fault.Wrap(fault.Conflict, err, "the same request is being done")
		}
		return err
	}
	w.limits = append(w.limits[:0], limits{limit: swept})
	rec[answerExpires] = w.now
	expired, err := w.rowsOf(a.old, &at{row: rec})
	for i := 0; err == nil && i < len(expired); i++ {
		_, err = w.tx.Delete(w.ctx, a.remove, expired[i])
	}
	return err
}

// keepFailure keeps the answer to a request that failed and left nothing
// behind. It gives the error to answer with: nil where another one of the same
// key was done meanwhile.
func (r *run) keepFailure(ctx context.Context, mode driver.Mode, again *query.Idempotency, failed error) error {
	if momentary[fault.CodeOf(failed)] {
		return failed
	}
	err := r.store.Transact(ctx, mode, func(tx driver.Tx) error {
		budget := r.engine.rows
		w := &writer{run: r, ctx: ctx, tx: tx, budget: &budget}
		if known, err := w.answered(again); known || err != nil {
			return err
		}
		return w.keepAnswer(again, again.Keep(nil, failed))
	})
	switch code := fault.CodeOf(err); {
	case code == fault.KeyReused || code == fault.Done:
		return err
	case err == nil && again.Kept != nil:
		return nil
	}
	return failed // kept or not: sent again, it fails again or is done
}

// momentary are the failures after which the same request may be done, and those
// that are about the key itself.
var momentary = map[fault.Code]bool{
	fault.Internal: true, fault.Conflict: true, fault.Timeout: true, fault.Canceled: true,
	fault.Unavailable: true, fault.Full: true, fault.Unknown: true, fault.SchemaChanged: true,
	fault.KeyReused: true, fault.Done: true,
}

// nameOf is under what an answer is kept: nobody finds another caller's.
func (r *run) nameOf(again *query.Idempotency) string {
	who := "caller"
	if r.principal.Service() {
		who = "service"
	}
	return digest(who, r.principal.ID, again.Scope, again.Key)
}

// askedOf tells requests under one name apart. What the caller may do is
// part of it: nobody is answered again in another role.
func (r *run) askedOf(again *query.Idempotency) string {
	p := r.principal
	parts := append([]string{string(again.Digest[:]), p.Role, p.Tenant, p.AAL, p.Scope.String()}, slices.Sorted(slices.Values(p.Roles))...)
	return digest(parts...)
}

// digest is a hash of texts that no other texts have.
func digest(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		writeText(h, p)
	}
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}

func writeText(h hash.Hash, text string) {
	h.Write(binary.AppendUvarint(nil, uint64(len(text))))
	h.Write([]byte(text))
}
