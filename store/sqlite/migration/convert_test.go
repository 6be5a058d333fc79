package migration

import (
	"testing"

	zombiezen "zombiezen.com/go/sqlite"

	"bedplate/store/sqlite/storage"
	"bedplate/value"
)

func kindOf(k value.Kind) value.Type { return value.Type{Kind: k} }

func decimalOf(p, s uint8) value.Type {
	return value.Type{Kind: value.Decimal, Precision: p, Scale: s}
}

func TestConversions(t *testing.T) {
	t.Parallel()
	whole := func(i int64) zombiezen.Value { return zombiezen.IntegerValue(i) }
	text := zombiezen.TextValue
	long := decimalOf(30, 2)
	money := decimalOf(12, 2)
	cases := []struct {
		was, is value.Type
		stored  zombiezen.Value
		want    string // "!" is refused
	}{
		{kindOf(value.Int), kindOf(value.Text), whole(-5), "-5"},
		{kindOf(value.Text), kindOf(value.Int), text("9223372036854775807"), "9223372036854775807"},
		{kindOf(value.Text), kindOf(value.Int), text("9223372036854775808"), "!"},
		{kindOf(value.Text), kindOf(value.Int), text("5 "), "!"},
		{kindOf(value.Int), money, whole(3), "300"},
		{money, kindOf(value.Int), whole(300), "3"},
		{money, kindOf(value.Int), whole(301), "!"},
		{money, decimalOf(12, 1), whole(310), "31"},
		{money, decimalOf(12, 1), whole(311), "!"},
		{money, decimalOf(3, 2), whole(1000), "!"},
		{money, long, whole(-150), storage.IntKey(-15, 1)},
		{long, money, text(storage.IntKey(-15, 1)), "-150"},
		{kindOf(value.Int), kindOf(value.Float), whole(1 << 53), "9.007199254740992e+15"},
		{kindOf(value.Int), kindOf(value.Float), whole(1<<53 + 1), "!"},
		{money, kindOf(value.Float), whole(110), "1.1"},
		{kindOf(value.Float), money, zombiezen.FloatValue(1.25), "125"},
		{kindOf(value.Float), money, zombiezen.FloatValue(1.255), "!"},
		{kindOf(value.Float), kindOf(value.Int), zombiezen.FloatValue(2), "2"},
		{kindOf(value.Float), kindOf(value.Int), zombiezen.FloatValue(2.5), "!"},
		{kindOf(value.Bool), kindOf(value.Int), whole(1), "1"},
		{kindOf(value.Int), kindOf(value.Bool), whole(2), "!"},
		{kindOf(value.Bool), kindOf(value.Text), whole(0), "false"},
		{kindOf(value.Date), kindOf(value.Time), text("2026-01-02"), "1767312000000000"},
		{kindOf(value.Time), kindOf(value.Date), whole(1767312000000000), "2026-01-02"},
		{kindOf(value.Time), kindOf(value.Date), whole(1767312000000001), "!"},
		{kindOf(value.Time), kindOf(value.Text), whole(1767312000000001), "2026-01-02T00:00:00.000001+00:00"},
		{kindOf(value.Text), kindOf(value.UUID), text("0191D0C8-0000-7000-8000-000000000001"), "\x01\x91\xd0\xc8\x00\x00\x70\x00\x80\x00\x00\x00\x00\x00\x00\x01"},
		{kindOf(value.Text), kindOf(value.UUID), text("0191"), "!"},
		{kindOf(value.Text), kindOf(value.JSON), text(`say "hi"`), `"say \"hi\""`},
		{kindOf(value.Text), kindOf(value.Bytes), text("abc"), "abc"},
		{kindOf(value.Bytes), kindOf(value.Text), zombiezen.BlobValue([]byte("abc")), "abc"},
		{kindOf(value.Bytes), kindOf(value.Text), zombiezen.BlobValue([]byte{0xff}), "!"},
		{kindOf(value.Bytes), kindOf(value.Text), zombiezen.BlobValue([]byte("a\x00")), "!"},
		{kindOf(value.Int), kindOf(value.Text), storage.Null, ""},
	}
	for _, c := range cases {
		got, err := convertStored(zombiezen.Context{}, []zombiezen.Value{c.stored, text(typeWord(c.was)), text(typeWord(c.is))})
		shown := got.Text()
		if err != nil {
			shown = "!"
		}
		if shown != c.want {
			t.Errorf("%s to %s: %q, want %q (%v)", typeWord(c.was), typeWord(c.is), shown, c.want, err)
		}
	}
}
