package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"bedplate/fault"
	"bedplate/schema"
)

// report prints an error for a person: mistakes in files a line each, as
// editors read them, anything else as one sentence.
func report(w io.Writer, err error) {
	var problems schema.Problems
	switch {
	case errors.Is(err, errFound):
	case errors.As(err, &problems):
		for _, p := range problems {
			fmt.Fprintln(w, p)
		}
	default:
		fmt.Fprintln(w, "bedplate: "+sentence(err))
	}
}

func sentence(err error) string {
	var e *fault.Error
	if !errors.As(err, &e) {
		return err.Error()
	}
	var b strings.Builder
	b.WriteString(e.Message)
	if e.Detail != "" {
		b.WriteString(" (" + e.Detail + ")")
	}
	if e.Hint != "" {
		b.WriteString("; " + e.Hint)
	}
	// A cause that the message does not tell yet is what one needs to know here:
	// whoever runs the command may see it.
	if e.Err != nil && !strings.Contains(e.Message, e.Err.Error()) {
		b.WriteString(": " + e.Err.Error())
	}
	for _, other := range e.Others {
		b.WriteString("\nbedplate: " + sentence(other))
	}
	return b.String()
}

// printJSON prints v for programs.
func printJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}
