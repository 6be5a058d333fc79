// Package site serves the files of an app's folder for pages as they are: only
// what stands in the folder, nothing hidden, and no lists of what there is. It
// makes no pages itself and changes none.
package site

import (
	"crypto/sha256"
	"encoding/base64"
	"io"
	"mime"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// Index is the file that stands for its folder.
const Index = "index.html"

// Policy is what pages may load unless the app says otherwise: their own
// server's files, and pictures that they hold themselves.
const Policy = "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// maxTags is how many ETags are remembered.
const maxTags = 10_000

// Options say how to serve.
type Options struct {
	// Policy is sent as Content-Security-Policy; "" is Policy.
	Policy string
	// Elsewhere answers where there is no file.
	Elsewhere http.Handler
}

// Site serves a folder. Make it with New.
type Site struct {
	root *os.Root
	opts Options

	mu   sync.Mutex
	tags map[string]tag // by a file's name
}

// tag is the ETag of a file as it was.
type tag struct {
	size     int64
	modified time.Time
	text     string
}

// New serves the files of a folder. The folder stays open until Close.
func New(folder string, opts Options) (*Site, error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, err
	}
	if opts.Policy == "" {
		opts.Policy = Policy
	}
	return &Site{root: root, opts: opts, tags: map[string]tag{}}, nil
}

// Close lets go of the folder.
func (s *Site) Close() error { return s.root.Close() }

// ServeHTTP sends a file.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name, ok := nameOf(r.URL.Path)
	if !ok {
		s.opts.Elsewhere.ServeHTTP(w, r)
		return
	}
	info, err := s.root.Stat(name)
	if err == nil && info.IsDir() {
		name = filepath.Join(name, Index)
		if info, err = s.root.Stat(name); err == nil && info.Mode().IsRegular() && !strings.HasSuffix(r.URL.Path, "/") {
			// What a page refers to is beside it, which the slash says.
			to := url.URL{Path: r.URL.Path + "/", RawQuery: r.URL.RawQuery}
			http.Redirect(w, r, to.String(), http.StatusPermanentRedirect)
			return
		}
	} else if err == nil && strings.HasSuffix(r.URL.Path, "/") {
		err = os.ErrNotExist
	}
	if err != nil || !info.Mode().IsRegular() {
		s.opts.Elsewhere.ServeHTTP(w, r)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	s.send(w, r, name)
}

// nameOf gives the file's name in the folder that a path stands for. There are
// no two paths for one file but a folder's own, and none to what is hidden.
func nameOf(p string) (string, bool) {
	plain := strings.TrimSuffix(p, "/")
	if !strings.HasPrefix(p, "/") || plain != "" && path.Clean(p) != plain {
		return "", false
	}
	if plain == "" {
		return ".", p == "/"
	}
	for part := range strings.SplitSeq(plain[1:], "/") {
		if strings.HasPrefix(part, ".") && part != ".well-known" {
			return "", false
		}
	}
	name, err := filepath.Localize(plain[1:])
	return name, err == nil
}

func (s *Site) send(w http.ResponseWriter, r *http.Request, name string) {
	file, err := s.root.Open(name)
	if err != nil {
		s.opts.Elsewhere.ServeHTTP(w, r)
		return
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() {
		s.opts.Elsewhere.ServeHTTP(w, r)
		return
	}
	etag, err := s.tagOf(name, file, info)
	if err != nil {
		s.opts.Elsewhere.ServeHTTP(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", typeOf(name))
	h.Set("Content-Security-Policy", s.opts.Policy)
	h.Set("Cache-Control", "no-cache")
	h.Set("ETag", etag)
	// Without a time: two servers have the same file from different days.
	http.ServeContent(w, r, "", time.Time{}, file)
}

// tagOf gives a file's ETag, which is of its content and so the same on every
// server of the app. It is read once for each state of the file.
func (s *Site) tagOf(name string, file *os.File, info os.FileInfo) (string, error) {
	s.mu.Lock()
	known := s.tags[name]
	s.mu.Unlock()
	if known.text != "" && known.size == info.Size() && known.modified.Equal(info.ModTime()) {
		return known.text, nil
	}
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return "", err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return "", err
	}
	text := `"` + base64.RawURLEncoding.EncodeToString(hash.Sum(nil)[:18]) + `"`
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.tags) >= maxTags { // where names of any case lead to one file there are many
		clear(s.tags)
	}
	s.tags[name] = tag{info.Size(), info.ModTime(), text}
	return text, nil
}

// types are those of the web. The machine's own list is asked for others alone:
// what it says of these differs from machine to machine, and browsers run no
// script of another type.
var types = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8",
	".json": "application/json", ".map": "application/json", ".webmanifest": "application/manifest+json", ".txt": "text/plain; charset=utf-8",
	".xml": "application/xml", ".wasm": "application/wasm", ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg",
	".gif": "image/gif", ".webp": "image/webp", ".avif": "image/avif", ".ico": "image/vnd.microsoft.icon", ".woff": "font/woff", ".woff2": "font/woff2",
	".mp4": "video/mp4", ".webm": "video/webm", ".pdf": "application/pdf",
}

func typeOf(name string) string {
	ext := strings.ToLower(filepath.Ext(name))
	if known := types[ext]; known != "" {
		return known
	}
	if said := mime.TypeByExtension(ext); said != "" {
		return said
	}
	return "application/octet-stream"
}
