package rest

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/rogpeppe/go-internal/txtar"

	"bedplate/internal/api/apitest"
	"bedplate/query"
)

// undescribed are the scenarios that the document leaves out: casts, spreads, numbers
// that are strings, a body of no lines, and a form. Null in a field of any JSON is
// described, by a schema without a type, which the validator takes otherwise.
var undescribed = []string{
	"action.txtar: a form",
	"action.txtar: numbers as strings",
	"media.txtar: numbers as strings",
	"select.txtar: cast",
	"spread.txtar: numbers as text",
	"spread.txtar: to many, all of them",
	"upload.txtar: every type",
	"upload.txtar: no lines",
	"write.txtar: a form",
	"write.txtar: a form by its key",
	"write.txtar: a form that changes",
	"write.txtar: every number in a string",
	"write.txtar: past 2^53, exact in a string",
	"write.txtar: with a byte order mark",
}

// The forms that the document describes as texts.
func init() {
	for _, form := range []string{"application/x-ndjson", "text/csv"} {
		openapi3filter.RegisterBodyDecoder(form, openapi3filter.PlainBodyDecoder)
	}
}

// TestDocumentIsTrue holds the API's description to the wire: each request of
// the scenarios that succeeds, and each answer, is as the document for its
// caller says.
func TestDocumentIsTrue(t *testing.T) {
	t.Parallel()
	apitest.EachFile(t, func(t *testing.T, file string) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		board := &describedBoard{h: boardOn(t, "mem"), docs: map[string]*openapi3.T{}}
		for _, f := range txtar.Parse(text).Files {
			if name, ok := strings.CutPrefix(f.Name, "> "); ok {
				name = filepath.Base(file) + ": " + name
				err := board.check(t, strings.TrimRight(string(f.Data), "\n"))
				if left := slices.Contains(undescribed, name); left != (err != nil) {
					t.Errorf("%s: left out: %v, and compared: %v\n%s", name, left, err, f.Data)
				}
			}
		}
	})
}

// describedBoard is a board, with the documents that its callers have been given.
type describedBoard struct {
	h    http.Handler
	docs map[string]*openapi3.T
}

// document asks for the document as a caller, once.
func (b *describedBoard) document(t *testing.T, p *query.Principal) *openapi3.T {
	t.Helper()
	res := ask(b.h, "GET /openapi.json\nAs: "+p.Role+" "+p.ID+"\n")
	etag := res.Header().Get("ETag")
	if b.docs[etag] == nil {
		doc, err := openapi3.NewLoader().LoadFromData(res.Body.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if err := doc.Validate(context.Background()); err != nil {
			t.Fatalf("the document for %s is not valid: %v", p.Role, err)
		}
		b.docs[etag] = doc
	}
	return b.docs[etag]
}

// check sends one request, and gives where it or its answer is not as the
// document says.
func (b *describedBoard) check(t *testing.T, text string) error {
	r, p := written(text)
	res := ask(b.h, text)
	if r.Method == http.MethodOptions || r.Method == http.MethodHead {
		return nil // they have no body, and a HEAD's headers are its GET's
	}
	doc := b.document(t, p)
	path, values := findPath(doc, r.URL.EscapedPath())
	var op *openapi3.Operation
	if path != "" {
		op = doc.Paths.Value(path).GetOperation(r.Method)
	}
	if op == nil {
		if res.Code < 300 && res.Body.Len() > len("[]") {
			return fmt.Errorf("it succeeds and is not described")
		}
		return nil
	}
	in := &openapi3filter.RequestValidationInput{
		Request: r, PathParams: values,
		Route: &routers.Route{Spec: doc, Path: path, PathItem: doc.Paths.Value(path), Method: r.Method, Operation: op},
		Options: &openapi3filter.Options{
			AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, IncludeResponseStatus: true,
			ExcludeReadOnlyValidations: true, RejectWhenRequestBodyNotSpecified: true, SkipSettingDefaults: true,
			ExcludeRequestBody: r.URL.Query().Has("columns"), // other members are passed over
		},
	}
	if res.Code < 300 {
		if r.Header.Get("Content-Type") == "" {
			r.Header.Set("Content-Type", "application/json")
		}
		if err := openapi3filter.ValidateRequest(context.Background(), in); err != nil {
			return err
		}
	}
	if !strings.HasPrefix(res.Header().Get("Content-Type"), "application/x-ndjson") {
		return answered(in, res.Code, res.Header(), res.Body.Bytes())
	}
	// Each line is a record.
	header := res.Header().Clone()
	header.Set("Content-Type", "application/vnd.pgrst.object+json")
	for line := range strings.Lines(res.Body.String()) {
		if err := answered(in, res.Code, header, []byte(line)); err != nil {
			return err
		}
	}
	return nil
}

// answered compares an answer with the document; an empty body has nothing to
// compare.
func answered(in *openapi3filter.RequestValidationInput, status int, header http.Header, body []byte) error {
	options := *in.Options
	options.ExcludeResponseBody = len(body) == 0
	out := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: in, Status: status, Header: header, Options: &options,
	}
	return openapi3filter.ValidateResponse(context.Background(), out.SetBodyBytes(body))
}

// findPath gives the described path of an address, with its key's values.
func findPath(doc *openapi3.T, escaped string) (string, map[string]string) {
	parts := strings.Split(strings.TrimPrefix(escaped, "/rest/v1/"), "/")
	for path := range doc.Paths.Map() {
		names := strings.Split(strings.TrimPrefix(path, "/"), "/")
		if names[0] != parts[0] || len(names) != len(parts) {
			continue
		}
		values := map[string]string{}
		if names[0] == "rpc" && names[1] != parts[1] {
			continue
		}
		if len(parts) == 2 && names[0] != "rpc" {
			keys, given := strings.Split(names[1], ","), strings.Split(parts[1], ",")
			for i, key := range keys {
				if i < len(given) {
					values[strings.Trim(key, "{}")] = given[i]
				}
			}
		}
		return path, values
	}
	return "", nil
}

// TestDocumentSaysAllOfARow compares what select=* gives with the members that
// are described: all of them, and no others but embeds.
func TestDocumentSaysAllOfARow(t *testing.T) {
	t.Parallel()
	board := &describedBoard{h: boardOn(t, "mem"), docs: map[string]*openapi3.T{}}
	for _, as := range []*query.Principal{query.Anonymous, {Role: "staff"}, {Role: query.RoleService}} {
		doc := board.document(t, as)
		for _, col := range apitest.Schema(t).Collections {
			row := doc.Components.Schemas[col.Name]
			if row == nil {
				continue
			}
			var described []string
			for name := range row.Value.Properties {
				if col.Field(name) != nil {
					described = append(described, name)
				}
			}
			var given []string
			for _, f := range col.Fields {
				res := ask(board.h, "GET /"+col.Name+"?select="+f.Name+"\nAs: "+as.Role+"\n")
				if res.Code == http.StatusOK {
					given = append(given, f.Name)
				}
			}
			slices.Sort(described)
			slices.Sort(given)
			if !slices.Equal(described, given) && col.Managed {
				t.Errorf("%s as %s: %v are described, %v are there", col.Name, as.Role, described, given)
			}
		}
	}
}
