package graphql

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bedplate/internal/toolchain"
	"bedplate/store/storetest/stores"
)

// TestTools: what clients run over a schema takes ours. graphql-js asks for it as GraphiQL
// does, graphql-codegen makes types of it that compile, and Relay's compiler compiles
// components' documents against it.
func TestTools(t *testing.T) {
	t.Parallel()
	packages := toolchain.Find(t, "testdata/clients")
	b := board(t, stores.Embedded, Options{Developer: true})
	server := httptest.NewServer(b.graphql)
	t.Cleanup(server.Close)

	t.Run("codegen", func(t *testing.T) {
		t.Parallel()
		dir := programs(t, packages, "tools.mjs")
		if out := packages.Run(t, dir, "tools.mjs", server.URL+"/graphql/v1", "codegen"); !strings.Contains(out, "the schema is well") {
			t.Error(out)
		}
		packages.Run(t, dir, packages.Program(t, "tsc"), "--noEmit", "--strict", "--skipLibCheck", "--target", "es2022", "types.ts")
	})
	t.Run("relay", func(t *testing.T) {
		t.Parallel()
		dir := programs(t, packages, "tools.mjs", "board.js")
		if out := packages.Run(t, dir, "tools.mjs", server.URL+RelayPrefix); !strings.Contains(out, "the schema is well") {
			t.Error(out)
		}
		compiler, err := filepath.Glob(filepath.Join(packages.Modules, "relay-compiler", "linux-x64", "relay"))
		if err != nil || len(compiler) == 0 {
			t.Skip("there is no compiler of Relay's for this machine")
		}
		if err := os.Chmod(compiler[0], 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Mkdir(filepath.Join(dir, "src"), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(filepath.Join(dir, "board.js"), filepath.Join(dir, "src", "board.js")); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "relay.config.json"),
			[]byte(`{"src":"./src","schema":"./schema.graphql","language":"javascript","eagerEsModules":true}`), 0o666); err != nil {
			t.Fatal(err)
		}
		said := runProgram(t, dir, compiler[0], "relay.config.json")
		made, err := filepath.Glob(filepath.Join(dir, "src", "__generated__", "*.graphql.js"))
		if err != nil || len(made) != 3 {
			t.Errorf("%d documents were compiled: %s", len(made), said)
		}
	})
}
