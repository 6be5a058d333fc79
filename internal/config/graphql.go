package config

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"bedplate/fault"
)

// GraphQL bounds what a document may ask for, and says how it is answered.
type GraphQL struct {
	Tokens, Depth, Cost, Aliases, Directives int
	// NumbersAsText writes bigint and numeric as strings.
	NumbersAsText bool
	// ListedOnly are the roles that may send the documents of QueryFolder alone.
	ListedOnly []string
}

// QueryFolder is where an app keeps documents that are known from the start.
const QueryFolder = "queries"

func (r *reader) graphQL(n ast.Node, g *GraphQL) {
	r.mapping(n, "graphql", keys{
		"tokens":     set(r, &g.Tokens, "graphql.tokens", number(10, 100_000)),
		"depth":      set(r, &g.Depth, "graphql.depth", number(1, 50)),
		"cost":       set(r, &g.Cost, "graphql.cost", number(1, 10_000_000)),
		"aliases":    set(r, &g.Aliases, "graphql.aliases", number(0, 1000)),
		"directives": set(r, &g.Directives, "graphql.directives", number(0, 1000)),
		"numbers":    set(r, &g.NumbersAsText, "graphql.numbers", numbers),
		"listed_only": func(n ast.Node) {
			r.list(n, func(n ast.Node) {
				var role string
				set(r, &role, "graphql.listed_only", nonEmpty)(n)
				g.ListedOnly = append(g.ListedOnly, role)
			})
		},
	})
}

// numbers reads how numbers are written that clients may have no type for.
func numbers(s string) (asText bool, problem string) {
	switch s {
	case "number", "text":
		return s == "text", ""
	}
	return false, "must be number or text, not " + strconv.Quote(s)
}

// maxQuery bounds a file of QueryFolder.
const maxQuery = 1 << 20

// Queries reads the documents of QueryFolder, in the order of their names; none where
// there is no such folder.
func (c *Config) Queries() ([]string, error) {
	var texts []string
	err := fs.WalkDir(os.DirFS(c.Dir), QueryFolder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !slices.Contains([]string{".graphql", ".gql"}, filepath.Ext(path)) {
			return err
		}
		raw, err := os.ReadFile(filepath.Join(c.Dir, filepath.FromSlash(path)))
		if err == nil && len(raw) > maxQuery {
			err = fault.New(fault.TooLarge, "%s is longer than a document may be", path)
		}
		texts = append(texts, strings.TrimPrefix(string(raw), "\uFEFF"))
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return texts, err
}
