// Package parity holds the doors to one meaning: what is said alike at several of them is
// the same query.Request and has the same answer (testdata/*.txtar), and what a caller
// may not know reaches it through none of them. It has tests alone.
package parity
