package graphql

import (
	"errors"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"bedplate/fault"
	"bedplate/value"
)

// refusal is an error as it is answered.
type refusal struct {
	message string
	code    string // Hasura's
	path    string // $.selectionSet.posts.args.where
	hint    string
	at      []gqlerror.Location
	fault   *fault.Error // nil where the document itself is wrong
	field   string
}

func (r *refusal) Error() string { return r.message }

// refusals are several, of one request.
type refusals []*refusal

func (r refusals) Error() string { return r[0].message }

// invalid refuses something in a document.
func invalid(pos *ast.Position, path, format string, args ...any) *refusal {
	f := fault.New(fault.Syntax, format, args...)
	return &refusal{message: f.Message, code: "validation-failed", path: path, at: places(pos)}
}

func places(pos *ast.Position) []gqlerror.Location {
	if pos == nil {
		return nil
	}
	return []gqlerror.Location{{Line: pos.Line, Column: pos.Column}}
}

// placed says where in a document an error is.
func placed(err error, pos *ast.Position, path string) error {
	var known *refusal
	if errors.As(err, &known) {
		return err
	}
	f := fault.As(err)
	return &refusal{message: f.Message, code: codeOf(f.Code), path: path, hint: f.Hint, at: places(pos), fault: f, field: f.Field}
}

// codes are Hasura's for the codes of faults.
var codes = map[fault.Code]string{
	fault.Internal: "unexpected", fault.Syntax: "parse-failed", fault.Body: "bad-request",
	fault.UnknownCollection: "validation-failed", fault.UnknownField: "validation-failed", fault.UnknownColumn: "validation-failed",
	fault.UnknownRelation: "validation-failed", fault.AmbiguousRelation: "validation-failed", fault.UnknownAction: "validation-failed",
	fault.Value: "data-exception", fault.TooLong: "data-exception", fault.OutOfRange: "data-exception", fault.Type: "validation-failed",
	fault.Unsupported: "not-supported", fault.TooComplex: "limit-exceeded", fault.TooLarge: "limit-exceeded",
	fault.Unfiltered: "bad-request", fault.Range: "bad-request", fault.Cursor: "bad-request", fault.Media: "bad-request",
	fault.Profile: "bad-request", fault.Preference: "bad-request", fault.MaxAffected: "limit-exceeded",
	fault.Method: "bad-request", fault.Path: "not-found", fault.NotFound: "not-found", fault.NotSingle: "data-exception",
	fault.Token: "invalid-jwt", fault.TokenExpired: "invalid-jwt", fault.Denied: "permission-error", fault.Aggregates: "permission-error",
	fault.Unique: "constraint-violation", fault.Reference: "constraint-violation", fault.Required: "constraint-violation",
	fault.Check: "permission-error", fault.ReadOnly: "permission-error", fault.Precondition: "conflict", fault.KeyReused: "conflict",
	fault.Done: "conflict", fault.Conflict: "conflict", fault.Timeout: "time-limit-exceeded", fault.Canceled: "canceled",
	fault.Unavailable: "unavailable", fault.Full: "unavailable", fault.Unknown: "unavailable", fault.SchemaChanged: "conflict",
}

func codeOf(c fault.Code) string {
	if code, ok := codes[c]; ok {
		return code
	}
	return codes[fault.Internal]
}

// statuses are HTTP's for application/graphql-response+json; what is not among them
// is 400.
var statuses = map[fault.Code]int{
	fault.Internal: 500, fault.TooLarge: 413, fault.Token: 401, fault.TokenExpired: 401, fault.Denied: 403, fault.Aggregates: 403,
	fault.ReadOnly: 403, fault.NotFound: 404, fault.Path: 404, fault.Method: 405, fault.Media: 406, fault.Unique: 409, fault.Reference: 409,
	fault.Conflict: 409, fault.KeyReused: 409, fault.Done: 409, fault.SchemaChanged: 409, fault.Precondition: 412, fault.Canceled: 499,
	fault.Timeout: 504, fault.Unavailable: 503, fault.Full: 507, fault.Unknown: 503,
}

// statusOf is the status of a failed request.
func statusOf(r *refusal) int {
	if r.fault == nil {
		return 400
	}
	if status, ok := statuses[r.fault.Code]; ok {
		return status
	}
	return 400
}

// placer says where in the document an operation of the request stands, and what a field
// of it is called there.
type placer interface {
	placeOf(op int, field string) (path, name string)
}

// refusalsOf are the errors of a request, with what the document's validation and the
// engine's say alike.
func refusalsOf(err error, at placer) refusals {
	var many refusals
	if errors.As(err, &many) {
		return many
	}
	var one *refusal
	if errors.As(err, &one) {
		return refusals{one}
	}
	var out refusals
	for _, f := range fault.As(err).All() {
		path, field := "$", f.Field
		if at != nil {
			path, field = at.placeOf(f.Operation-1, field)
		}
		out = append(out, &refusal{message: f.Message, code: codeOf(f.Code), path: path, hint: f.Hint, fault: f, field: field})
	}
	return out
}

// invalidities are the errors that the parser and its validation give.
func invalidities(list gqlerror.List, code string) refusals {
	const most = 20
	var out refusals
	for _, e := range list {
		if len(out) == most {
			break
		}
		out = append(out, &refusal{message: shortened(e.Message), code: code, path: pathOf(e.Path), at: e.Locations})
	}
	return out
}

// shortened bounds a message, which quotes what was sent.
func shortened(message string) string {
	const most = 500
	if len(message) > most {
		return message[:most] + "..."
	}
	return message
}

// pathOf writes a path of the parser's.
func pathOf(p ast.Path) string {
	var b strings.Builder
	b.WriteString("$")
	for _, part := range p {
		switch part := part.(type) {
		case ast.PathName:
			b.WriteString("." + string(part))
		case ast.PathIndex:
			b.WriteString("[" + strconv.Itoa(int(part)) + "]")
		}
	}
	return b.String()
}

// appendErrors writes the whole answer of a request that failed.
func appendErrors(dst []byte, list refusals) []byte {
	dst = append(dst, `{"errors":[`...)
	for i, r := range list {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendText(append(dst, `{"message":`...), r.message)
		if len(r.at) > 0 {
			dst = append(dst, `,"locations":[`...)
			for i, at := range r.at {
				if i > 0 {
					dst = append(dst, ',')
				}
				dst = strconv.AppendInt(append(dst, `{"line":`...), int64(at.Line), 10)
				dst = strconv.AppendInt(append(dst, `,"column":`...), int64(at.Column), 10)
				dst = append(dst, '}')
			}
			dst = append(dst, ']')
		}
		path := r.path
		if path == "" {
			path = "$"
		}
		dst = appendText(append(dst, `,"extensions":{"path":`...), path)
		dst = appendText(append(dst, `,"code":`...), r.code)
		if r.field != "" {
			dst = appendText(append(dst, `,"field":`...), r.field)
		}
		if r.hint != "" {
			dst = appendText(append(dst, `,"hint":`...), r.hint)
		}
		if r.fault != nil && r.fault.Row > 0 {
			dst = strconv.AppendInt(append(dst, `,"row":`...), int64(r.fault.Row), 10)
		}
		dst = append(dst, "}}"...)
	}
	return append(dst, "]}"...)
}

func appendText(dst []byte, text string) []byte {
	return value.AppendQuoted(dst, strings.ToValidUTF8(text, "\uFFFD"))
}
