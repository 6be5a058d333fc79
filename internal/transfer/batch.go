package transfer

import (
	"slices"

	"bedplate/value"
)

const (
	// A batch has so many rows at most, and ends once they take so many bytes:
	// two of them are in memory, one that is read and one that is written.
	batchRows  = 10_000
	batchBytes = 4 << 20
)

// batch is rows on their way, in memory of its own.
type batch struct {
	rows   [][]value.Value
	values []value.Value // of all rows
	bytes  int
	width  int
	last   bool  // no row follows
	sent   count // of all rows up to the last of these
}

func (b *batch) reset(width int) {
	clear(b.values)
	b.rows, b.values, b.bytes, b.width, b.last = b.rows[:0], slices.Grow(b.values[:0], batchRows*width), 0, width, false
}

// room gives a row to be filled with values that nobody else changes.
func (b *batch) room() []value.Value {
	at := len(b.values)
	b.values = b.values[:at+b.width]
	row := b.values[at:]
	b.rows = append(b.rows, row)
	return row
}

// weigh counts the bytes of the last row.
func (b *batch) weigh(row []value.Value) {
	for _, v := range row {
		b.bytes += len(v.Raw())
		if v.Kind() == value.List {
			b.bytes += 64 // a guess: lists are short
		}
	}
}

func (b *batch) full() bool { return len(b.rows) >= batchRows || b.bytes >= batchBytes }
