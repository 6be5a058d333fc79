// Package postgres keeps the blog in PostgreSQL: pgx's pool, statements that it
// prepares once for each connection, and rows read in the binary form in which
// they come.
package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"bedplate/bench/handwritten/blog"
)

// visible is the rule of who may read a post; the caller is $1.
const visible = "(status = 'published' OR author = $1)"

const (
	getSQL      = "SELECT " + columns + " FROM posts WHERE id = $2 AND " + visible
	listSQL     = "SELECT " + columns + " FROM posts WHERE " + visible + " ORDER BY id LIMIT $2 OFFSET $3"
	byStatusSQL = "SELECT " + columns + " FROM posts WHERE status = $4 AND " + visible +
		" ORDER BY created DESC, id DESC LIMIT $2 OFFSET $3"
	createSQL = "INSERT INTO posts (" + columns + ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)"

	// The whole answer in one statement: a row for each comment, or one for a
	// post without any, with its post and the post's author beside it.
	threadsSQL = "SELECT p.id, p.title, p.slug, p.body, p.status, p.tags, p.score, p.created, p.updated, u.id, u.name," +
		" c.id, c.author, c.body, c.created" +
		" FROM (SELECT * FROM posts WHERE " + visible + " ORDER BY id LIMIT $2 OFFSET $3) p" +
		" JOIN users u ON u.id = p.author" +
		" LEFT JOIN LATERAL (SELECT id, author, body, created FROM comments WHERE post = p.id AND (NOT hidden OR author = $1)" +
		" ORDER BY created DESC, id LIMIT 5) c ON true" +
		" ORDER BY p.id, c.created DESC, c.id"

	// Who may read a review is who may read its post.
	reviewsSQL = "SELECT r.id, r.post, r.author, r.title, r.body, r.stars, r.tags, r.language, r.created, r.updated" +
		" FROM reviews r JOIN posts p ON p.id = r.post WHERE p.status = 'published' OR p.author = $1" +
		" ORDER BY r.id LIMIT $2 OFFSET $3"

	readingsSQL = "SELECT id, device, kind, value, unit, note, quality, good, tags, created" +
		" FROM readings WHERE good OR $1::uuid IS NOT NULL ORDER BY id"
)

// flushed is how many bytes of readings are collected before they are sent.
const flushed = 32 << 10

// DB is a pool of connections.
type DB struct{ pool *pgxpool.Pool }

// Open opens a database that Bedplate made.
func Open(url string) (*DB, error) {
	pool, err := pgxpool.New(context.Background(), url)
	return &DB{pool}, err
}

// query gives the rows of a statement to f, which must not keep them.
func (db *DB) query(ctx context.Context, sql string, f func(row [][]byte) error, args ...any) error {
	rows, err := db.pool.Query(ctx, sql, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := f(rows.RawValues()); err != nil {
			return err
		}
	}
	return rows.Err()
}

// list writes a record for each row.
func (db *DB) list(ctx context.Context, b []byte, sql string, write func([]byte, [][]byte) []byte, args ...any) (_ []byte, n int, err error) {
	err = db.query(ctx, sql, func(row [][]byte) error {
		if n > 0 {
			b = append(b, ',')
		}
		b = write(b, row)
		n++
		return nil
	}, args...)
	return b, n, err
}

// Post reads one by its key.
func (db *DB) Post(ctx context.Context, b []byte, id, user uuid.UUID) ([]byte, bool, error) {
	b, n, err := db.list(ctx, b, getSQL, appendPost, user, id)
	return b, n > 0, err
}

// Posts reads a list.
func (db *DB) Posts(ctx context.Context, b []byte, p blog.Page, user uuid.UUID) ([]byte, int, error) {
	if p.Status != "" {
		return db.list(ctx, b, byStatusSQL, appendPost, user, p.Limit, p.Offset, p.Status)
	}
	return db.list(ctx, b, listSQL, appendPost, user, p.Limit, p.Offset)
}

// Threads writes a record for each run of rows of one post.
func (db *DB) Threads(ctx context.Context, b []byte, p blog.Page, user uuid.UUID) (_ []byte, n int, err error) {
	var last uuid.UUID
	err = db.query(ctx, threadsSQL, func(row [][]byte) error {
		id := uuid.UUID(row[0])
		switch {
		case n > 0 && id == last:
			b = append(b, ',')
		case n > 0:
			b = append(b, `]},`...)
			fallthrough
		default:
			last = id
			n++
			b = appendThread(b, row)
		}
		if row[11] != nil {
			b = appendComment(b, row[11:])
		}
		return nil
	}, user, p.Limit, p.Offset)
	if n > 0 {
		b = append(b, `]}`...)
	}
	return b, n, err
}

// Reviews reads a list.
func (db *DB) Reviews(ctx context.Context, b []byte, p blog.Page, user uuid.UUID) ([]byte, int, error) {
	return db.list(ctx, b, reviewsSQL, appendReview, user, p.Limit, p.Offset)
}

// Readings reads all.
func (db *DB) Readings(ctx context.Context, user uuid.UUID, write func([]byte) error) error {
	b := make([]byte, 0, flushed+4<<10)
	err := db.query(ctx, readingsSQL, func(row [][]byte) error {
		if b = appendReading(b, row); len(b) < flushed {
			return nil
		}
		defer func() { b = b[:0] }()
		return write(b)
	}, user)
	if err != nil {
		return err
	}
	return write(b)
}

// Add adds a post.
func (db *DB) Add(ctx context.Context, post *blog.NewPost) error {
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	_, err = db.pool.Exec(ctx, createSQL, id, post.Title, post.Slug, post.Body, post.Status, post.Author, post.Tags, post.Score,
		time.Now().Truncate(time.Microsecond))
	var refused *pgconn.PgError
	if errors.As(err, &refused) && refused.Code[:2] == "23" { // a constraint
		return blog.ErrConflict
	}
	return err
}
