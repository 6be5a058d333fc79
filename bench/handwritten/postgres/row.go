package postgres

import (
	"encoding/binary"
	"math"
	"strconv"

	"github.com/google/uuid"

	"bedplate/bench/handwritten/blog"
)

// columns are what appendPost reads, in its order.
const columns = "id, title, slug, body, status, author, tags, score, created, updated"

func appendPost(b []byte, row [][]byte) []byte {
	b = append(b, `{"id":"`...)
	b = appendUUID(b, row[0])
	b = append(b, `","title":`...)
	b = blog.AppendText(b, row[1])
	b = append(b, `,"slug":`...)
	b = blog.AppendText(b, row[2])
	b = append(b, `,"body":`...)
	b = blog.AppendText(b, row[3])
	b = append(b, `,"status":`...)
	b = blog.AppendText(b, row[4])
	b = append(b, `,"author":"`...)
	b = appendUUID(b, row[5])
	b = append(b, `","tags":`...)
	b = appendTags(b, row[6])
	b = append(b, `,"score":`...)
	b = appendInt(b, row[7])
	b = append(b, `,"created":"`...)
	b = appendTime(b, row[8])
	b = append(b, `","updated":"`...)
	b = appendTime(b, row[9])
	return append(b, `"}`...)
}

// appendThread writes a post up to its comments.
func appendThread(b []byte, row [][]byte) []byte {
	b = append(b, `{"id":"`...)
	b = appendUUID(b, row[0])
	b = append(b, `","title":`...)
	b = blog.AppendText(b, row[1])
	b = append(b, `,"slug":`...)
	b = blog.AppendText(b, row[2])
	b = append(b, `,"body":`...)
	b = blog.AppendText(b, row[3])
	b = append(b, `,"status":`...)
	b = blog.AppendText(b, row[4])
	b = append(b, `,"tags":`...)
	b = appendTags(b, row[5])
	b = append(b, `,"score":`...)
	b = appendInt(b, row[6])
	b = append(b, `,"created":"`...)
	b = appendTime(b, row[7])
	b = append(b, `","updated":"`...)
	b = appendTime(b, row[8])
	b = append(b, `","author":{"id":"`...)
	b = appendUUID(b, row[9])
	b = append(b, `","name":`...)
	b = blog.AppendText(b, row[10])
	return append(b, `},"comments":[`...)
}

func appendComment(b []byte, row [][]byte) []byte {
	b = append(b, `{"id":"`...)
	b = appendUUID(b, row[0])
	b = append(b, `","author":"`...)
	b = appendUUID(b, row[1])
	b = append(b, `","body":`...)
	b = blog.AppendText(b, row[2])
	b = append(b, `,"created":"`...)
	b = appendTime(b, row[3])
	return append(b, `"}`...)
}

func appendReview(b []byte, row [][]byte) []byte {
	b = append(b, `{"id":"`...)
	b = appendUUID(b, row[0])
	b = append(b, `","post":"`...)
	b = appendUUID(b, row[1])
	b = append(b, `","author":"`...)
	b = appendUUID(b, row[2])
	b = append(b, `","title":`...)
	b = blog.AppendText(b, row[3])
	b = append(b, `,"body":`...)
	b = blog.AppendText(b, row[4])
	b = append(b, `,"stars":`...)
	b = appendInt(b, row[5])
	b = append(b, `,"tags":`...)
	b = appendTags(b, row[6])
	b = append(b, `,"language":`...)
	b = blog.AppendText(b, row[7])
	b = append(b, `,"created":"`...)
	b = appendTime(b, row[8])
	b = append(b, `","updated":"`...)
	b = appendTime(b, row[9])
	return append(b, `"}`...)
}

func appendReading(b []byte, row [][]byte) []byte {
	b = append(b, `{"id":"`...)
	b = appendUUID(b, row[0])
	b = append(b, `","device":`...)
	b = blog.AppendText(b, row[1])
	b = append(b, `,"kind":`...)
	b = blog.AppendText(b, row[2])
	b = append(b, `,"value":`...)
	b = strconv.AppendFloat(b, math.Float64frombits(binary.BigEndian.Uint64(row[3])), 'f', -1, 64)
	b = append(b, `,"unit":`...)
	b = blog.AppendText(b, row[4])
	b = append(b, `,"note":`...)
	b = blog.AppendText(b, row[5])
	b = append(b, `,"quality":`...)
	b = appendInt(b, row[6])
	b = append(b, `,"good":`...)
	b = strconv.AppendBool(b, row[7][0] != 0)
	b = append(b, `,"tags":`...)
	b = appendTags(b, row[8])
	b = append(b, `,"created":"`...)
	b = appendTime(b, row[9])
	return append(b, "\"}\n"...)
}

func appendUUID(b, column []byte) []byte { return blog.AppendUUID(b, uuid.UUID(column)) }

func appendInt(b, column []byte) []byte {
	return strconv.AppendInt(b, int64(binary.BigEndian.Uint64(column)), 10)
}

// epoch is where PostgreSQL's times begin, the year 2000, in microseconds since 1970.
const epoch = 946_684_800_000_000

func appendTime(b, column []byte) []byte {
	return blog.AppendTime(b, epoch+int64(binary.BigEndian.Uint64(column)))
}

// appendTags writes a list of texts, which is kept as jsonb. It comes as its text,
// with a space behind each comma, that stands in no tag.
func appendTags(b, column []byte) []byte {
	quoted := false
	for i, c := range column {
		switch {
		case c == '"' && column[i-1] != '\\': // a text stands behind a bracket
			quoted = !quoted
		case c == ' ' && !quoted:
			continue
		}
		b = append(b, c)
	}
	return b
}
