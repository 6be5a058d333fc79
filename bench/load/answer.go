//go:build linux

package load

import (
	"bytes"
	"errors"
	"strconv"
)

var (
	headerEnd     = []byte("\r\n\r\n")
	contentLength = []byte("\r\nContent-Length: ")
	errAnswer     = errors.New("an answer is not HTTP/1.1 with a Content-Length")
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
	at := bytes.Index(b[:end+2], contentLength)
	if at < 0 {
		return status, 0, false, errAnswer
	}
	digits := b[at+len(contentLength) : end+2]
	length, err = strconv.Atoi(string(digits[:bytes.IndexByte(digits, '\r')]))
	if err != nil {
		return status, 0, false, errAnswer
	}
	return status, length, len(b) >= end+len(headerEnd)+length, nil
}
