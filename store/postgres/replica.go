package postgres

import (
	"context"
	"encoding/binary"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"bedplate/fault"
	"bedplate/store/driver"
	"bedplate/store/postgres/result"
	"bedplate/store/sqlgen"
	"bedplate/value"
)

var _ driver.Replicated = (*Driver)(nil)

// readPlace asks a server how far it has come:
//
//   - the end of the log: of what is written where it is written, be it on disk or
//     not (commits need not wait for that), and of what is replayed otherwise.
//     The place of a next record behind the header of a page or file is the end
//     of the one before, which is what a replica gives;
//   - the timeline, which a server leaves when another takes its place. Where
//     the server replays, that is the one it receives (0 where its user may not see
//     that); where nothing is received at the moment, the one that it is known to
//     have come to.
//
// The log is read first: what a server receives comes before what it replays.
const readPlace = `SELECT CASE
  WHEN written IS NULL THEN pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')
  WHEN pg_wal_lsn_diff(written, '0/0') % current_setting('wal_block_size')::bigint = 24 THEN pg_wal_lsn_diff(written, '0/18')
  WHEN pg_wal_lsn_diff(written, '0/0') % pg_size_bytes(current_setting('wal_segment_size')) = 40 THEN pg_wal_lsn_diff(written, '0/28')
  ELSE pg_wal_lsn_diff(written, '0/0') END::bigint,
 CASE WHEN written IS NOT NULL THEN ('x' || left(pg_walfile_name(written), 8))::bit(32)::bigint
  ELSE coalesce((SELECT coalesce(received_tli, 0) FROM pg_stat_get_wal_receiver() WHERE pid IS NOT NULL),
   greatest((pg_control_checkpoint()).timeline_id, (pg_control_recovery()).min_recovery_end_timeline))::bigint END`

const ofLog = ` FROM (SELECT CASE WHEN NOT pg_is_in_recovery() THEN pg_current_wal_insert_lsn() END AS written) AS log`

// The questions for a place, and for a whole position: with what its database is,
// which are the cluster's own number, that physical replicas share, the database in
// it, and the schema that tables are found in.
var (
	askPlace    = &sqlgen.Statement{SQL: readPlace + ofLog}
	askPosition = &sqlgen.Statement{SQL: readPlace + `, (pg_control_system()).system_identifier,
 (SELECT oid FROM pg_database WHERE datname = current_database())::bigint,
 coalesce(to_regnamespace(quote_ident(current_schema()))::oid, 0)::bigint` + ofLog}
)

// place is how far a server has come.
type place struct {
	log      int64 // bytes
	timeline int64
}

// identity is what a database is, on its server and all replicas of that.
type identity struct {
	cluster          int64 // the system identifier
	database, schema int64 // oids
}

// position is how far a database has come.
type position struct {
	place
	identity
}

// parts are the numbers of a position, in the order in which they are asked for and
// written.
func (p *position) parts() []*int64 {
	return []*int64{&p.log, &p.timeline, &p.cluster, &p.database, &p.schema}
}

// String writes a position, as parsePosition reads it.
func (p position) String() string {
	b := make([]byte, 0, 64)
	for i, n := range p.parts() {
		if i > 0 {
			b = append(b, '.')
		}
		b = strconv.AppendInt(b, *n, 16)
	}
	return string(b)
}

func parsePosition(text string) (p position, ok bool) {
	for i, part := range p.parts() {
		one, rest, more := strings.Cut(text, ".")
		n, err := strconv.ParseInt(one, 16, 64)
		if err != nil || more != (i < 4) {
			return p, false
		}
		*part, text = n, rest
	}
	return p, true
}

// compare tells how a position that is reached lies to one that is wanted. What
// was written on a timeline before another one left it is on both; where that was
// is not known here, so another timeline is another history.
func (p position) compare(wanted position) driver.Relation {
	switch {
	case p.identity != wanted.identity, p.timeline != wanted.timeline, p.timeline == 0:
		return driver.Apart
	case p.log < wanted.log:
		return driver.Lags
	}
	return driver.Holds
}

// Compare tells how two positions lie to each other.
func (d *Driver) Compare(reached, wanted string) driver.Relation {
	r, ok := parsePosition(reached)
	w, known := parsePosition(wanted)
	if !ok || !known {
		return driver.Apart
	}
	return r.compare(w)
}

// Position asks the server how far it has come. A connection that turns out to be
// broken is replaced once.
func (d *Driver) Position(ctx context.Context) (string, error) {
	for again := true; ; again = false {
		c, s, err := d.take(ctx)
		if err != nil {
			return "", err
		}
		bounded, cancel := context.WithTimeout(ctx, d.patience())
		at, err := s.position(bounded)
		cancel()
		c.Release()
		switch {
		case again && result.Broken(err) && ctx.Err() == nil:
			d.pool.Reset() // the others are likely to be broken as well
		case err != nil:
			return "", result.Classify(ctx, err)
		case at.timeline == 0:
			return "", fault.New(fault.Unavailable, "the replica's user may not see which history it follows").
				WithHint("GRANT pg_read_all_stats TO the user, on the database that is replicated")
		default:
			return at.String(), nil
		}
	}
}

func (s *session) position(ctx context.Context) (p position, err error) {
	st, err := s.statement(ctx, askPosition)
	if err != nil {
		return p, err
	}
	return p, loadNumbers(s.pg.ExecStatement(ctx, st.made, nil, nil, st.formats), p.parts())
}

// loadNumbers reads an answer of one row of numbers.
func loadNumbers(reader *pgconn.ResultReader, into []*int64) error {
	good := false
	for reader.NextRow() {
		good = true
		for i, cell := range reader.Values() {
			if len(cell) != 8 {
				good = false
				break
			}
			*into[i] = int64(binary.BigEndian.Uint64(cell))
		}
	}
	if _, err := reader.Close(); err != nil {
		return err
	}
	if !good {
		return fault.New(fault.Unavailable, "the database does not tell how far it has come")
	}
	return nil
}

// ReadCovering is Read, behind a question for the server's position in the same
// packet: the rows are of a later moment than that.
func (d *Driver) ReadCovering(ctx context.Context, wanted []string, p driver.Prepared, args []value.Value, visit driver.Visit) error {
	places := make([]position, len(wanted))
	for i, text := range wanted {
		var ok bool
		if places[i], ok = parsePosition(text); !ok {
			return driver.Behind
		}
	}
	return d.readBehind(ctx, &covering{wanted: places}, p, args, visit)
}

// covering stands before a read that wants a server to have come to positions.
type covering struct {
	wanted []position
	s      *session
	at     position
}

// statements ask for what is not known: behind one connection is one server.
func (c *covering) statements(s *session) []*sqlgen.Statement {
	if c.s = s; s.identity == nil {
		return []*sqlgen.Statement{askPosition}
	}
	return []*sqlgen.Statement{askPlace}
}

func (c *covering) read(all *pgconn.MultiResultReader) error {
	if !all.NextResult() {
		return ended(all)
	}
	parts := c.at.parts()
	if c.s.identity != nil {
		c.at.identity, parts = *c.s.identity, parts[:2]
	}
	if err := loadNumbers(all.ResultReader(), parts); err != nil {
		return err
	}
	if c.s.identity == nil {
		known := c.at.identity
		c.s.identity = &known
	}
	for _, w := range c.wanted {
		if c.at.compare(w) != driver.Holds {
			return driver.Behind
		}
	}
	if !all.NextResult() {
		return ended(all)
	}
	return nil
}
