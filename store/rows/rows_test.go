package rows_test

import (
	"testing"

	"pgregory.net/rapid"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/rows"
	"bedplate/value"
)

// kinds are those that conversions go between.
var kinds = []value.Type{
	{Kind: value.Text}, {Kind: value.Int}, {Kind: value.Float}, {Kind: value.Bool}, {Kind: value.Time}, {Kind: value.Date},
	{Kind: value.UUID}, {Kind: value.Bytes}, {Kind: value.JSON}, {Kind: value.Decimal, Precision: 20, Scale: 4},
}

// TestThereAndBack converts values and converts them back: what was kept
// exactly is the same again. Many texts mean the same value, so it begins with
// none.
func TestThereAndBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		was, is := rapid.SampledFrom(kinds[1:]).Filter(func(k value.Type) bool { return k.Kind != value.JSON }).Draw(t, "was"), rapid.SampledFrom(kinds).Draw(t, "is")
		text := rapid.OneOf(
			rapid.SampledFrom([]string{"true", "0", "1", "2026-01-02", "2026-01-02T00:00:00Z", "2026-01-02T03:04:05.678901Z",
				"0191d0c8-0000-7000-8000-000000000001", `\x6162`, "1.5", "-9007199254740993", "0.1", "1e3", `{"a": 1}`}),
			rapid.StringMatching(`-?[0-9]{1,15}(\.[0-9]{1,4})?`), rapid.String()).Draw(t, "text")
		v, err := value.ParseText(was, text)
		if err != nil || v.IsNull() {
			t.Skip("no value of that type")
		}
		there, err := rows.Convert(v, was, is)
		if err != nil || there.IsNull() {
			return
		}
		back, err := rows.Convert(there, is, was)
		if err != nil || !value.Equal(v, back) {
			t.Fatalf("%v became %v and then %v, %v", v, there, back, err)
		}
	})
}

// TestJudge tells how many rows fail, and shows the first.
func TestJudge(t *testing.T) {
	t.Parallel()
	s, err := schema.Parse(map[string][]byte{"schema.yaml": []byte(`
collection: people
key: [id]
fields:
  id: int
  age: {type: int, check: age > 30 && age > id}
  own: {type: int, check: own == auth.id}
`)})
	if err != nil {
		t.Fatal(err)
	}
	c := s.Collection("people")
	if rows.NewJudge(c.Field("own")) != nil || rows.NewJudge(c.Field("id")) != nil {
		t.Error("judges what it cannot, or what has no check")
	}
	j := rows.NewJudge(c.Field("age"))
	if len(j.Fields) != 2 || j.Fields[0] != c.Field("age").Index {
		t.Fatalf("asks for %v", j.Fields)
	}
	asked := ""
	for key, ages := range map[string]value.Value{"a": value.OfInt(50), "b": {}} {
		if err := j.Row([]value.Value{ages, value.OfInt(1)}, func() string { return key }); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.Verdict("people"); err != nil {
		t.Errorf("gave %v", err)
	}
	for _, key := range []string{"c", "d"} {
		if err := j.Row([]value.Value{value.OfInt(20), value.OfInt(1)}, func() string { asked += key; return key }); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.Verdict("people"); fault.CodeOf(err) != fault.Check || fault.As(err).Field != "age" || asked != "c" {
		t.Errorf("gave %v, asked for %q", err, asked)
	}
}
