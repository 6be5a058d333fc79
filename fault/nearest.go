package fault

// longest is the longest name that is compared: a client may send any.
const longest = 64

// Nearest gives the known name that is most like name, for "did you mean";
// "" where none is near enough to be meant.
func Nearest(name string, known []string) string {
	if len(name) > longest {
		return ""
	}
	best, limit := "", len(name)/3+2 // further away it is another word
	for _, k := range known {
		if len(k) > longest {
			continue
		}
		// Of short names at least half has to be alike.
		near := min(limit, (max(len(name), len(k))+1)/2)
		if d := distance(name, k, near); d < near {
			best, limit = k, d
		}
	}
	return best
}

// distance counts the letters to insert, drop, replace or swap with their
// neighbour to get from a to b; limit or more is given as limit.
func distance(a, b string, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], limit)
}
