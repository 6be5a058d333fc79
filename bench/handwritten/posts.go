package main

import (
	"encoding/json"
	"log"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"zombiezen.com/go/sqlite"
)

// posts answers the requests about posts.
type posts struct{ db *database }

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

// buffers hold answers while they are written.
var buffers = sync.Pool{New: func() any { b := make([]byte, 0, 16<<10); return &b }}

func (p *posts) get(w http.ResponseWriter, r *http.Request) {
	id, err := uuid.Parse(r.PathValue("id"))
	if err != nil {
		fail(w, http.StatusBadRequest, "the id is not a UUID")
		return
	}
	user := userID(r)
	buffer := buffers.Get().(*[]byte)
	defer buffers.Put(buffer)
	b, found := (*buffer)[:0], false
	err = p.db.read(func(conn *sqlite.Conn) error {
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
	*buffer = b
	switch {
	case err != nil:
		internal(w, err)
	case !found:
		fail(w, http.StatusNotFound, "no such post")
	default:
		answer(w, b)
	}
}

// list answers ?status=eq.X&order=created.desc&limit=N&offset=N, and without
// status and order.
func (p *posts) list(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	limit, ok1 := number(q, "limit", 1000)
	offset, ok2 := number(q, "offset", 0)
	status, byStatus, ok3 := listed(q)
	if !ok1 || !ok2 || !ok3 {
		fail(w, http.StatusBadRequest, "limit, offset, or status with order=created.desc")
		return
	}
	sql := listSQL
	if byStatus {
		sql = byStatusSQL
	}
	answerList(p.db, w, userID(r), page{limit, offset}, sql, func(b []byte, stmt *sqlite.Stmt) ([]byte, int, error) {
		if byStatus {
			stmt.SetText(":status", status)
		}
		return eachRow(b, stmt, appendPost)
	})
}

func number(q url.Values, name string, otherwise int) (int, bool) {
	text := q.Get(name)
	if text == "" {
		return otherwise, true
	}
	n, err := strconv.Atoi(text)
	return n, err == nil && n >= 0
}

// listed reads status and order, which go together.
func listed(q url.Values) (status string, given, ok bool) {
	text, order := q.Get("status"), q.Get("order")
	if text == "" && order == "" {
		return "", false, true
	}
	if len(text) < 3 || text[:3] != "eq." || order != "created.desc" {
		return "", false, false
	}
	return text[3:], true, slices.Contains(statuses, text[3:])
}

var (
	statuses = []string{"draft", "published"}
	slugs    = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
)

// newPost is the body of a creation.
type newPost struct {
	Title  string    `json:"title"`
	Slug   string    `json:"slug"`
	Body   string    `json:"body"`
	Status string    `json:"status"`
	Author uuid.UUID `json:"author"`
	Tags   []string  `json:"tags"`
	Score  int64     `json:"score"`
}

// valid tells what is wrong with a new post, "" for nothing.
func (n *newPost) valid() string {
	switch {
	case n.Title == "" || utf8.RuneCountInString(n.Title) > 200:
		return "title must have 1 to 200 characters"
	case !slugs.MatchString(n.Slug) || len(n.Slug) > 255:
		return "slug must be small letters, digits and single hyphens"
	case n.Body == "":
		return "body is missing"
	case !slices.Contains(statuses, n.Status):
		return "status must be draft or published"
	}
	return ""
}

func (p *posts) create(w http.ResponseWriter, r *http.Request) {
	user := userID(r)
	post := newPost{Status: "draft", Author: user, Tags: []string{}}
	body := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20))
	body.DisallowUnknownFields()
	if err := body.Decode(&post); err != nil {
		fail(w, http.StatusBadRequest, "the body is not a post")
		return
	}
	if wrong := post.valid(); wrong != "" {
		fail(w, http.StatusBadRequest, wrong)
		return
	}
	if post.Author != user {
		fail(w, http.StatusForbidden, "not allowed to write as somebody else")
		return
	}
	err := p.insert(&post)
	switch {
	case err == nil:
		w.WriteHeader(http.StatusCreated)
	case sqlite.ErrCode(err).ToPrimary() == sqlite.ResultConstraint:
		fail(w, http.StatusConflict, "there is such a post, or no such author")
	default:
		internal(w, err)
	}
}

func (p *posts) insert(post *newPost) error {
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	tags, err := json.Marshal(post.Tags)
	if err != nil {
		return err
	}
	now := time.Now().UnixMicro()
	return p.db.write(func(conn *sqlite.Conn) error {
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
}

func answer(w http.ResponseWriter, body []byte) {
	h := w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("Vary", "Authorization, Apikey, Accept")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.Write(body) // a client that went away is not our concern
}

func fail(w http.ResponseWriter, status int, message string) {
	body, _ := json.Marshal(map[string]string{"message": message})
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	w.Write(body)
}

func internal(w http.ResponseWriter, err error) {
	log.Print(err)
	fail(w, http.StatusInternalServerError, "internal error")
}
