package graphql

import (
	"strconv"
	"strings"
	"testing"
)

// TestDocumentsAreBounded: by their number and by their length; what is asked for stays.
func TestDocumentsAreBounded(t *testing.T) {
	t.Parallel()
	for _, length := range []int{10, 10_000} {
		d := newDocuments()
		first := documentKey{text: "first"}
		for i := range 2 * maxDocuments {
			d.add(first, &keptDocument{})
			d.add(documentKey{text: strconv.Itoa(i) + strings.Repeat(" ", length)}, &keptDocument{})
			if d.get(first) == nil {
				t.Fatalf("the first is gone after %d", i)
			}
		}
		sum := 0
		for _, k := range d.kept.Keys() {
			sum += len(k.text)
		}
		if d.kept.Len() > maxDocuments || sum > maxTexts || sum != d.bytes {
			t.Errorf("%d documents of %d bytes are kept, %d are counted", d.kept.Len(), sum, d.bytes)
		}
	}
}
