package engine

import (
	"context"
	"time"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/store"
)

// away runs a request of reads alone by a copy of the database, where one may answer
// the request's session. done is false where the database itself has to answer, from
// the beginning.
func (r *run) away(ctx context.Context, results []query.Result) (done bool, err error) {
	s := r.req.Session
	seen := s.Seen
	if s.Reached != "" { // it has written in this very request
		seen = []string{s.Reached}
	}
	copied := r.store.Away(seen)
	if copied == nil {
		return false, nil
	}
	if err = r.readBy(ctx, copied.Read, results); copied.Failed() {
		clear(results)
		return false, nil
	}
	return err == nil, err
}

// renewed gives a session another position where it carries one that the database
// does not know: of another database, of one that is no more, or of what others
// have just written.
func renewed(ctx context.Context, st *store.Store, s *query.Session) {
	if s.Reached != "" || st.Knows(s.Seen) {
		return
	}
	if at, err := st.Position(ctx); err == nil {
		s.Reached = at
	}
}

// positionTime is how long it may take to find out how far a database has come.
const positionTime = 2 * time.Second

// wrote notes in a session how far a store has come when something was written
// there, or may have been, as err says. That this cannot be found out fails no write.
func wrote(ctx context.Context, st *store.Store, s *query.Session, err error) {
	if s == nil || st == nil || !st.Replicated() {
		return
	}
	s.Reached = query.Unknown
	if fault.CodeOf(err) == fault.Unknown {
		return // it may still come to be written
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), positionTime)
	defer cancel()
	if at, err := st.Position(ctx); err == nil {
		s.Reached = at
	}
}
