// Package control lets commands reach the server that has an app's database:
// over a socket in the app's data directory, which its owner alone may use.
// A command is a name and a function that the server hands over; its progress
// is streamed, and its result or error comes last.
//
// On the wire it is HTTP: POST /NAME with the arguments as JSON, answered by
// lines of JSON. The package knows no command and no database.
package control

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"

	"bedplate/fault"
	"bedplate/schema"
)

// Command does something with arguments from the wire and gives a result that
// JSON can hold. progress may be called at any time before it returns.
type Command func(ctx context.Context, args json.RawMessage, progress func(done, all int)) (any, error)

// line is one line of an answer. The last has a result or an error.
type line struct {
	Done     int             `json:"done,omitempty"`
	All      int             `json:"all,omitempty"`
	Result   json.RawMessage `json:"result,omitempty"`
	Problems schema.Problems `json:"problems,omitempty"`
	Failure  *failure        `json:"failure,omitempty"`
}

// failure is a fault.Error on the wire. Its cause is sent as text: whoever may
// use the socket may read the log.
type failure struct {
	Code       fault.Code `json:"code"`
	Field      string     `json:"field,omitempty"`
	Message    string     `json:"message"`
	Detail     string     `json:"detail,omitempty"`
	Hint       string     `json:"hint,omitempty"`
	Constraint string     `json:"constraint,omitempty"`
	Cause      string     `json:"cause,omitempty"`
	Others     []*failure `json:"others,omitempty"`
}

func failureOf(e *fault.Error) *failure {
	f := &failure{
		Code: e.Code, Field: e.Field, Message: e.Message, Detail: e.Detail,
		Hint: e.Hint, Constraint: e.Constraint,
	}
	if e.Err != nil {
		f.Cause = e.Err.Error()
	}
	for _, other := range e.Others {
		f.Others = append(f.Others, failureOf(other))
	}
	return f
}

func (f *failure) fault() *fault.Error {
	e := &fault.Error{
		Code: f.Code, Field: f.Field, Message: f.Message, Detail: f.Detail,
		Hint: f.Hint, Constraint: f.Constraint,
	}
	if f.Cause != "" {
		e.Err = errors.New(f.Cause)
	}
	for _, other := range f.Others {
		e.Others = append(e.Others, other.fault())
	}
	return e
}

// longest is how long a socket's path may be on every system that has them.
const longest = 100

// short gives a name for a path that is short enough for a socket: from the
// working directory where the whole path is too long.
func short(path string) (string, error) {
	if len(path) <= longest {
		return path, nil
	}
	if here, err := os.Getwd(); err == nil {
		if near, err := filepath.Rel(here, path); err == nil && len(near) <= longest {
			return near, nil
		}
	}
	return "", fault.New(fault.Path, "the path %s is too long for a socket", path).
		WithHint("choose a shorter data directory")
}
