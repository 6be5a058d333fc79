// Package blog is what the programs written by hand have alike, whatever their
// database is: who calls, what is asked, which posts may be added, and how
// answers are written.
package blog

import (
	"context"
	"errors"

	"github.com/google/uuid"
)

// Store answers what is asked of a database. Those who read append JSON to b,
// which may be grown, and tell how many records that were.
type Store interface {
	Post(ctx context.Context, b []byte, id, user uuid.UUID) (_ []byte, found bool, err error)
	Posts(ctx context.Context, b []byte, p Page, user uuid.UUID) (_ []byte, n int, err error)
	// Threads are posts with their author and five newest comments each.
	Threads(ctx context.Context, b []byte, p Page, user uuid.UUID) (_ []byte, n int, err error)
	Reviews(ctx context.Context, b []byte, p Page, user uuid.UUID) (_ []byte, n int, err error)
	// Readings gives every reading, a line each, in pieces that are used before
	// write returns.
	Readings(ctx context.Context, user uuid.UUID, write func(b []byte) error) error
	// Add is ErrConflict where there is such a post, or no such author.
	Add(ctx context.Context, post *NewPost) error
}

// ErrConflict tells that a post cannot stand beside what is there.
var ErrConflict = errors.New("there is such a post, or no such author")

// Page is which rows of a list are answered.
type Page struct {
	Limit, Offset int
	Status        string // "" is any, in the order of their keys; else the newest first
}
