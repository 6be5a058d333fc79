// Package fault is the one error type that crosses floors: a code from a
// closed list, what it is about, and what to do. Drivers classify what their
// database said into a Code; doors translate a Code into their own wire form;
// everything between acts on the code and never on the text.
//
// It is not a logging package: Err keeps the foreign cause for the log and is
// never shown to a client.
package fault

import (
	"errors"
	"fmt"
	"strings"
)

// Error is a failure that a caller can act on.
type Error struct {
	Code Code
	// Reason says more exactly than Code what kind of failure it is, as clients
	// of the service that fails know it (weak_password); mostly empty.
	Reason  string
	Field   string // the field, argument or name it is about; may be empty
	Message string // one sentence, no trailing period needed, safe to show
	Detail  string // more about this case, safe to show; may be empty
	Hint    string // what to do instead, safe to show; may be empty
	Err     error  // the cause, for the log only; may be nil
	// Line is where in a body of many lines the mistake stands, from 1; 0 where
	// there are no lines, or none is to blame.
	Line int
	// Row is which of several records of a request the mistake is in, from 1; 0
	// where there is one alone, or none is to blame.
	Row int
	// Operation is which of a request's operations failed, from 1; 0 where it
	// has one alone, or none is to blame.
	Operation int
	// Constraint is the name of the unique, reference, check or key constraint
	// that was broken, as PostgreSQL would name it (posts_slug_key).
	Constraint string
	// Others are further errors of the same request, so that a caller sees
	// every mistake at once. Code, Field and Message are the first one's.
	Others []*Error
}

// Error gives the message with its field and cause, for logs and tests.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(string(e.Code))
	b.WriteString(": ")
	if e.Field != "" {
		b.WriteString(e.Field)
		b.WriteString(": ")
	}
	b.WriteString(e.Message)
	if e.Detail != "" {
		b.WriteString(" (")
		b.WriteString(e.Detail)
		b.WriteString(")")
	}
	if e.Line > 0 {
		fmt.Fprintf(&b, " in line %d", e.Line)
	}
	if e.Row > 0 {
		fmt.Fprintf(&b, " in row %d", e.Row)
	}
	if e.Err != nil {
		b.WriteString(": ")
		b.WriteString(e.Err.Error())
	}
	return b.String()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// All gives the error and its Others as one list, in order.
func (e *Error) All() []*Error {
	return append([]*Error{e}, e.Others...)
}

// New makes an error with a formatted message.
func New(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// Of makes an error about a field, argument or name.
func Of(code Code, field, format string, args ...any) *Error {
	return &Error{Code: code, Field: field, Message: fmt.Sprintf(format, args...)}
}

// Wrap classifies a foreign error. The message is shown to clients, err is not.
func Wrap(code Code, err error, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...), Err: err}
}

// WithHint sets the hint and gives the same error.
func (e *Error) WithHint(format string, args ...any) *Error {
	e.Hint = fmt.Sprintf(format, args...)
	return e
}

// WithDetail sets the detail and gives the same error.
func (e *Error) WithDetail(format string, args ...any) *Error {
	e.Detail = fmt.Sprintf(format, args...)
	return e
}

// Join makes one error of several: the first carries the others. It gives nil
// for none.
func Join(errs []*Error) *Error {
	if len(errs) == 0 {
		return nil
	}
	first := *errs[0]
	first.Others = append(first.Others[:len(first.Others):len(first.Others)], errs[1:]...)
	return &first
}

// InOperation says which of several operations err is about, where it does not
// say so yet.
func InOperation(err error, index int) error {
	f := As(err)
	if f == nil || f.Operation != 0 {
		return err
	}
	said := *f
	said.Operation = index + 1
	return &said
}

// As finds the fault in err's chain; a foreign error becomes Internal.
// As(nil) is nil.
func As(err error) *Error {
	if err == nil {
		return nil
	}
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return &Error{Code: Internal, Message: "internal error", Err: err}
}

// CodeOf gives the code of err: "" for nil, Internal for a foreign error.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	return As(err).Code
}
