package soap

import (
	"runtime"
	"strings"
	"testing"
)

// TestMemoryOfMessages counts what reading a message takes: next to nothing where it is
// over a bound, and a multiple of its length where it is within.
//
// It is not parallel: what others take would be counted too.
func TestMemoryOfMessages(t *testing.T) {
	const most = 1 << 20 // of a message
	fill := func(begin, piece, end string) string {
		return begin + strings.Repeat(piece, (most-len(begin)-len(end))/len(piece)) + end
	}
	entities := `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">`
	for c := 'b'; c < 'l'; c++ {
		entities += "<!ENTITY " + string(c) + ` "` + strings.Repeat("&"+string(c-1)+";", 10) + `">`
	}
	for name, c := range map[string]struct {
		message string
		ok      bool
		bytes   uint64
	}{
		"100,000 attributes":      {"<a" + attributes(100_000) + "/>", false, 16 << 10},
		"100,000 elements":        {"<a>" + strings.Repeat("<b/>", 100_000) + "</a>", false, 16 << 10},
		"a billion laughs":        {entities + "]><x>&k;</x>", false, 16 << 10},
		"an external entity":      {`<!DOCTYPE x SYSTEM "file:///dev/zero"><x/>`, false, 16 << 10},
		"a parameter entity":      {`<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1/x"> %p;]><x/>`, false, 16 << 10},
		"deep":                    {fill("", "<a>", ""), false, 256 << 10},
		"an attribute of all":     {fill(`<a b="`, "c", `"/>`), true, 8 * most},
		"a tag that has no end":   {fill("<a ", "b ", ""), false, 8 * most},
		"a text of all":           {fill("<a>", "b", "</a>"), true, 12 * most},
		"entities of characters":  {fill("<a>", "&#65;", "</a>"), true, 12 * most},
		"comments":                {fill("<a>", "<!-- -->", "</a>"), true, 12 * most},
		"empty comments in words": {fill("<a>", "b<!---->", "</a>"), true, 12 * most},
		"as many elements as may": {fill("<a><b>", "c", "</b>"+strings.Repeat("<d/>", maxElements-2)+"</a>"), true, 24 * most},
		"as many attributes as may": {"<a>" + strings.Repeat("<b"+attributes(maxAttributes)+"/>", most/len("<b"+attributes(maxAttributes)+"/>")) + "</a>",
			true, 48 * most},
	} {
		raw := []byte(c.message)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		root, err := parse(raw)
		runtime.ReadMemStats(&after)
		took := after.TotalAlloc - before.TotalAlloc
		if (err == nil) != c.ok || took > c.bytes {
			t.Errorf("%s: %d bytes took %d, more than %d, with %v", name, len(raw), took, c.bytes, err)
		}
		runtime.KeepAlive(root)
	}
}
