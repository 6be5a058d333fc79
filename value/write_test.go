package value_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"bedplate/value"
)

// TestTimesAreTheCalendar compares with the standard library's calendar.
func TestTimesAreTheCalendar(t *testing.T) {
	t.Parallel()
	first := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)
	last := time.Date(9999, 12, 31, 23, 59, 59, 999_999_000, time.UTC)
	same := func(t interface{ Fatalf(string, ...any) }, at time.Time) {
		want := at.Format("2006-01-02T15:04:05.999999+00:00")
		if got := value.OfTime(at.UnixMicro()).String(); got != want {
			t.Fatalf("%s is written %s", want, got)
		}
	}
	for day := first; day.Before(last); day = day.AddDate(0, 0, 13) { // every day of a year comes in 400 years
		same(t, day)
	}
	same(t, last)
	rapid.Check(t, func(t *rapid.T) {
		same(t, time.UnixMicro(rapid.Int64Range(first.UnixMicro(), last.UnixMicro()).Draw(t, "micros")).UTC())
	})
}

// TestQuotedTexts puts what needs an escape at every place of a word.
func TestQuotedTexts(t *testing.T) {
	t.Parallel()
	piece := rapid.OneOf(
		rapid.SampledFrom([]string{`"`, `\`, "\x00", "\x01", "\x1f", " ", "!", "#", "\x7f", "\n", "\u0080", "ÿ", "€", "𐍈", "[", "]"}),
		rapid.StringMatching(`[a-z ]{0,17}`),
	)
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOf(piece).Draw(t, "pieces"), "")
		quoted := value.AppendQuoted([]byte("x"), s)[1:]
		var back string
		if err := json.Unmarshal(quoted, &back); err != nil || back != s {
			t.Fatalf("%q is written %s, which is %q: %v", s, quoted, back, err)
		}
		bare := strings.NewReplacer(`\\`, "", `\"`, "").Replace(string(quoted[1 : len(quoted)-1]))
		if escapes := strings.Count(bare, `\`); escapes != strings.Count(s, "\x00")+strings.Count(s, "\x01")+
			strings.Count(s, "\x1f")+strings.Count(s, "\n") {
			t.Fatalf("%q is escaped more than it must: %s", s, quoted)
		}
	})
}

func BenchmarkAppendTime(b *testing.B) {
	v, room := value.OfTime(time.Now().UnixMicro()), make([]byte, 0, 64)
	for b.Loop() {
		room = v.AppendJSON(room[:0])
	}
}

func BenchmarkAppendQuoted(b *testing.B) {
	s, room := strings.Repeat("some words ", 20), make([]byte, 0, 512)
	for b.Loop() {
		room = value.AppendQuoted(room[:0], s)
	}
}
