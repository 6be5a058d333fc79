package soap

import (
	"bytes"

	"bedplate/fault"
)

// The bounds of a message, beside its length.
const (
	maxDepth      = 64
	maxElements   = 10_000
	maxAttributes = 64 // of one element
)

// bounded looks over a message before it is parsed, in one pass and without memory of
// its own: a parser would hold all attributes of an element at once, and would read the
// declarations of a document type.
func bounded(raw []byte) error {
	elements := 0
	for len(raw) > 0 {
		at := bytes.IndexByte(raw, '<')
		if at < 0 {
			return nil
		}
		raw = raw[at:]
		var end string
		switch {
		case bytes.HasPrefix(raw, []byte("<!--")):
			end = "-->"
		case bytes.HasPrefix(raw, []byte("<![CDATA[")):
			end = "]]>"
		case bytes.HasPrefix(raw, []byte("<?")):
			end = "?>"
		case bytes.HasPrefix(raw, []byte("<!")):
			return fault.New(fault.Body, "a message has no document type and no declarations of entities")
		default:
			if raw[min(1, len(raw)-1)] != '/' {
				elements++
			}
			if elements > maxElements {
				return fault.New(fault.TooComplex, "the message has more than %d elements", maxElements).
					WithHint("send it in parts")
			}
			var err error
			if raw, err = tag(raw); err != nil {
				return err
			}
			continue
		}
		at = bytes.Index(raw[2:], []byte(end))
		if at < 0 {
			return nil // the parser says where it ends
		}
		raw = raw[2+at+len(end):]
	}
	return nil
}

// tag goes behind a tag, and bounds its attributes.
func tag(raw []byte) ([]byte, error) {
	attributes := 0
	for i := 1; i < len(raw); i++ {
		switch b := raw[i]; b {
		case '>':
			return raw[i+1:], nil
		case '=':
			if attributes++; attributes > maxAttributes {
				return nil, fault.New(fault.TooComplex, "an element has more than %d attributes", maxAttributes)
			}
		case '"', '\'':
			n := bytes.IndexByte(raw[i+1:], b)
			if n < 0 {
				return nil, nil
			}
			i += n + 1
		}
	}
	return nil, nil
}
