// Command handwritten is the program that Bedplate is measured against: what
// a good Go programmer writes by hand, with net/http and the database's own
// package (zombiezen's SQLite, pgx, go-sql-driver), for what the benchmark does.
// It reads a post by its key, lists posts (all, or one status sorted by
// creation, or with author and newest comments), adds one, durably, lists
// reviews and exports readings, with the same answers byte for byte as
// Bedplate's.
//
// It is plain and direct on purpose: one statement a request, written by hand
// for each database with the access rule in it; statements prepared once for each
// connection; rows written straight to JSON. It is not a framework and can do
// nothing else.
package main

import (
	"flag"
	"log"
	"net/http"
	"strings"
	"time"

	"bedplate/bench/handwritten/blog"
	"bedplate/bench/handwritten/mysql"
	"bedplate/bench/handwritten/postgres"
	"bedplate/bench/handwritten/sqlite"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:8081", "where to listen")
	db := flag.String("db", "", "the database that Bedplate made: a file, postgres://... or mysql://...")
	secret := flag.String("secret", "", "verifies the callers' tokens (HS256)")
	flag.Parse()
	store, err := open(*db)
	if err != nil {
		log.Fatal(err)
	}
	server := &http.Server{
		Addr:              *addr,
		Handler:           blog.Handler(store, []byte(*secret)),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       20 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       120 * time.Second,
	}
	log.Fatal(server.ListenAndServe())
}

func open(db string) (blog.Store, error) {
	switch {
	case strings.HasPrefix(db, "postgres://"):
		return postgres.Open(db)
	case strings.HasPrefix(db, "mysql://"):
		return mysql.Open(db)
	}
	return sqlite.Open(db)
}
