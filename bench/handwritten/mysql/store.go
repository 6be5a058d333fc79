// Package mysql keeps the blog in MariaDB or MySQL: database/sql over
// go-sql-driver, statements prepared once, and columns read where they lie.
package mysql

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"net/url"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/google/uuid"

	"bedplate/bench/handwritten/blog"
)

// visible is the rule of who may read a post; the parameter is the caller.
const visible = "(status = 'published' OR author = ?)"

const (
	getSQL      = "SELECT " + columns + " FROM posts WHERE id = ? AND " + visible
	listSQL     = "SELECT " + columns + " FROM posts WHERE " + visible + " ORDER BY id LIMIT ? OFFSET ?"
	byStatusSQL = "SELECT " + columns + " FROM posts WHERE status = ? AND " + visible +
		" ORDER BY created DESC, id LIMIT ? OFFSET ?" // as the index has them
	createSQL = "INSERT INTO posts (" + columns + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

	// The whole answer in one statement: a row for each comment, or one for a
	// post without any, with its post and the post's author beside it. MariaDB
	// has no LATERAL, so the comments are numbered.
	threadsSQL = "WITH p AS (SELECT * FROM posts WHERE " + visible + " ORDER BY id LIMIT ? OFFSET ?)," +
		" c AS (SELECT c.id, c.post, c.author, c.body, c.created, ROW_NUMBER() OVER (PARTITION BY c.post ORDER BY c.created DESC, c.id) AS n" +
		" FROM p JOIN comments c ON c.post = p.id WHERE NOT c.hidden OR c.author = ?)" +
		" SELECT p.id, p.title, p.slug, p.body, p.status, p.tags, p.score, p.created, p.updated, u.id, u.name," +
		" c.id, c.author, c.body, c.created" +
		" FROM p JOIN users u ON u.id = p.author LEFT JOIN c ON c.post = p.id AND c.n <= 5" +
		" ORDER BY p.id, c.created DESC, c.id"

	// Who may read a review is who may read its post.
	reviewsSQL = "SELECT r.id, r.post, r.author, r.title, r.body, r.stars, r.tags, r.language, r.created, r.updated" +
		" FROM reviews r JOIN posts p ON p.id = r.post WHERE p.status = 'published' OR p.author = ?" +
		" ORDER BY r.id LIMIT ? OFFSET ?"

	readingsSQL = "SELECT id, device, kind, value, unit, note, quality, good, tags, created" +
		" FROM readings WHERE good OR ? IS NOT NULL ORDER BY id"
)

// flushed is how many bytes of readings are collected before they are sent.
const flushed = 32 << 10

// DB is a pool of connections, with its statements.
type DB struct {
	get, list, byStatus, create, threads, reviews, readings *sql.Stmt
}

// Open opens a database that Bedplate made.
func Open(address string) (*DB, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	conf := mysql.NewConfig()
	conf.Net, conf.Addr, conf.DBName = "tcp", u.Host, strings.TrimPrefix(u.Path, "/")
	conf.User = u.User.Username()
	conf.Passwd, _ = u.User.Password()
	conf.ParseTime, conf.Loc = true, time.UTC
	connector, err := mysql.NewConnector(conf)
	if err != nil {
		return nil, err
	}
	pool := sql.OpenDB(connector)
	pool.SetMaxOpenConns(16)
	pool.SetMaxIdleConns(16)
	db := &DB{}
	for text, to := range map[string]**sql.Stmt{getSQL: &db.get, listSQL: &db.list, byStatusSQL: &db.byStatus,
		createSQL: &db.create, threadsSQL: &db.threads, reviewsSQL: &db.reviews, readingsSQL: &db.readings} {
		if *to, err = pool.Prepare(text); err != nil {
			return nil, err
		}
	}
	return db, nil
}

// each scans the rows of a statement into columns, and calls f for each.
func each(ctx context.Context, stmt *sql.Stmt, columns []any, f func() error, args ...any) error {
	rows, err := stmt.QueryContext(ctx, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(columns...); err != nil {
			return err
		}
		if err := f(); err != nil {
			return err
		}
	}
	return rows.Err()
}

// list writes a record for each row.
func list(ctx context.Context, b []byte, stmt *sql.Stmt, row record, args ...any) (_ []byte, n int, err error) {
	err = each(ctx, stmt, row.columns(), func() error {
		if n > 0 {
			b = append(b, ',')
		}
		b = row.append(b)
		n++
		return nil
	}, args...)
	return b, n, err
}

// Post reads one by its key.
func (db *DB) Post(ctx context.Context, b []byte, id, user uuid.UUID) ([]byte, bool, error) {
	b, n, err := list(ctx, b, db.get, &post{}, id[:], user[:])
	return b, n > 0, err
}

// Posts reads a list.
func (db *DB) Posts(ctx context.Context, b []byte, p blog.Page, user uuid.UUID) ([]byte, int, error) {
	if p.Status != "" {
		return list(ctx, b, db.byStatus, &post{}, p.Status, user[:], p.Limit, p.Offset)
	}
	return list(ctx, b, db.list, &post{}, user[:], p.Limit, p.Offset)
}

// Threads writes a record for each run of rows of one post.
func (db *DB) Threads(ctx context.Context, b []byte, p blog.Page, user uuid.UUID) (_ []byte, n int, err error) {
	var last uuid.UUID
	var row thread
	err = each(ctx, db.threads, row.columns(), func() error {
		id := uuid.UUID(row.id)
		switch {
		case n > 0 && id == last:
			b = append(b, ',')
		case n > 0:
			b = append(b, `]},`...)
			fallthrough
		default:
			last = id
			n++
			b = row.append(b)
		}
		if row.comment.id != nil {
			b = row.comment.append(b)
		}
		return nil
	}, user[:], p.Limit, p.Offset, user[:])
	if n > 0 {
		b = append(b, `]}`...)
	}
	return b, n, err
}

// Reviews reads a list.
func (db *DB) Reviews(ctx context.Context, b []byte, p blog.Page, user uuid.UUID) ([]byte, int, error) {
	return list(ctx, b, db.reviews, &review{}, user[:], p.Limit, p.Offset)
}

// Readings reads all.
func (db *DB) Readings(ctx context.Context, user uuid.UUID, write func([]byte) error) error {
	b := make([]byte, 0, flushed+4<<10)
	var row reading
	err := each(ctx, db.readings, row.columns(), func() error {
		if b = row.append(b); len(b) < flushed {
			return nil
		}
		defer func() { b = b[:0] }()
		return write(b)
	}, user[:])
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
	tags, err := json.Marshal(post.Tags)
	if err != nil {
		return err
	}
	now := time.Now().UTC().Truncate(time.Microsecond)
	_, err = db.create.ExecContext(ctx, id[:], post.Title, post.Slug, post.Body, post.Status, post.Author[:], tags, post.Score, now, now)
	var refused *mysql.MySQLError
	if errors.As(err, &refused) && (refused.Number == 1062 || refused.Number == 1452) { // a duplicate, a reference
		return blog.ErrConflict
	}
	return err
}
