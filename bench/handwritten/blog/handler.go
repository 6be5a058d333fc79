package blog

import (
	"context"
	"encoding/json"
	"errors"
	"log"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/google/uuid"
)

// Handler answers for a store's blog. Callers have tokens that secret verifies.
func Handler(store Store, secret []byte) http.Handler {
	h := &handler{store}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /rest/v1/posts/{id}", h.post)
	mux.HandleFunc("GET /rest/v1/posts", h.posts)
	mux.HandleFunc("GET /rest/v1/reviews", h.reviews)
	mux.HandleFunc("GET /rest/v1/readings", h.readings)
	mux.HandleFunc("POST /rest/v1/posts", h.add)
	return authenticated(secret, mux)
}

type handler struct{ store Store }

// buffers hold answers while they are written.
var buffers = sync.Pool{New: func() any { b := make([]byte, 0, 16<<10); return &b }}

func (h *handler) post(w http.ResponseWriter, r *http.Request) {
	id, err := uuid.Parse(r.PathValue("id"))
	if err != nil {
		fail(w, http.StatusBadRequest, "the id is not a UUID")
		return
	}
	buffer := buffers.Get().(*[]byte)
	defer buffers.Put(buffer)
	b, found, err := h.store.Post(r.Context(), (*buffer)[:0], id, userID(r))
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

// posts answers ?status=eq.X&order=created.desc&limit=N&offset=N, and without
// status and order, and threads.
func (h *handler) posts(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	at, ok := pageOf(q)
	threads := q.Has("select")
	if !ok || threads && !nested(q) || !threads && !at.status(q) {
		fail(w, http.StatusBadRequest, "limit, offset, status with order=created.desc, or the select of threads")
		return
	}
	if threads {
		list(w, r, at, h.store.Threads)
		return
	}
	list(w, r, at, h.store.Posts)
}

func (h *handler) reviews(w http.ResponseWriter, r *http.Request) {
	at, ok := pageOf(r.URL.Query())
	if !ok {
		fail(w, http.StatusBadRequest, "limit and offset are numbers")
		return
	}
	list(w, r, at, h.store.Reviews)
}

// list answers with a list.
func list(w http.ResponseWriter, r *http.Request, at Page,
	read func(ctx context.Context, b []byte, at Page, user uuid.UUID) ([]byte, int, error)) {
	buffer := buffers.Get().(*[]byte)
	defer buffers.Put(buffer)
	b, n, err := read(r.Context(), append((*buffer)[:0], '['), at, userID(r))
	b = append(b, ']')
	*buffer = b
	if err != nil {
		internal(w, err)
		return
	}
	span := "*/*"
	if n > 0 {
		span = strconv.Itoa(at.Offset) + "-" + strconv.Itoa(at.Offset+n-1) + "/*"
	}
	w.Header().Set("Content-Range", span)
	answer(w, b)
}

// readings streams every reading, a line each.
func (h *handler) readings(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Accept") != "application/x-ndjson" {
		fail(w, http.StatusNotAcceptable, "readings are NDJSON")
		return
	}
	_ = http.NewResponseController(w).SetWriteDeadline(time.Time{}) // it may take as long as it moves
	w.Header().Set("Content-Type", "application/x-ndjson; charset=utf-8")
	err := h.store.Readings(r.Context(), userID(r), func(b []byte) error {
		_, err := w.Write(b)
		return err
	})
	if err != nil {
		panic(http.ErrAbortHandler) // the caller sees that the end is missing
	}
}

func (h *handler) add(w http.ResponseWriter, r *http.Request) {
	var post NewPost
	if status, why := post.read(w, r, userID(r)); status != 0 {
		fail(w, status, why)
		return
	}
	err := h.store.Add(r.Context(), &post)
	switch {
	case err == nil:
		w.WriteHeader(http.StatusCreated)
	case errors.Is(err, ErrConflict):
		fail(w, http.StatusConflict, err.Error())
	default:
		internal(w, err)
	}
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
