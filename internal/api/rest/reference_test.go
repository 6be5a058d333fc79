package rest

import (
	"fmt"
	"go/ast"
	goparser "go/parser"
	"go/token"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bedplate/fault"
	"bedplate/internal/api/apitest"
)

const referenceHead = `# Errors

<!-- Written by go test ./internal/api/rest -run TestErrorReference -rewrite -->

A refused request is answered with a status of 300 or above and one JSON object of
four members, null where there is nothing to say:

` + "```json" + `
{"code":"42703","details":null,"hint":"did you mean title?","message":"column threads.titel does not exist"}
` + "```" + `

Act on ` + "`code`" + `; the sentences are for people and may change. With
` + "`Accept: application/problem+json`" + ` an error has the members of RFC 9457, and
` + "`errors`" + ` lists every mistake of the request at once, each with its field.

A code of five characters is a SQLSTATE as PostgreSQL has them, one that begins with
PGRST is PostgREST's, one that begins with BP our own. ` + "`42501`" + ` comes with 401 where nobody is signed in: signing in
might help.

| code | status | what it means | what to do |
|---|---|---|---|
`

// remedies say what a caller can do about each code.
var remedies = map[fault.Code]string{
	fault.Internal:          "Nothing. The message holds an id that the server's log explains.",
	fault.Syntax:            "Mend the argument at the character that details names.",
	fault.Body:              "Send one JSON object or an array of them, or CSV or NDJSON with its `Content-Type`; details names the place.",
	fault.UnknownCollection: "Look at the name. A collection that you may know nothing of is unknown too.",
	fault.UnknownField:      "Look at the name. A field that you may not read is unknown too.",
	fault.UnknownColumn:     "Leave the member out, or look at its name.",
	fault.UnknownRelation:   "Embed by the reference's own name, or by the name of the way back. For a filter or order on an embed, name it in `select` first.",
	fault.AmbiguousRelation: "Take one of the choices in details, as in `users!author(*)`.",
	fault.UnknownAction:     "Look at the name, and at the parameters that hint gives.",
	fault.Value:             "Send a value of the field's type.",
	fault.TooLong:           "Shorten the value.",
	fault.OutOfRange:        "Send a number that fits the field. Nothing is rounded or cut.",
	fault.Type:              "Compare things of one type.",
	fault.Unsupported:       "Do without what the message names.",
	fault.TooComplex:        "Ask for less at once; the message names the limit.",
	fault.TooLarge:          "Send or ask for less: fewer records in one request, fewer rows, fewer embeds.",
	fault.Unfiltered:        "Add a filter. To mean every record, say so by one that all of them pass.",
	fault.Range:             "Stay within the total that Content-Range gives.",
	fault.Cursor:            "Follow the Link of the page before, or begin with an empty cursor.",
	fault.Precondition:      "Read the record again, and decide anew.",
	fault.Media:             "Accept one of the forms that the hint lists.",
	fault.Profile:           "Leave the profile header out, or say `public`.",
	fault.Preference:        "Leave out what details lists, or `handling=strict`.",
	fault.MaxAffected:       "Nothing was changed. Narrow the filter, or allow more.",
	fault.Method:            "Use one of the methods in Allow.",
	fault.Path:              "An address is `/collection` or `/collection/key`.",
	fault.NotFound:          "The record is gone, or not for you to see.",
	fault.NotSingle:         "Filter so that exactly one row is left, or accept a list.",
	fault.Token:             "Sign in again. A bad token is never taken for none.",
	fault.TokenExpired:      "Renew the token.",
	fault.Denied:            "Sign in, or ask someone who may.",
	fault.Aggregates:        "Count and sum where the schema says `aggregates: true`.",
	fault.Unique:            "Choose another value, or send an upsert (`Prefer: resolution=merge-duplicates`).",
	fault.Reference:         "Create what is referred to first; delete what refers first.",
	fault.Required:          "Give the field a value.",
	fault.Check:             "Send a value that passes the check in details.",
	fault.ReadOnly:          "Leave the field out; write to what the view is made of.",
	fault.KeyReused:         "Make a new key for another request.",
	fault.Done:              "Read what the request wrote. It was done, and is not done again.",
	fault.Conflict:          "Send the request again.",
	fault.Timeout:           "Ask for less, or filter and sort by fields that have an index.",
	fault.Canceled:          "Nothing: the caller went away. Only logs show it.",
	fault.Unavailable:       "Send the request again after the seconds in Retry-After.",
	fault.Full:              "Nothing was changed. The server's owner must make room.",
	fault.Unknown:           "Look whether the change was made before you send it again.",
	fault.SchemaChanged:     "Send the request again; the server is changing to a new schema.",
}

// TestErrorReference holds docs/errors.md to the codes that there are.
func TestErrorReference(t *testing.T) {
	t.Parallel()
	const file = "../../../docs/errors.md"
	meanings := codeComments(t, "../../../fault/code.go")
	var b strings.Builder
	b.WriteString(referenceHead)
	for _, code := range fault.Codes() {
		if meanings[code] == "" || remedies[code] == "" {
			t.Errorf("%s has no meaning or no remedy", code)
		}
		a := answers[code]
		fmt.Fprintf(&b, "| `%s` | %d | %s | %s |\n", a.code, a.status, meanings[code], remedies[code])
	}
	if *apitest.Rewrite {
		if err := os.WriteFile(file, []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(text), b.String()); diff != "" {
		t.Errorf("run it with -rewrite:\n%s", diff)
	}
}

// codeComments gives what the comment of each code says it is.
func codeComments(t *testing.T, file string) map[fault.Code]string {
	t.Helper()
	f, err := goparser.ParseFile(token.NewFileSet(), file, nil, goparser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	out := map[fault.Code]string{}
	ast.Inspect(f, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || spec.Doc == nil || len(spec.Values) != 1 {
			return true
		}
		lit, ok := spec.Values[0].(*ast.BasicLit)
		if !ok {
			return true
		}
		said := strings.Join(strings.Fields(spec.Doc.Text()), " ")
		said = strings.TrimPrefix(said, spec.Names[0].Name+" ")
		said = strings.TrimPrefix(strings.TrimPrefix(said, "is "), "names ")
		out[fault.Code(strings.Trim(lit.Value, `"`))] = strings.ToUpper(said[:1]) + said[1:]
		return true
	})
	return out
}
