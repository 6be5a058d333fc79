package query

import "bedplate/value"

// RowSource gives the rows of a Create or Upsert one by one, for more of them
// than the memory should hold. It must not wait for whoever sent them: they are
// read within a transaction. It is used by one goroutine.
type RowSource interface {
	// Rewind goes before the first row. It comes before the rows are read, and
	// again each time that they are read again.
	Rewind() error
	// Next gives a row as Operation.Rows has it, and which of its fields it
	// left out, nil for none; ok is false after the last one. Both slices are
	// the caller's to keep.
	Next() (row []value.Value, absent []bool, ok bool, err error)
	// Line is where the row that Next gave last stands in what was sent, from 1.
	Line() int
	// Len is how many rows there are.
	Len() int
}
