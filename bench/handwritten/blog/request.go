package blog

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/google/uuid"
)

// most is the longest list that is answered.
const most = 1000

// pageOf reads limit and offset.
func pageOf(q url.Values) (Page, bool) {
	limit, ok1 := number(q, "limit", most)
	offset, ok2 := number(q, "offset", 0)
	return Page{Limit: min(limit, most), Offset: offset}, ok1 && ok2
}

func number(q url.Values, name string, otherwise int) (int, bool) {
	text := q.Get(name)
	if text == "" {
		return otherwise, true
	}
	n, err := strconv.Atoi(text)
	return n, err == nil && n >= 0
}

// status reads status and order, which go together.
func (p *Page) status(q url.Values) bool {
	text, order := q.Get("status"), q.Get("order")
	if text == "" && order == "" {
		return true
	}
	if len(text) < 3 || text[:3] != "eq." || order != "created.desc" {
		return false
	}
	p.Status = text[3:]
	return slices.Contains(statuses, p.Status)
}

// nestedSelect is what threads have.
const nestedSelect = "id,title,slug,body,status,tags,score,created,updated,author(id,name),comments(id,author,body,created)"

func nested(q url.Values) bool {
	return q.Get("select") == nestedSelect && q.Get("comments.order") == "created.desc" && q.Get("comments.limit") == "5"
}

var (
	statuses = []string{"draft", "published"}
	slugs    = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
)

// NewPost is the body of a creation.
type NewPost struct {
	Title  string    `json:"title"`
	Slug   string    `json:"slug"`
	Body   string    `json:"body"`
	Status string    `json:"status"`
	Author uuid.UUID `json:"author"`
	Tags   []string  `json:"tags"`
	Score  int64     `json:"score"`
}

// read takes a new post by a user from a request, and tells with which status
// and why it is refused, 0 for not at all.
func (n *NewPost) read(w http.ResponseWriter, r *http.Request, user uuid.UUID) (status int, why string) {
	n.Status, n.Author, n.Tags = "draft", user, []string{}
	body := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20))
	body.DisallowUnknownFields()
	if err := body.Decode(n); err != nil {
		return http.StatusBadRequest, "the body is not a post"
	}
	if wrong := n.wrong(); wrong != "" {
		return http.StatusBadRequest, wrong
	}
	if n.Author != user {
		return http.StatusForbidden, "not allowed to write as somebody else"
	}
	return 0, ""
}

// wrong tells what is wrong with a new post, "" for nothing.
func (n *NewPost) wrong() string {
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
