package identity

import "sync"

// scratch is memory to write in what is then kept as a text of its own length, or not
// at all.
var scratch = sync.Pool{New: func() any { return &[]byte{} }}

// inScratch lends memory to append to, which comes back as it became.
func inScratch(use func(buf []byte) []byte) {
	buf := scratch.Get().(*[]byte)
	*buf = use((*buf)[:0])
	scratch.Put(buf)
}

// rendered gives what is appended, as a text.
func rendered(write func(dst []byte) []byte) (out string) {
	inScratch(func(buf []byte) []byte {
		buf = write(buf)
		out = string(buf)
		return buf
	})
	return out
}
