package mysql

import (
	"database/sql"
	"strconv"
	"time"

	"github.com/google/uuid"

	"bedplate/bench/handwritten/blog"
)

// record is a row that is scanned into.
type record interface {
	columns() []any
	append(b []byte) []byte
}

// columns are what a post scans, in its order.
const columns = "id, title, slug, body, status, author, tags, score, created, updated"

type post struct {
	id, title, slug, body, status, author, tags sql.RawBytes
	score                                       int64
	created, updated                            time.Time
}

func (p *post) columns() []any {
	return []any{&p.id, &p.title, &p.slug, &p.body, &p.status, &p.author, &p.tags, &p.score, &p.created, &p.updated}
}

func (p *post) append(b []byte) []byte {
	b = append(b, `{"id":"`...)
	b = appendUUID(b, p.id)
	b = append(b, `","title":`...)
	b = blog.AppendText(b, p.title)
	b = append(b, `,"slug":`...)
	b = blog.AppendText(b, p.slug)
	b = append(b, `,"body":`...)
	b = blog.AppendText(b, p.body)
	b = append(b, `,"status":`...)
	b = blog.AppendText(b, p.status)
	b = append(b, `,"author":"`...)
	b = appendUUID(b, p.author)
	b = append(b, `","tags":`...)
	b = append(b, p.tags...) // kept as JSON
	b = append(b, `,"score":`...)
	b = strconv.AppendInt(b, p.score, 10)
	return appendTimes(b, p.created, p.updated)
}

// thread is a post with its author and one of its comments.
type thread struct {
	id, title, slug, body, status, tags sql.RawBytes
	score                               int64
	created, updated                    time.Time
	author, name                        sql.RawBytes
	comment                             comment
}

func (t *thread) columns() []any {
	c := &t.comment
	return []any{&t.id, &t.title, &t.slug, &t.body, &t.status, &t.tags, &t.score, &t.created, &t.updated, &t.author, &t.name,
		&c.id, &c.author, &c.body, &c.created}
}

// append writes the post up to its comments.
func (t *thread) append(b []byte) []byte {
	b = append(b, `{"id":"`...)
	b = appendUUID(b, t.id)
	b = append(b, `","title":`...)
	b = blog.AppendText(b, t.title)
	b = append(b, `,"slug":`...)
	b = blog.AppendText(b, t.slug)
	b = append(b, `,"body":`...)
	b = blog.AppendText(b, t.body)
	b = append(b, `,"status":`...)
	b = blog.AppendText(b, t.status)
	b = append(b, `,"tags":`...)
	b = append(b, t.tags...)
	b = append(b, `,"score":`...)
	b = strconv.AppendInt(b, t.score, 10)
	b = append(b, `,"created":"`...)
	b = blog.AppendTime(b, t.created.UnixMicro())
	b = append(b, `","updated":"`...)
	b = blog.AppendTime(b, t.updated.UnixMicro())
	b = append(b, `","author":{"id":"`...)
	b = appendUUID(b, t.author)
	b = append(b, `","name":`...)
	b = blog.AppendText(b, t.name)
	return append(b, `},"comments":[`...)
}

// comment is null where a post has none.
type comment struct {
	id, author, body sql.RawBytes
	created          sql.NullTime
}

func (c *comment) append(b []byte) []byte {
	b = append(b, `{"id":"`...)
	b = appendUUID(b, c.id)
	b = append(b, `","author":"`...)
	b = appendUUID(b, c.author)
	b = append(b, `","body":`...)
	b = blog.AppendText(b, c.body)
	b = append(b, `,"created":"`...)
	b = blog.AppendTime(b, c.created.Time.UnixMicro())
	return append(b, `"}`...)
}

type review struct {
	id, post, author, title, body sql.RawBytes
	stars                         int64
	tags, language                sql.RawBytes
	created, updated              time.Time
}

func (r *review) columns() []any {
	return []any{&r.id, &r.post, &r.author, &r.title, &r.body, &r.stars, &r.tags, &r.language, &r.created, &r.updated}
}

func (r *review) append(b []byte) []byte {
	b = append(b, `{"id":"`...)
	b = appendUUID(b, r.id)
	b = append(b, `","post":"`...)
	b = appendUUID(b, r.post)
	b = append(b, `","author":"`...)
	b = appendUUID(b, r.author)
	b = append(b, `","title":`...)
	b = blog.AppendText(b, r.title)
	b = append(b, `,"body":`...)
	b = blog.AppendText(b, r.body)
	b = append(b, `,"stars":`...)
	b = strconv.AppendInt(b, r.stars, 10)
	b = append(b, `,"tags":`...)
	b = append(b, r.tags...)
	b = append(b, `,"language":`...)
	b = blog.AppendText(b, r.language)
	return appendTimes(b, r.created, r.updated)
}

type reading struct {
	id, device, kind sql.RawBytes
	value            float64
	unit, note       sql.RawBytes
	quality          int64
	good             bool
	tags             sql.RawBytes
	created          time.Time
}

func (r *reading) columns() []any {
	return []any{&r.id, &r.device, &r.kind, &r.value, &r.unit, &r.note, &r.quality, &r.good, &r.tags, &r.created}
}

func (r *reading) append(b []byte) []byte {
	b = append(b, `{"id":"`...)
	b = appendUUID(b, r.id)
	b = append(b, `","device":`...)
	b = blog.AppendText(b, r.device)
	b = append(b, `,"kind":`...)
	b = blog.AppendText(b, r.kind)
	b = append(b, `,"value":`...)
	b = strconv.AppendFloat(b, r.value, 'f', -1, 64)
	b = append(b, `,"unit":`...)
	b = blog.AppendText(b, r.unit)
	b = append(b, `,"note":`...)
	b = blog.AppendText(b, r.note)
	b = append(b, `,"quality":`...)
	b = strconv.AppendInt(b, r.quality, 10)
	b = append(b, `,"good":`...)
	b = strconv.AppendBool(b, r.good)
	b = append(b, `,"tags":`...)
	b = append(b, r.tags...)
	b = append(b, `,"created":"`...)
	b = blog.AppendTime(b, r.created.UnixMicro())
	return append(b, "\"}\n"...)
}

func appendUUID(b, column []byte) []byte { return blog.AppendUUID(b, uuid.UUID(column)) }

// appendTimes ends a record with its times.
func appendTimes(b []byte, created, updated time.Time) []byte {
	b = append(b, `,"created":"`...)
	b = blog.AppendTime(b, created.UnixMicro())
	b = append(b, `","updated":"`...)
	b = blog.AppendTime(b, updated.UnixMicro())
	return append(b, `"}`...)
}
