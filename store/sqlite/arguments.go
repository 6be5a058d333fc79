package sqlite

import (
	"unsafe"

	zombiezen "zombiezen.com/go/sqlite"

	"bedplate/fault"
	"bedplate/store/sqlgen"
	"bedplate/store/sqlite/storage"
	"bedplate/value"
)

// bindAll gives a statement its values: the arguments, constants, and columns
// of the parent's current row.
func (st *statement) bindAll(c *conn, args []value.Value, parent *statement) error {
	for i := range st.of.Binds {
		b := &st.of.Binds[i]
		switch b.Source {
		case sqlgen.Parent:
			copyColumn(st.stmt, i+1, parent.stmt, b.Index)
			continue
		case sqlgen.Constant:
			if err := storage.Bind(c.db, st.stmt, i+1, b, b.Value); err != nil {
				return err
			}
			continue
		}
		if b.Index >= len(args) {
			return fault.New(fault.Internal, "a plan asks for argument %d of %d", b.Index, len(args))
		}
		if err := storage.Bind(c.db, st.stmt, i+1, b, args[b.Index]); err != nil {
			return err
		}
	}
	return nil
}

// copyColumn binds a column as it is stored.
func copyColumn(to *zombiezen.Stmt, at int, from *zombiezen.Stmt, column int) {
	switch from.ColumnType(column) {
	case zombiezen.TypeInteger:
		to.BindInt64(at, from.ColumnInt64(column))
	case zombiezen.TypeFloat:
		to.BindFloat(at, from.ColumnFloat(column))
	case zombiezen.TypeText:
		var room [256]byte
		if n := from.ColumnLen(column); n <= len(room) {
			from.ColumnBytes(column, room[:n])
			to.BindText(at, unsafe.String(&room[0], n))
		} else {
			to.BindText(at, from.ColumnText(column))
		}
	case zombiezen.TypeBlob:
		n := from.ColumnLen(column)
		var room [64]byte
		buf := room[:]
		if n > len(room) {
			buf = make([]byte, n)
		}
		to.BindBytes(at, buf[:from.ColumnBytes(column, buf[:n])])
	default:
		to.BindNull(at)
	}
}
