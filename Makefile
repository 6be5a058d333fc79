# Bedplate. `make help` lists what there is.
GO      ?= go
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo development)
export CGO_ENABLED = 0

STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2
ADDR ?= 127.0.0.1:8080

.DEFAULT_GOAL := help
.PHONY: help build run test test-mysql check bench mutants tools clean

help: ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## bin/bedplate
	@mkdir -p bin
	$(GO) build -ldflags "-s -w -X main.version=$(VERSION)" -o bin/bedplate ./cmd/bedplate

run: build ## serve examples/board with sample data, and print lines to paste
	@examples/board/run bin/bedplate $(ADDR)

test: tools ## every test
	$(GO) build ./...
	scripts/services run $(GO) test ./...

test-mysql: ## what speaks with databases, on MySQL in the place of MariaDB
	@dir=$$(mktemp -d); trap 'scripts/services stop $$dir' EXIT; \
	variables=$$(scripts/services start $$dir mysql) && eval "$$variables" && \
	$(GO) test ./store/... ./internal/migrate ./internal/engine ./internal/transfer ./internal/api/... ./cmd/bedplate

check: ## vet, gofmt, staticcheck, and the floors
	$(GO) vet ./...
	@bad=$$(gofmt -l $$(git ls-files '*.go')); [ -z "$$bad" ] || { echo "not gofmt-ed:"; echo "$$bad"; exit 1; }
	$(GO) test -count=1 -run TestFloors .
	@if $(GO) run $(STATICCHECK) -version >/dev/null 2>&1; then $(GO) run $(STATICCHECK) ./...; \
	elif [ "$$CI" = true ]; then echo "staticcheck cannot be had"; exit 1; \
	else echo "staticcheck cannot be had: skipped"; fi

bench: build ## the figures, beside a program written by hand
	$(GO) run ./bench

mutants: ## break each guard, and see a test catch it
	$(GO) run ./bench/mutants

# The tests compare with the sqlite3 shell, count fsyncs with strace, follow the
# README with curl, try clients and pages in Node.js, Python, Java and Chromium, and
# talk to PostgreSQL and MariaDB. As root on Debian what is missing is installed; with
# CI=true what is missing still fails. Packages of npm, PyPI and Maven come into
# ~/.cache/bedplate, once for each lock.
PROGRAMS = sqlite3 strace curl node npm python3 chromium javac mvn
LOCKS = cmd/bedplate/testdata/clients cmd/bedplate/testdata/issuer cmd/bedplate/testdata/python cmd/bedplate/testdata/soap cmd/bedplate/testdata/soap/js cmd/bedplate/testdata/soap/java \
  internal/mail/testdata/server internal/api/reference/source internal/api/graphiql/source \
  internal/api/graphql/testdata/clients store/postgres/server/newer
tools:
	@missing() { for t in $(PROGRAMS); do command -v $$t >/dev/null 2>&1 || case $$t in \
	  node) printf ' nodejs' ;; javac) printf ' default-jdk-headless' ;; mvn) printf ' maven' ;; *) printf ' %s' $$t ;; esac; done; \
	  python3 -c 'import venv, ensurepip' 2>/dev/null || printf ' python3-venv'; }; \
	if [ -n "$$(missing)" ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	  apt-get update -qq >/dev/null 2>&1; \
	  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$(missing) >/dev/null 2>&1; \
	fi; \
	if [ -n "$$(missing)" ]; then echo "missing:$$(missing)"; [ "$$CI" != true ]; fi
	@scripts/services install
	@$(GO) run ./internal/toolchain/install $(LOCKS)

clean: ## remove what was built
	rm -rf bin
