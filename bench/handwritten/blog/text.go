package blog

import (
	"time"

	"github.com/google/uuid"
)

// AppendUUID writes an id, without quotes.
func AppendUUID(b []byte, id uuid.UUID) []byte {
	text, _ := id.MarshalText() // never fails
	return append(b, text...)
}

// AppendTime writes microseconds since 1970 in RFC 3339, in UTC, without quotes.
func AppendTime(b []byte, micros int64) []byte {
	return time.UnixMicro(micros).UTC().AppendFormat(b, "2006-01-02T15:04:05.999999+00:00")
}

// AppendText writes a JSON string.
func AppendText(b, text []byte) []byte {
	return EscapeText(append(append(b, '"'), text...), len(b)+1)
}

// EscapeText makes what stands in b from start on the rest of a JSON string.
// Most texts need no escape, and stay where they were copied to.
func EscapeText(b []byte, start int) []byte {
	for i, c := range b[start:] {
		if c < ' ' || c == '"' || c == '\\' {
			return appendEscaped(b[:start+i], string(b[start+i:]))
		}
	}
	return append(b, '"')
}

// short are the escapes of one letter.
var short = [256]byte{'\b': 'b', '\f': 'f', '\n': 'n', '\r': 'r', '\t': 't', '"': '"', '\\': '\\'}

// appendEscaped writes the rest of a JSON string, whose first byte needs an
// escape.
func appendEscaped(b []byte, s string) []byte {
	for i := range len(s) {
		c := s[i]
		switch {
		case short[c] != 0:
			b = append(b, '\\', short[c])
		case c < ' ':
			b = append(b, `\u00`...)
			b = append(b, "0123456789abcdef"[c>>4], "0123456789abcdef"[c&15])
		default:
			b = append(b, c)
		}
	}
	return append(b, '"')
}
