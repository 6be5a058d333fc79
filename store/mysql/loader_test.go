package mysql

import (
	"context"
	"testing"

	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/value"
)

// Rows that the server takes are loaded by one statement.
func TestLoadData(t *testing.T) {
	t.Parallel()
	s, err := schema.Parse(map[string][]byte{"schema.yaml": []byte(
		"collection: things\nkey: [id]\nfields:\n  id: int\n  name: text\n  raw: bytes\n  at: time\n  ratio: float\n")})
	if err != nil {
		t.Fatal(err)
	}
	d := open(t, s, Options{})
	c := s.Collection("things")
	in := &plan.Insert{Into: c, Fields: []int{0, 1, 2, 3, 4}}
	rows := [][]value.Value{
		{value.OfInt(1), value.OfText("\\N\t\n\r\x01 é"), value.OfBytes("\x00\xff\t"), value.OfTime(-1), value.OfFloat(5e-324)},
		{value.OfInt(-1), {}, value.OfBytes(""), {}, value.OfFloat(0.1)},
	}
	err = d.Transact(context.Background(), driver.Mode{}, func(given driver.Tx) error {
		w, err := d.writes.insert(in, d.server)
		if err != nil {
			return err
		}
		whole, err := given.(*tx).loadData(context.Background(), in, w.statement, rows)
		if !whole {
			t.Error("the server took other rows than were sent, or not without a word")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
