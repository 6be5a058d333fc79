// Package remote makes databases of a benchmark's own on a PostgreSQL, MariaDB or
// MySQL server, and removes them.
package remote

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"strings"

	"github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5"
)

// The kinds of servers.
const (
	Postgres = "postgres"
	MySQL    = "mysql"
)

// Server is a server on which a user may create databases.
type Server struct {
	Kind string
	url  *url.URL
}

// Parse takes the server's address, a URL with postgres:// or mysql://.
func Parse(address string) (*Server, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("-database is no URL of a server") // the error would show its password
	}
	switch u.Scheme {
	case "postgres", "postgresql":
		return &Server{Postgres, u}, nil
	case "mysql":
		return &Server{MySQL, u}, nil
	}
	return nil, fmt.Errorf("-database is postgres:// or mysql://, not %s://", u.Scheme)
}

// Address is that of a database, with further arguments, name=value.
func (s *Server) Address(database string, arguments ...string) string {
	u := *s.url
	u.Path = "/" + database
	q := u.Query()
	for _, a := range arguments {
		name, value, _ := strings.Cut(a, "=")
		q.Set(name, value)
	}
	u.RawQuery = q.Encode()
	return u.String()
}

// Create makes an empty database.
func (s *Server) Create(ctx context.Context, database string) error {
	return s.admin(ctx, "CREATE DATABASE "+database)
}

// Drop removes databases that are there, whoever uses them.
func (s *Server) Drop(ctx context.Context, databases ...string) error {
	for _, name := range databases {
		statement := "DROP DATABASE IF EXISTS " + name
		if s.Kind == Postgres {
			statement += " WITH (FORCE)"
		}
		if err := s.admin(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

func (s *Server) admin(ctx context.Context, statement string) error {
	return s.Do(ctx, strings.TrimPrefix(s.url.Path, "/"), statement)
}

// Do runs statements in a database, on one connection.
func (s *Server) Do(ctx context.Context, database string, statements ...string) error {
	if s.Kind == Postgres {
		return s.doPostgres(ctx, database, statements)
	}
	db, err := s.OpenMySQL(database)
	if err != nil {
		return err
	}
	defer db.Close()
	for _, statement := range statements {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	return nil
}

func (s *Server) doPostgres(ctx context.Context, database string, statements []string) error {
	conn, err := pgx.Connect(ctx, s.Address(database))
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	for _, statement := range statements {
		if _, err := conn.Exec(ctx, statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	return nil
}

// OpenMySQL opens a database of a MariaDB or MySQL server, with one connection.
func (s *Server) OpenMySQL(database string) (*sql.DB, error) {
	c := mysql.NewConfig()
	c.Net, c.Addr, c.User, c.DBName = "tcp", s.url.Host, s.url.User.Username(), database
	c.Passwd, _ = s.url.User.Password()
	connector, err := mysql.NewConnector(c)
	if err != nil {
		return nil, err
	}
	db := sql.OpenDB(connector)
	db.SetMaxOpenConns(1)
	return db, nil
}

// Login gives where the server's own programs find it.
func (s *Server) Login() (host, port, user, password string) {
	password, _ = s.url.User.Password()
	return s.url.Hostname(), s.url.Port(), s.url.User.Username(), password
}
