package value

import (
	"strconv"

	"bedplate/fault"
)

// Messages echo at most this much of what a client sent.
const (
	echoedInput  = 40
	echoedQuoted = 56
)

// excerpt quotes the start of s for a message.
func excerpt(s string) string {
	cut := len(s) > echoedInput
	if cut {
		s = s[:echoedInput]
	}
	q := strconv.Quote(s)
	if len(q) > echoedQuoted {
		q, cut = q[:echoedQuoted]+`"`, true
	}
	if cut {
		q += "..."
	}
	return q
}

var articles = map[Kind]string{
	Bool: "a bool", Int: "an int", Float: "a float", Decimal: "a decimal",
	Text: "a text", Time: "a time", Date: "a date", UUID: "a uuid",
	Bytes: "bytes", JSON: "a JSON document", List: "a list", Null: "null",
}

// notA says that s is not a value of kind k.
func notA(k Kind, s, hint string) *fault.Error {
	return fault.New(fault.Value, "%s is not %s", excerpt(s), articles[k]).WithHint("%s", hint)
}
