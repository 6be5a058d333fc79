//go:build linux

package load

import (
	"math/bits"
	"time"
)

// fine is how many buckets there are between a duration and its double: a
// percentile is right within 1/fine.
const fine = 128

// histogram counts durations in buckets that grow with them, so that it has
// one size however many it counts.
type histogram struct {
	counts [64 * fine]uint32
	n      int
}

// bucket is where a duration is counted: exactly below fine ns, then by its
// highest bits.
func bucket(d time.Duration) int {
	n := uint64(max(d, 0))
	if n < fine {
		return int(n)
	}
	shift := bits.Len64(n) - bits.Len64(fine)
	return (shift+1)*fine + int(n>>shift) - fine
}

// floor is the least duration of a bucket.
func floor(bucket int) time.Duration {
	if bucket < fine {
		return time.Duration(bucket)
	}
	shift := bucket/fine - 1
	return time.Duration(fine+bucket%fine) << shift
}

func (h *histogram) add(d time.Duration) {
	h.counts[bucket(d)]++
	h.n++
}

// percentile gives the duration that p (0 to 1) of those counted were within.
func (h *histogram) percentile(p float64) time.Duration {
	left := int(p * float64(h.n))
	for i, n := range h.counts {
		if left -= int(n); left < 0 {
			return floor(i + 1)
		}
	}
	return 0
}
