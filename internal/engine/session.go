package engine

import (
	"context"

	"bedplate/query"
	"bedplate/store"
)

// unknown is a position that no copy of a database has come to.
const unknown = "unknown"

// readerFor gives what reads for a session.
func readerFor(ctx context.Context, st *store.Store, s *query.Session) reader {
	switch {
	case s == nil || !st.Replicated():
		return st.Read
	case s.Reached != "": // it has written in this very request
		return st.Reader(ctx, s.Reached, false)
	}
	return st.Reader(ctx, s.Seen, s.Seen == query.Unwritten)
}

// wrote notes in a session how far a store has come when something was written there.
// The write is done: that this cannot be found out must not fail it.
func wrote(ctx context.Context, st *store.Store, s *query.Session) {
	if s == nil || !st.Replicated() {
		return
	}
	var err error
	if s.Reached, err = st.Position(ctx); err != nil {
		s.Reached = unknown
	}
}
