// Package engine answers requests: it grants, plans and runs them, in one
// transaction where they write. It is the only way to a store, for doors and
// services alike; what it decides about writes (defaults, checks, rules on old
// and new, upserts, cascades) means the same on every store, because stores
// only read by plan and write by key.
//
// It parses nothing and encodes nothing: doors do.
package engine

import (
	"context"
	"crypto/rand"
	"slices"
	"sync"
	"time"

	"bedplate/fault"
	"bedplate/internal/access"
	"bedplate/internal/planner"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store"
)

// Options are what an engine is made of.
type Options struct {
	Schema *schema.Schema
	// Stores by the names that collections give; "main" at least.
	Stores map[string]*store.Store
	// Epochs are the schema epochs of the stores, by name: a write is refused
	// where its store has come to another one. A store without one has none.
	Epochs map[string]int64
	// Page is the most rows a list gives, embedded ones too; 1000 by default.
	Page int
	// WriteRows is the most records that one operation may change, cascades
	// included; 100,000 by default.
	WriteRows int
	// TagKey keys the tags of records (query.Result.Tag); one of this process
	// alone by default.
	TagKey []byte
	// Clock gives a request its time; time.Now by default.
	Clock query.Clock
	// Interceptors are the services' seams, run in order.
	Interceptors []Interceptor
	// Actions do what the schema's actions declare, by their names.
	Actions map[string]query.ActionFunc
	// ActionTime is how long an action may take; 15 seconds by default.
	ActionTime time.Duration
}

// Engine is a query.Doer over a schema and its stores. It is safe for
// concurrent use, and never changes: a new schema is a new Engine over the same
// stores.
type Engine struct {
	schema       *schema.Schema
	stores       map[string]*store.Store
	epochs       map[string]int64
	page, rows   int
	clock        query.Clock
	interceptors []Interceptor
	actions      map[string]query.ActionFunc
	actionTime   time.Duration
	plans        *store.Cache[*planner.Plan]
	inner        *innerPlans
	answers      *answers // nil where none can be kept
	tagKey       []byte
	taggers      sync.Pool
	// known tells of which stores every table is known.
	known sync.Map
}

// The plans kept for a schema are bounded by their number, and by the size of
// their shapes: the longer a shape, the larger its plan.
const (
	planCacheSize  = 4096
	planCacheBytes = 1 << 20
)

