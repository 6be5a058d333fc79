//go:build linux

package load

import (
	"bytes"
	"errors"
	"strconv"
)

var (
	headerEnd = []byte("\r\n\r\n")
	// As Go spells them, and as Node.js may.
	contentLengths = [...][]byte{[]byte("\r\nContent-Length: "), []byte("\r\ncontent-length: ")}
	chunked        = [...][]byte{[]byte("\r\nTransfer-Encoding: chunked\r\n"), []byte("\r\ntransfer-encoding: chunked\r\n")}
	errAnswer      = errors.New("an answer is not HTTP/1.1 with a Content-Length, or in chunks")
)

// answer reads an answer's status and the length of its body from the bytes
// that have come; done tells whether the body has come too.
func answer(b []byte) (status, length int, done bool, err error) {
	end := bytes.Index(b, headerEnd)
	if end < 0 {
		return 0, 0, false, nil
	}
	if end < 12 || string(b[:9]) != "HTTP/1.1 " {
		return 0, 0, false, errAnswer
	}
	status = int(b[9]-'0')*100 + int(b[10]-'0')*10 + int(b[11]-'0')
	if status == 204 || status == 304 {
		return status, 0, true, nil
	}
	at := first(b[:end+2], contentLengths)
	if at < 0 {
		if first(b[:end+2], chunked) < 0 {
			return status, 0, false, errAnswer
		}
		length, done, err = chunks(b[end+len(headerEnd):])
		return status, length, done, err
	}
	digits := b[at+len(contentLengths[0]) : end+2]
	length, err = strconv.Atoi(string(digits[:bytes.IndexByte(digits, '\r')]))
	if err != nil {
		return status, 0, false, errAnswer
	}
	return status, length, len(b) >= end+len(headerEnd)+length, nil
}

// first finds either spelling of a header.
func first(head []byte, spellings [2][]byte) int {
	if at := bytes.Index(head, spellings[0]); at >= 0 {
		return at
	}
	return bytes.Index(head, spellings[1])
}

// chunks adds up the lengths of a body's chunks; done tells whether the last
// one has come. Nobody sends trailers here.
func chunks(b []byte) (length int, done bool, err error) {
	for {
		line := bytes.IndexByte(b, '\n')
		if line < 0 {
			return length, false, nil
		}
		n, err := strconv.ParseUint(string(bytes.TrimSuffix(b[:line], []byte("\r"))), 16, 31)
		if err != nil {
			return length, false, errAnswer
		}
		length += int(n)
		if rest := line + 1 + int(n) + 2; len(b) >= rest {
			b = b[rest:]
		} else {
			return length, false, nil
		}
		if n == 0 {
			return length, true, nil
		}
	}
}
