package body

import (
	"io"

	"bedplate/fault"
	"bedplate/internal/api/rest/grammar"
	"bedplate/schema"
	"bedplate/value"
)

// records reads the records of a large body one after the other. A body is
// read twice: to validate it while it comes, and to write it.
type records interface {
	// next gives the next record as a row of layout's fields, and what of them
	// it leaves out. faults are mistakes in single values, after which reading
	// may go on; err is io.EOF after the last record.
	next(l *Layout) (row []value.Value, absent []bool, faults []*fault.Error, err error)
	// at is the line in which that record begins.
	at() int
}

// Layout is which fields the rows of a body give, in which order.
type Layout struct {
	c      *schema.Collection
	sight  *grammar.Sight
	Fields []int
	places []int // where a field stands in a row, plus one
	fixed  bool  // columns= chose the fields; others are passed over
}

func newLayout(c *schema.Collection, s *grammar.Sight, only []int) *Layout {
	l := &Layout{c: c, sight: s, Fields: only, places: make([]int, len(c.Fields)), fixed: only != nil}
	for i, f := range only {
		l.places[f] = i + 1
	}
	return l
}

// place finds where in a row the field of a name stands, -1 for one that is
// passed over. A new one gets the next place.
func (l *Layout) place(name string) (int, *fault.Error) {
	if f := l.c.Field(name); f != nil && l.places[f.Index] != 0 {
		return l.places[f.Index] - 1, nil
	}
	if l.fixed {
		return -1, nil
	}
	f := l.sight.Input(l.c, name)
	if f == nil {
		return -1, grammar.NoColumn(l.c, name)
	}
	l.Fields = append(l.Fields, f.Index)
	l.places[f.Index] = len(l.Fields)
	return len(l.Fields) - 1, nil
}

// csvRecords are the records of a CSV body.
type csvRecords struct {
	in     *csvReader
	header []int // each column's place in a row
	absent []bool
}

func (r *csvRecords) at() int { return r.in.line }

// readHeader reads the line of names.
func (r *csvRecords) readHeader(l *Layout) error {
	err := r.in.record()
	for err == nil && r.in.blank() {
		err = r.in.record()
	}
	if err == io.EOF {
		return fault.New(fault.Body, "the body has no header").
			WithHint("the first line gives the names of the columns")
	}
	if err != nil {
		return err
	}
	r.header = make([]int, len(r.in.cells))
	seen := map[string]bool{}
	var faults []*fault.Error
	for i := range r.header {
		name := string(r.in.get(i))
		if seen[name] {
			return r.in.mistakeIn(grammar.ValidText(name), "the column %s stands twice in the header", grammar.Quote(name))
		}
		seen[name] = true
		place, unknown := l.place(name)
		if unknown != nil && len(faults) < maxFaults {
			unknown.Line = r.in.line
			faults = append(faults, unknown)
		}
		r.header[i] = place
	}
	if len(faults) > 0 {
		return fault.Join(faults)
	}
	// Of the fields that columns= chose, the header may lack some.
	absent := make([]bool, len(l.Fields))
	for i := range absent {
		absent[i] = true
	}
	for _, place := range r.header {
		if place >= 0 {
			absent[place] = false
		}
	}
	for _, lacking := range absent {
		if lacking {
			r.absent = absent
		}
	}
	return nil
}

func (r *csvRecords) next(l *Layout) ([]value.Value, []bool, []*fault.Error, error) {
	if r.header == nil {
		if err := r.readHeader(l); err != nil {
			return nil, nil, nil, err
		}
	}
	for {
		if err := r.in.record(); err != nil {
			return nil, nil, nil, err
		}
		if len(r.header) == 1 || !r.in.blank() {
			break
		}
	}
	if len(r.in.cells) != len(r.header) {
		return nil, nil, nil, r.in.ragged(len(r.header))
	}
	row := make([]value.Value, len(l.Fields))
	text := string(r.in.text) // once for the record
	var faults []*fault.Error
	for i, place := range r.header {
		if place < 0 {
			continue
		}
		c := r.in.cells[i]
		said := text[c.from:c.to]
		if !c.quoted && (said == "" || said == "NULL") {
			continue
		}
		f := l.c.Fields[l.Fields[place]]
		v, err := value.ParseText(f.Type, said)
		if err != nil {
			faults = append(faults, InLine(grammar.About(f.Name, err), r.in.line))
			continue
		}
		row[place] = v
	}
	return row, r.absent, faults, nil
}

// mistakeIn is a mistake about one column.
func (r *csvReader) mistakeIn(name, format string, args ...any) *fault.Error {
	f := fault.Of(fault.Body, name, format, args...)
	f.Line = r.line
	return f
}

// ragged refuses a record of another length than the header.
func (r *csvReader) ragged(want int) *fault.Error {
	f := fault.New(fault.Body, "a record has %d values, and the header names %d", len(r.cells), want).
		WithHint("a value that holds a comma or a line break stands in quotes")
	f.Line = r.line
	return f
}

// InLine is an error with the line that it is about.
func InLine(err error, line int) *fault.Error {
	f := *fault.As(err)
	f.Line = line
	return &f
}
