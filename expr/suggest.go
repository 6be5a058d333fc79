package expr

import "fmt"

// Suggest gives a hint with the known name nearest to what was written, ""
// where none is near: what every message about an unknown name ends with.
func Suggest(name string, known []string) string {
	if len(name) > 64 {
		return ""
	}
	best, distance := "", len(name)/3+2 // further away it is another word
	for _, k := range known {
		if len(k) > 64 {
			continue
		}
		if d := editDistance(name, k, distance); d < distance {
			best, distance = k, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("did you mean %q?", best)
}

// editDistance counts the letters to insert, drop, replace or swap with their
// neighbour to get from a to b; limit or more is given as limit.
func editDistance(a, b string, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	before, prev, cur := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], before[j-2]+1)
			}
		}
		before, prev, cur = prev, cur, before
	}
	return min(prev[len(b)], limit)
}
