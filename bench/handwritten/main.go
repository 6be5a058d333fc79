// Command handwritten is the program that Bedplate is measured against: what
// a good Go programmer writes by hand, with net/http and zombiezen's SQLite
// package, for what the benchmark does. It reads a post by its key, lists posts
// (all, or one status sorted by creation, or with author and newest comments),
// adds one, durably, lists reviews and exports readings, with the same answers
// byte for byte as Bedplate's.
//
// It is plain and direct on purpose: one statement a request, written by hand
// with the access rule in it; statements prepared once for each connection;
// rows written straight to JSON; readers beside one writer connection under a
// mutex, whose every insertion is a transaction and an fsync of its own. It is
// not a framework and can do nothing else.
package main

import (
	"flag"
	"log"
	"net/http"
	"strings"
	"time"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:8081", "where to listen")
	path := flag.String("db", "", "the database that Bedplate made")
	secret := flag.String("secret", "", "verifies the callers' tokens (HS256)")
	flag.Parse()
	db, err := open(*path)
	if err != nil {
		log.Fatal(err)
	}
	posts, reviews, readings := &posts{db}, &reviews{db}, &readings{db}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /rest/v1/posts/{id}", posts.get)
	mux.HandleFunc("GET /rest/v1/posts", func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.RawQuery, "select=") {
			posts.nested(w, r)
			return
		}
		posts.list(w, r)
	})
	mux.HandleFunc("GET /rest/v1/reviews", reviews.list)
	mux.HandleFunc("GET /rest/v1/readings", readings.export)
	mux.HandleFunc("POST /rest/v1/posts", posts.create)
	server := &http.Server{
		Addr:              *addr,
		Handler:           authenticated([]byte(*secret), mux),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       20 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       120 * time.Second,
	}
	log.Fatal(server.ListenAndServe())
}
