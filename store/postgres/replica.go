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

// readPosition asks a server how far it has come:
//
//   - what its database is: the cluster's own number, which physical replicas
//     share, the database in it, and the schema that tables are found in;
//   - the timeline, which a server leaves when another takes its place. Where
//     the server replays, that is the one it receives; where nothing is received at
//     the moment, the one that it is known to have come to. It is 0 where it is
//     received and may not be seen;
//   - the end of the log: of what is written where it is written, be it on disk or
//     not (commits need not wait for that), and of what is replayed otherwise.
//     The place of a next record behind the header of a page or file is the end
//     of the one before, which is what a replica gives.
//
// The log is read first: what a server receives comes before what it replays.
var readPosition = &sqlgen.Statement{SQL: `SELECT CASE
  WHEN written IS NULL THEN pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')
  WHEN pg_wal_lsn_diff(written, '0/0') % current_setting('wal_block_size')::bigint = 24 THEN pg_wal_lsn_diff(written, '0/18')
  WHEN pg_wal_lsn_diff(written, '0/0') % pg_size_bytes(current_setting('wal_segment_size')) = 40 THEN pg_wal_lsn_diff(written, '0/28')
  ELSE pg_wal_lsn_diff(written, '0/0') END::bigint,
 CASE WHEN written IS NOT NULL THEN ('x' || left(pg_walfile_name(written), 8))::bit(32)::bigint
  WHEN (SELECT pid FROM pg_stat_get_wal_receiver()) IS NOT NULL
   THEN coalesce((SELECT received_tli FROM pg_stat_get_wal_receiver()), 0)::bigint
  ELSE greatest((pg_control_checkpoint()).timeline_id, (pg_control_recovery()).min_recovery_end_timeline)::bigint END,
 (pg_control_system()).system_identifier,
 (SELECT oid FROM pg_database WHERE datname = current_database())::bigint,
 coalesce(to_regnamespace(quote_ident(current_schema()))::oid, 0)::bigint
FROM (SELECT CASE WHEN NOT pg_is_in_recovery() THEN pg_current_wal_insert_lsn() END AS written) AS log`}

// position is how far a database has come.
type position struct {
	log              int64 // its bytes
	timeline         int64
	cluster          int64 // the system identifier
	database, schema int64 // oids
}

// parts are the numbers of a position, in the order in which they are asked for and
// written.
func (p *position) parts() [5]*int64 {
	return [...]*int64{&p.log, &p.timeline, &p.cluster, &p.database, &p.schema}
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
	case p.cluster != wanted.cluster || p.database != wanted.database || p.schema != wanted.schema,
		p.timeline != wanted.timeline, p.timeline == 0:
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

// Position asks the server how far it has come.
func (d *Driver) Position(ctx context.Context) (string, error) {
	c, s, err := d.take(ctx)
	if err != nil {
		return "", err
	}
	defer c.Release()
	at, err := s.position(ctx)
	if err != nil {
		return "", result.Classify(ctx, err)
	}
	if at.timeline == 0 {
		return "", fault.New(fault.Unavailable, "the replica's user may not see which history it follows").
			WithHint("GRANT pg_read_all_stats TO the user, on the database that is replicated")
	}
	return at.String(), nil
}

func (s *session) position(ctx context.Context) (position, error) {
	st, err := s.statement(ctx, readPosition)
	if err != nil {
		return position{}, err
	}
	return loadPosition(s.pg.ExecPrepared(ctx, st.name, nil, nil, st.formats))
}

func loadPosition(reader *pgconn.ResultReader) (p position, err error) {
	good := false
	for reader.NextRow() {
		good = true
		cells := reader.Values()
		for i, part := range p.parts() {
			if len(cells[i]) != 8 {
				good = false
				continue
			}
			*part = int64(binary.BigEndian.Uint64(cells[i]))
		}
	}
	if _, err := reader.Close(); err != nil {
		return p, err
	}
	if !good {
		return p, fault.New(fault.Unavailable, "the database does not tell how far it has come")
	}
	return p, nil
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
	return d.readBehind(ctx, &covering{places}, p, args, visit)
}

// covering stands before a read that wants a server to have come to positions.
type covering struct{ wanted []position }

func (c *covering) statements() []*sqlgen.Statement { return []*sqlgen.Statement{readPosition} }

func (c *covering) read(all *pgconn.MultiResultReader) error {
	if !all.NextResult() {
		return ended(all)
	}
	at, err := loadPosition(all.ResultReader())
	if err != nil {
		return err
	}
	for _, w := range c.wanted {
		if at.compare(w) != driver.Holds {
			return driver.Behind
		}
	}
	if !all.NextResult() {
		return ended(all)
	}
	return nil
}
