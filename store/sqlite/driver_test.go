package sqlite

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"bedplate/store/plan"
	"bedplate/value"
)

func TestReadsWhatWasWritten(t *testing.T) {
	t.Parallel()
	f := newFixture()
	d := open(t, f, Options{})
	add(t, d, f.users, map[string]value.Value{"id": value.OfInt(1), "name": value.OfText("Ada")})
	wide, _ := value.ParseDecimal("-12345678901234567890.25", 30, 4)
	add(t, d, f.posts, map[string]value.Value{
		"id": value.OfInt(7), "title": value.OfText("Notes"), "slug": value.OfText("notes"), "author": value.OfInt(1),
		"score": value.OfInt(-3), "price": value.OfDecimal(1250, 2), "wide": wide, "ratio": value.OfFloat(0.5),
		"live": value.OfBool(true), "at": value.OfTime(1_000_000), "meta": value.OfJSON(`{"colour":"red"}`),
		"tags": value.OfListJSON(`["go","sql"]`), "token": value.OfUUID([16]byte{1, 2}), "status": value.OfText("draft"),
	})
	names := []string{"id", "title", "price", "wide", "ratio", "live", "at", "meta", "tags", "token", "status"}
	r := &plan.Read{From: f.posts, Outputs: outputs(f.posts, names...), Limit: plan.None, Offset: plan.None}
	r.Outputs = append(r.Outputs, plan.Output{Nested: &plan.Read{From: f.users, Rel: f.author,
		Outputs: outputs(f.users, "name"), Limit: plan.None, Offset: plan.None}})
	want := [][]string{{"7", "Notes", "12.50", "-12345678901234567890.2500", "0.5", "true",
		"1970-01-01T00:00:01+00:00", `{"colour":"red"}`, `["go","sql"]`, "01020000-0000-0000-0000-000000000000", "draft", "Ada"}}
	if diff := cmp.Diff(want, rows(t, d, r)); diff != "" {
		t.Error(diff)
	}
}
