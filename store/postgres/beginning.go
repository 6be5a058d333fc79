package postgres

import (
	"context"
	"encoding/binary"

	"github.com/jackc/pgx/v5/pgconn"

	"bedplate/fault"
	"bedplate/store/driver"
	"bedplate/store/sqlgen"
)

// A transaction begins with its first statement: what begins it goes before
// that one in the same packet, which saves the server's answer to it being
// waited for.

// The statements that begin transactions, each prepared once a connection.
var (
	beginPlain        = &sqlgen.Statement{SQL: "BEGIN ISOLATION LEVEL READ COMMITTED"}
	beginSerializable = &sqlgen.Statement{SQL: "BEGIN ISOLATION LEVEL SERIALIZABLE"}
	readEpoch         = &sqlgen.Statement{SQL: "SELECT epoch::bigint FROM _bedplate_meta"}
)

// lead is statements that are sent before another one, in the same packet.
type lead interface {
	statements(s *session) []*sqlgen.Statement
	// read goes to the answer of the statement that stands behind them, or tells
	// why that is of no use.
	read(all *pgconn.MultiResultReader) error
}

// beginning is what stands before a statement in the same packet: what begins its
// transaction, and a savepoint.
type beginning struct {
	mode          driver.Mode
	begun         bool // nothing begins: there is only a savepoint to set
	save, release bool // release tells that there is an earlier savepoint
}

// list gives the statements, and which of them reads the epoch; -1 for none.
func (b *beginning) list() (all []*sqlgen.Statement, epoch int) {
	epoch = -1
	switch {
	case b.begun:
	case b.mode.Serializable:
		all = append(all, beginSerializable)
	default:
		all = append(all, beginPlain)
	}
	if b.mode.Epoch != 0 {
		epoch = len(all)
		all = append(all, readEpoch)
	}
	if b.release {
		all = append(all, resetSavepoint)
	}
	if b.save {
		all = append(all, setSavepoint)
	}
	return all, epoch
}

// lead is the beginning, or none where it is nil.
func (b *beginning) lead() lead {
	if b == nil {
		return nil
	}
	return b
}

func (b *beginning) statements(*session) []*sqlgen.Statement {
	all, _ := b.list()
	return all
}

// lead prepares the statements of a lead.
func (s *session) lead(ctx context.Context, l lead) ([]*statement, error) {
	all := l.statements(s)
	out := make([]*statement, len(all))
	for i, of := range all {
		var err error
		if out[i], err = s.statement(ctx, of); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// read refuses, as SchemaChanged, work that was planned for another schema than the
// database has by now.
func (b *beginning) read(all *pgconn.MultiResultReader) error {
	list, epoch := b.list()
	for i := range list {
		if !all.NextResult() {
			return ended(all)
		}
		reader, same := all.ResultReader(), i != epoch
		for reader.NextRow() {
			raw := reader.Values()[0]
			same = len(raw) == 8 && int64(binary.BigEndian.Uint64(raw)) == b.mode.Epoch
		}
		_, err := reader.Close()
		switch {
		case err != nil:
			return ended(all)
		case !same:
			_ = all.Close()
			return fault.New(fault.SchemaChanged, "the database has been migrated to another version of the schema").
				WithHint("restart this server with the schema files of that version")
		}
	}
	if !all.NextResult() {
		return ended(all)
	}
	return nil
}

// ended gives the error with which the answers ended.
func ended(all *pgconn.MultiResultReader) error {
	if err := all.Close(); err != nil {
		return err
	}
	return fault.New(fault.Internal, "the database gave fewer answers than it was asked for")
}
