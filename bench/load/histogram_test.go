//go:build linux

package load

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

func TestBucketsFollowEachOther(t *testing.T) {
	t.Parallel()
	for b := range 40 * fine {
		if at := floor(b); bucket(at) != b || bucket(floor(b+1)-1) != b {
			t.Fatalf("bucket %d begins at %d, which is in %d", b, at, bucket(at))
		}
	}
}

func TestPercentiles(t *testing.T) {
	t.Parallel()
	var h histogram
	var all []time.Duration
	r := rand.New(rand.NewPCG(1, 1))
	for range 100_000 {
		d := time.Duration(r.ExpFloat64() * float64(time.Millisecond))
		all = append(all, d)
		h.add(d)
	}
	slices.Sort(all)
	for _, p := range []float64{0, 0.5, 0.9, 0.99, 0.999} {
		want := all[int(p*float64(len(all)))]
		if got := h.percentile(p); got < want || float64(got) > float64(want)*(1+2.0/fine)+1 {
			t.Errorf("p%g is %v, and not %v", 100*p, got, want)
		}
	}
	if new(histogram).percentile(0.5) != 0 {
		t.Error("nothing has a percentile")
	}
}