// New makes an engine. Every collection's store must be there.
func New(o Options) (*Engine, error) {
	if o.Page == 0 {
		o.Page = 1000
	}
	if o.WriteRows == 0 {
		o.WriteRows = 100_000
	}
	if o.ActionTime == 0 {
		o.ActionTime = actionTime
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if len(o.TagKey) == 0 {
		o.TagKey = make([]byte, 32)
		_, _ = rand.Read(o.TagKey) // never fails
	}
	for _, c := range o.Schema.Collections {
		if o.Stores[c.Store] == nil {
			return nil, fault.Of(fault.Internal, c.Name, "collection %s is on store %s, which is not open", c.Name, c.Store)
		}
		if caps := o.Stores[c.Store].Capabilities(); len(c.Search) > 0 && !caps.Search {
			return nil, fault.Of(fault.Unsupported, c.Name, "collection %s says search:, and store %s (%s) has no full-text search", c.Name, c.Store, caps.Name).
				WithHint("leave search: out, or put the collection on another store")
		}
	}
	if err := implemented(o.Schema, o.Actions); err != nil {
		return nil, err
	}
	e := &Engine{
		schema: o.Schema, stores: o.Stores, epochs: o.Epochs, page: o.Page, rows: o.WriteRows,
		clock: o.Clock, interceptors: o.Interceptors, actions: o.Actions, actionTime: o.ActionTime,
		plans: store.NewCache[*planner.Plan](planCacheSize, planCacheBytes), inner: newInnerPlans(),
		tagKey: o.TagKey,
	}
	var err error
	if e.answers, err = newAnswers(o.Schema, o.Stores); err != nil {
		return nil, err
	}
	e.taggers.New = e.newTagger
	return e, nil
}

// Schema gives the schema that requests must be written against.
func (e *Engine) Schema() *schema.Schema { return e.schema }

// Rights tells what a caller may know and do; see query.Doer.
func (e *Engine) Rights(p *query.Principal, src query.Source) query.Rights {
	return Rights(p, src, e.clock())
}

// Rights is Engine.Rights where no engine serves.
func Rights(p *query.Principal, src query.Source, now time.Time) query.Rights {
	facts := callerOf(p, &src, now.UnixMicro())
	return access.RightsOf(p, &facts)
}

// Do runs a request; see query.Doer.
func (e *Engine) Do(ctx context.Context, p *query.Principal, req *query.Request, sink query.Sink) ([]query.Result, error) {
	if err := e.takes(req); err != nil || len(req.Ops) == 0 {
		return nil, err
	}
	for i := range e.interceptors {
		if prepare := e.interceptors[i].Prepare; prepare != nil {
			if err := prepare(ctx, p, req); err != nil {
				return nil, err
			}
		}
	}
	r := e.begin(p, req, sink)
	defer r.end()
	if req.Idempotency != nil {
		if err := r.repeatable(); err != nil {
			return nil, err
		}
	}
	if err := r.planned(); err != nil {
		return nil, err
	}
	if r.plan.Writes {
		return r.write(ctx)
	}
	return r.read(ctx)
}

// takes refuses a request that was written against another schema.
func (e *Engine) takes(req *query.Request) error {
	if req.Schema != e.schema {
		return fault.New(fault.SchemaChanged, "the schema changed while the request was read").
			WithHint("send the request again")
	}
	return nil
}

// planned finds the request's plan, or grants and makes it.
func (r *run) planned() error {
	r.shape = appendShape(r.shape[:0], r.req)
	r.shape = access.Fingerprint(r.shape, r.principal, &r.caller, r.req)
	if p, ok := r.engine.plans.Get(r.shape); ok {
		r.plan = p
		return nil
	}
	st, err := r.engine.storeOf(r.req)
	if err != nil {
		return err
	}
	granted, err := access.Grant(r.principal, &r.caller, r.req)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(r.req.Ops, func(op query.Operation) bool { return op.Kind == query.Act }) {
		if err := r.engine.know(r.storeName); err != nil {
			return err
		}
	}
	r.plan, err = planner.Build(granted, planner.Target{
		Capabilities: st.Capabilities(), Prepare: st.Prepare, Facts: st.Facts,
	})
	if err != nil {
		return err
	}
	r.engine.plans.Add(r.shape, r.plan)
	return nil
}

// know finds out what the tables of a store do by themselves, before anything is
// planned within a transaction there: to ask then would take a second connection,
// which all those may wait for who hold the first ones.
func (e *Engine) know(storeName string) error {
	if _, known := e.known.Load(storeName); known {
		return nil
	}
	for _, c := range e.schema.Collections {
		if c.Store == storeName {
			if _, err := e.stores[storeName].Facts(c); err != nil {
				return err
			}
		}
	}
	e.known.Store(storeName, true)
	return nil
}

// storeOf gives the one store that keeps every collection of a request's
// operations.
func (e *Engine) storeOf(req *query.Request) (*store.Store, error) {
	name := ""
	for i := range req.Ops {
		c, on := req.Ops[i].Collection, mainStore
		if c == nil && req.Ops[i].Kind != query.Act {
			return nil, fault.New(fault.UnknownCollection, "no such collection")
		}
		if c != nil {
			on = c.Store
		}
		if name != "" && on != name {
			return nil, fault.Of(fault.Unsupported, "", "one request cannot work on two stores, %s and %s", name, on)
		}
		name = on
	}
	return e.stores[name], nil
}
