package sqlite

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"
	"zombiezen.com/go/sqlite"

	"bedplate/bench/handwritten/blog"
)

// The + before a parameter changes nothing of what a statement means: it keeps
// SQLite from planning it anew for each value that is bound.

// visible is the rule of who may read a post; the caller is :user.
const visible = "(status = 'published' OR author = +:user)"

const (
	getSQL = "SELECT " + columns + " FROM posts WHERE id = :id AND " + visible
	// The + before status keeps SQLite from collecting most of the table by two
	// indexes and sorting it, where thirty rows in the order of the key are enough.
	listSQL = "SELECT " + columns + " FROM posts WHERE (+status = 'published' OR author = +:user)" +
		" ORDER BY id LIMIT +:limit OFFSET +:offset"
	byStatusSQL = "SELECT " + columns + " FROM posts WHERE status = +:status AND " + visible +
		" ORDER BY created DESC, id DESC LIMIT +:limit OFFSET +:offset"
	createSQL = "INSERT INTO posts (" + columns + ") VALUES (:id, :title, :slug, :body, :status, :author, :tags, :score, :created, :updated)"
)

// Post reads one by its key.
func (db *DB) Post(_ context.Context, b []byte, id, user uuid.UUID) (_ []byte, found bool, err error) {
	err = db.read(func(conn *sqlite.Conn) error {
		stmt, err := conn.Prepare(getSQL)
		if err != nil {
			return err
		}
		defer stmt.Reset()
		stmt.SetBytes(":id", id[:])
		stmt.SetBytes(":user", user[:])
		if found, err = stmt.Step(); found {
			b = appendPost(b, stmt)
		}
		return err
	})
	return b, found, err
}

// Posts reads a list.
func (db *DB) Posts(_ context.Context, b []byte, p blog.Page, user uuid.UUID) ([]byte, int, error) {
	sql := listSQL
	if p.Status != "" {
		sql = byStatusSQL
	}
	return db.list(sql, p, user, b, appendPost)
}

// Add adds a post.
func (db *DB) Add(_ context.Context, post *blog.NewPost) error {
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	tags, err := json.Marshal(post.Tags)
	if err != nil {
		return err
	}
	now := time.Now().UnixMicro()
	err = db.write(func(conn *sqlite.Conn) error {
		stmt, err := conn.Prepare(createSQL)
		if err != nil {
			return err
		}
		defer stmt.Reset()
		stmt.SetBytes(":id", id[:])
		stmt.SetText(":title", post.Title)
		stmt.SetText(":slug", post.Slug)
		stmt.SetText(":body", post.Body)
		stmt.SetText(":status", post.Status)
		stmt.SetBytes(":author", post.Author[:])
		stmt.SetText(":tags", string(tags))
		stmt.SetInt64(":score", post.Score)
		stmt.SetInt64(":created", now)
		stmt.SetInt64(":updated", now)
		_, err = stmt.Step()
		return err
	})
	if sqlite.ErrCode(err).ToPrimary() == sqlite.ResultConstraint {
		return blog.ErrConflict
	}
	return err
}
