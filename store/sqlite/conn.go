package sqlite

import (
	"context"
	"fmt"
	"hash/maphash"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	zombiezen "zombiezen.com/go/sqlite"

	"bedplate/fault"
	"bedplate/store/sqlgen"
	"bedplate/store/sqlite/file"
	"bedplate/store/sqlite/script"
	"bedplate/store/sqlite/storage"
)

const (
	// keptStatements is how many prepared statements a connection keeps.
	keptStatements = 256
	// seenStatements is how many it remembers to have run once.
	seenStatements = 1024
)

// conn is one connection with its prepared statements. One goroutine uses it
// at a time; the watcher may look at its guarded part.
type conn struct {
	db   *zombiezen.Conn
	kept *simplelru.LRU[string, *statement]
	// seen has the hashes of statements that ran once: the second run keeps
	// them, so that a flood of shapes does not drive out what is used.
	seen      *simplelru.LRU[uint64, struct{}]
	failed    storage.Failure
	open      []*statement  // those with a cursor on them
	interrupt chan struct{} // closed to end what runs; replaced afterwards
	watch     watched
	run       running // the read that runs
}

// statement is a prepared statement with the room its rows are read into.
type statement struct {
	stmt   *zombiezen.Stmt
	of     *sqlgen.Statement
	text   string
	busy   bool // a cursor is on it
	kept   bool
	cursor cursor
}

var hashSeed = maphash.MakeSeed()

// openConn opens a connection with our pragmas and functions.
func openConn(path string, write bool, o Options) (_ *conn, err error) {
	flags := zombiezen.OpenReadWrite | zombiezen.OpenURI
	if write && !o.ReadOnly {
		flags |= zombiezen.OpenCreate
	}
	if o.ReadOnly {
		flags = zombiezen.OpenReadOnly | zombiezen.OpenURI
	}
	db, err := zombiezen.OpenConn(file.URI(path), flags)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			db.Close()
		}
	}()
	db.SetBusyTimeout(o.BusyTimeout)
	if write && !o.ReadOnly && !o.Adopted {
		if err := useWAL(db, o.BusyTimeout); err != nil {
			return nil, err
		}
	}
	for _, pragma := range pragmas(write, o) {
		if err := script.Run(db, pragma); err != nil {
			return nil, err
		}
	}
	c := &conn{db: db}
	if err := storage.Register(db, &c.failed); err != nil {
		return nil, err
	}
	c.kept, _ = simplelru.NewLRU(keptStatements, func(_ string, s *statement) {
		s.kept = false
		if !s.busy {
			s.stmt.Finalize()
		}
	})
	c.seen, _ = simplelru.NewLRU[uint64, struct{}](seenStatements, nil)
	if !write {
		c.interrupt = make(chan struct{})
		db.SetInterrupt(c.interrupt)
	}
	return c, nil
}

// pragmas are run one by one, outside a transaction.
func pragmas(write bool, o Options) []string {
	// Triggers call a function of ours where there is a full-text index, which
	// is in files that we manage alone. It is the only one that they can call.
	trusted := "PRAGMA trusted_schema = OFF"
	if write && !o.Adopted {
		trusted = "PRAGMA trusted_schema = ON"
	}
	list := []string{
		trusted,
		"PRAGMA foreign_keys = ON",
		fmt.Sprintf("PRAGMA cache_size = -%d", o.CacheKiB),
		fmt.Sprintf("PRAGMA mmap_size = %d", o.MapBytes),
		"PRAGMA temp_store = MEMORY",
		"PRAGMA synchronous = FULL",
	}
	// A mapped page is checked whenever it is looked at, which costs a list a
	// twentieth. Files of our own are checked by who writes them; an adopted one
	// may be anybody's.
	if write || o.Adopted || o.ReadOnly {
		list = append(list, "PRAGMA cell_size_check = ON")
	}
	switch {
	case o.ReadOnly || !write:
		list = append(list, "PRAGMA query_only = ON")
	case o.Adopted:
		// A commit by a rollback journal is durable only once the directory is
		// synced too.
		list = append(list, "PRAGMA synchronous = EXTRA")
	default:
		list = append(list, "PRAGMA wal_autocheckpoint = 1000", "PRAGMA journal_size_limit = 67108864")
	}
	if o.Loading {
		list = append(list, "PRAGMA foreign_keys = OFF", "PRAGMA synchronous = NORMAL")
	}
	if write && o.MaxPages > 0 {
		list = append(list, fmt.Sprintf("PRAGMA max_page_count = %d", o.MaxPages))
	}
	return list
}

// useWAL switches to a write-ahead log, and refuses a file that SQLite cannot
// keep one beside.
func useWAL(db *zombiezen.Conn, patience time.Duration) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := script.UseWAL(ctx, db); err != nil {
		return err
	}
	mode := ""
	err := script.Ask(db, "PRAGMA journal_mode", func(stmt *zombiezen.Stmt) { mode = stmt.ColumnText(0) })
	if err == nil && mode != "wal" {
		return fault.New(fault.Unavailable, "the database cannot use a write-ahead log where it is").
			WithHint("keep it on a local disk")
	}
	return err
}

// prepare gives the statement, from those kept where it is free.
func (c *conn) prepare(s *sqlgen.Statement) (*statement, error) {
	if st, ok := c.kept.Get(s.SQL); ok && !st.busy {
		st.busy, st.of = true, s
		c.open = append(c.open, st)
		return st, nil
	}
	stmt, _, err := c.db.PrepareTransient(s.SQL)
	if err != nil {
		return nil, err
	}
	st := &statement{stmt: stmt, of: s, text: s.SQL, busy: true}
	hash := maphash.String(hashSeed, s.SQL)
	if _, again := c.seen.Get(hash); again && !c.kept.Contains(s.SQL) {
		st.kept = true
		c.kept.Add(s.SQL, st)
	} else {
		c.seen.Add(hash, struct{}{})
	}
	c.open = append(c.open, st)
	return st, nil
}

// step goes to the next row.
func (c *conn) step(st *statement) (bool, error) {
	more, err := st.stmt.Step()
	if c.failed.Err != nil {
		more, err, c.failed.Err = false, c.failed.Err, nil
	}
	return more, err
}

// release resets the statement and keeps it, or not.
func (c *conn) release(st *statement) {
	st.busy = false
	c.open = c.open[:len(c.open)-1]
	if !st.kept {
		st.stmt.Finalize()
		return
	}
	st.stmt.Reset() // an error was given by the step that made it
	if st.cursor.large() {
		st.cursor = cursor{}
	}
}

func (c *conn) close() error {
	c.kept.Purge()
	return c.db.Close()
}

// resume makes an interrupted connection usable again.
func (c *conn) resume() {
	c.interrupt = make(chan struct{})
	c.db.SetInterrupt(c.interrupt)
}
