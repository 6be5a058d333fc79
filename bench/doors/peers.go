//go:build linux

package main

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"

	"bedplate/bench/load"
	"bedplate/bench/program"
	"bedplate/internal/toolchain"
)

// peer is another program that makes GraphQL of a database of PostgreSQL.
type peer struct {
	name   string
	start  func() (*program.Program, error)
	path   string
	body   []byte
	wanted float64
}

// entrant is the peer at the nested work, once it runs.
func (p *peer) entrant(running *program.Program) *entrant {
	return &entrant{name: p.name, program: running, requests: []load.Request{request("POST", p.path, "application/json", "", p.body)},
		record: dataJSON, wanted: p.wanted}
}

// postgraphileNested is the nested work as PostGraphile spells it.
const postgraphileNested = `query Board($limit: Int!) {
  allPosts(orderBy: CREATED_DESC, first: $limit) {
    nodes {
      id: rowId title slug body status score created
      author: userByAuthor { id: rowId name }
      comments: commentsByPost(orderBy: CREATED_DESC, first: 5) { nodes { id: rowId body created } }
      reactions: reactionsByPost { totalCount }
    }
  }
}`

const postgraphileDir = "bench/doors/postgraphile"

// postgraphile installs PostGraphile by npm, beside the packages of tests.
func postgraphile(a *app) (*peer, error) {
	if err := toolchain.Install(postgraphileDir, os.Stderr); err != nil {
		return nil, err
	}
	modules, err := toolchain.Modules(postgraphileDir)
	if err != nil {
		return nil, err
	}
	// Node's own program is a package of the lock: PostGraphile wants a newer one than
	// many machines have.
	architecture := map[string]string{"amd64": "x64", "arm64": "arm64"}[runtime.GOARCH]
	node := filepath.Join(modules, "node-linux-"+architecture, "bin", "node")
	dir := filepath.Join(filepath.Dir(a.dir), "postgraphile") // whose node_modules are those in the cache
	if err := os.CopyFS(dir, os.DirFS(postgraphileDir)); err != nil {
		return nil, err
	}
	if err := os.Symlink(modules, filepath.Join(dir, "node_modules")); err != nil {
		return nil, err
	}
	return &peer{name: "PostGraphile", path: "/graphql", wanted: 3, body: asked(postgraphileNested, map[string]any{"limit": 30}),
		start: func() (*program.Program, error) {
			return program.Start(func(addr string) *exec.Cmd {
				host, port, _ := net.SplitHostPort(addr) // as Start makes it
				cmd := exec.Command(node, "serve.mjs", host, port, a.address(), fmt.Sprint(connections))
				cmd.Dir = dir
				cmd.Env = append(os.Environ(), "NODE_ENV=production", "GRAPHILE_ENV=production")
				return cmd
			})
		}}, nil
}

// graphjinNested is the nested work as GraphJin spells it.
const graphjinNested = `query Board {
  posts(order_by: {created: desc}, limit: $limit) {
    id title slug body status score created
    author: users { id name }
    comments(order_by: {created: desc}, limit: 5) { id body created }
    reactions { count_id }
  }
}
`

// graphjinConfig is GraphJin's production mode: what may be asked is in files.
const graphjinConfig = `app_name: doors
host_port: %q
production: true
log_level: error
web_ui: false
enable_tracing: false
server_timing: false
http_compress: false
default_block: false
default_limit: 30
secret_key: doors-doors-doors-doors-doors-doors
database:
  type: postgres
  host: %q
  port: %s
  user: %q
  password: %q
  dbname: %q
  schema: public
  pool_size: %d
  max_connections: %d
`

// graphjin is a GraphJin that is installed.
func graphjin(a *app, command string) *peer {
	dir := filepath.Join(filepath.Dir(a.dir), "graphjin")
	return &peer{name: "GraphJin", path: "/api/v1/graphql", body: asked(graphjinNested, map[string]any{"limit": 30}),
		start: func() (*program.Program, error) {
			if err := os.MkdirAll(filepath.Join(dir, "queries"), 0o755); err != nil {
				return nil, err
			}
			if err := os.WriteFile(filepath.Join(dir, "queries", "Board.gql"), []byte(graphjinNested), 0o644); err != nil {
				return nil, err
			}
			host, port, user, password := a.server.Login()
			var failed error
			p, err := program.Start(func(addr string) *exec.Cmd {
				config := fmt.Sprintf(graphjinConfig, addr, host, port, user, password, a.name, connections, connections)
				failed = os.WriteFile(filepath.Join(dir, "prod.yml"), []byte(config), 0o600)
				cmd := exec.Command(command, "serve", "--path", dir)
				cmd.Env = append(os.Environ(), "GO_ENV=production")
				return cmd
			})
			if failed != nil {
				err = failed
			}
			return p, err
		}}
}
