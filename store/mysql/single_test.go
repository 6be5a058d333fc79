package mysql

import (
	"math"
	"strings"
	"testing"

	"bedplate/query"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/store/storetest"
	"bedplate/value"
)

const things = `
collection: things
key: [id]
fields:
  id:     {type: int, required: true}
  uid:    uuid
  raw:    bytes
  short:  {type: bytes, max: 40}
  text:   text
  word:   {type: text, max: 40}
  doc:    json
  tags:   {type: list, of: text}
  price:  {type: decimal, precision: 12, scale: 2}
  wide:   {type: decimal, precision: 38, scale: 10}
  ratio:  float
  moment: time
  day:    date
  flag:   bool
  state:  {type: enum, values: [draft, "é"]}
search: [text]
`

// TestSingleValues inserts alone, with a look at the epoch, what it inserts without.
func TestSingleValues(t *testing.T) {
	t.Parallel()
	s := storetest.Schema(t, things)
	d := open(t, s, Options{})
	run(t, d.address, "CREATE TABLE _bedplate_meta (epoch BIGINT)")
	run(t, d.address, "INSERT INTO _bedplate_meta VALUES (2)")
	c := s.Collections[0]
	wide, ok := value.OfDecimalDigits("-12345678901234567890123456780123456789", 10)
	if !ok {
		t.Fatal("no decimal")
	}
	full := []value.Value{value.OfUUID([16]byte{0, 0xff, 0xfe, 0x27, 0x5c, 15: 0x80}), value.OfBytes("\x00\xff\xc3\x28'\\"), value.OfBytes("\xed\xa0\x80"),
		value.OfText("it's 𝒳 \\ \n%_ "), value.OfText("trailing \u00a0 "), value.OfJSON(`{"a":[1.50,"\u0001"]}`), value.OfListJSON(`["x","é"]`),
		value.OfDecimal(-105, 2), wide, value.OfFloat(math.SmallestNonzeroFloat64), value.OfTime(-1), value.OfDate("9999-12-31"), value.OfBool(true), value.OfText("é")}
	long := append([]value.Value(nil), full...)
	long[1], long[3] = value.OfBytes(strings.Repeat("\xff\x00", 50_000)), value.OfText(strings.Repeat("é ", 50_000))
	long[9], long[10] = value.OfFloat(-math.MaxFloat64), value.OfTime(253_402_300_799_999_999)
	rows := [][]value.Value{full, long, make([]value.Value, len(full))}
	in := &plan.Insert{Into: c}
	var outputs []plan.Output
	for _, f := range c.Fields {
		in.Fields = append(in.Fields, f.Index)
		outputs = append(outputs, plan.Output{Expr: storetest.Field(c, f.Name)})
	}
	for _, mode := range []driver.Mode{{}, {Single: true, Epoch: 2}} {
		for i, row := range rows {
			id := int64(2 * i)
			if mode.Single {
				id++
			}
			if err := d.Transact(t.Context(), mode, func(tx driver.Tx) error {
				_, err := tx.Insert(t.Context(), in, append([]value.Value{value.OfInt(id)}, row...))
				return err
			}); err != nil {
				t.Fatal(i, mode, err)
			}
		}
	}
	p, err := d.Prepare(&plan.Read{From: c, Outputs: outputs, Order: []plan.Order{{Expr: storetest.Field(c, "id")}}, Limit: plan.None, Offset: plan.None})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	err = d.Read(t.Context(), p, nil, func(r query.Row) error {
		for i, want := range rows[n/2] {
			if got := r.Value(i + 1); got.Kind() != want.Kind() || string(got.AppendJSON(nil)) != string(want.AppendJSON(nil)) {
				t.Errorf("row %d: %s is %.60s, not %.60s", n, c.Fields[i+1].Name, got, want)
			}
		}
		n++
		return nil
	})
	if err != nil || n != 2*len(rows) {
		t.Errorf("%d rows: %v", n, err)
	}
}
