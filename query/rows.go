package query

import (
	"bedplate/value"
)

// Sink takes an operation's rows, one by one, as they come from the store.
type Sink interface {
	// Begin comes before an operation's first row, also where there is none.
	// It may come again for the same operation when a transaction is run
	// again, or reads by another copy of the database: what came before is void
	// then.
	Begin(op int, shape *Shape) error
	// Row is one row; it is valid until Row returns.
	Row(op int, row Row) error
}

// Row is the current row of an answer, laid out as its Shape says.
type Row interface {
	// Value gives member i, which is not an embed. Its text may alias the
	// store's memory until the next row.
	Value(i int) value.Value
	// Nested calls visit for each row of embed i, in its order; to one, at
	// most once. An error of visit ends it and is given back.
	Nested(i int, visit func(Row) error) error
}

// Shape is the layout of an answer's rows, made once for a plan by NewShape.
type Shape struct {
	Members []Member
}

// Member is one member of a row.
type Member struct {
	Name   string
	Type   value.Type
	Cast   string // of Output; Type is what it gives
	Nested *Shape // of an embed, nil otherwise
	Many   bool   // an embed to many: a list
	Spread bool   // an embed whose members stand in the parent, to many as arrays

	key []byte // `"name":`, made by NewShape
}
