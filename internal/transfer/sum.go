package transfer

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"math/bits"

	"bedplate/fault"
	"bedplate/value"
)

// sum is a checksum of rows in any order: the sum of their hashes, modulo 2^256.
type sum [4]uint64

// add adds a row's hash.
func (s *sum) add(row *[sha256.Size]byte) {
	var carry uint64
	for i := range s {
		s[i], carry = bits.Add64(s[i], binary.LittleEndian.Uint64(row[8*i:]), carry)
	}
}

// String gives the sum as 64 hexadecimal digits.
func (s sum) String() string {
	var raw [sha256.Size]byte
	for i, part := range s {
		binary.LittleEndian.PutUint64(raw[8*i:], part)
	}
	return hex.EncodeToString(raw[:])
}

func parseSum(text string) (s sum, err error) {
	raw, err := hex.DecodeString(text)
	if err != nil || len(raw) != sha256.Size {
		return s, fault.New(fault.Value, "%q is no checksum", text)
	}
	for i := range s {
		s[i] = binary.LittleEndian.Uint64(raw[8*i:])
	}
	return s, nil
}

// count is how many rows there are, and their checksum.
type count struct {
	rows int64
	sum  sum
}

// counter counts rows.
type counter struct {
	count
	hash hash.Hash
	text []byte
	out  [sha256.Size]byte
}

func newCounter(from count) *counter { return &counter{count: from, hash: sha256.New()} }

// add counts a row, by its canonical values: they are the same bytes whichever
// store they come from.
func (c *counter) add(row []value.Value) {
	c.text = c.text[:0]
	for _, v := range row {
		c.text = appendCanonical(c.text, v)
	}
	c.hash.Reset()
	c.hash.Write(c.text)
	c.hash.Sum(c.out[:0])
	c.count.sum.add(&c.out)
	c.rows++
}

// appendCanonical appends a value so that no two values, nor two rows of them,
// have the same bytes.
func appendCanonical(dst []byte, v value.Value) []byte {
	dst = append(dst, byte(v.Kind()))
	switch v.Kind() {
	case value.Null:
		return dst
	case value.Bool:
		if v.Bool() {
			return append(dst, 1)
		}
		return append(dst, 0)
	case value.Int:
		return binary.LittleEndian.AppendUint64(dst, uint64(v.Int()))
	case value.Time:
		return binary.LittleEndian.AppendUint64(dst, uint64(v.Micros()))
	case value.Text, value.Date, value.UUID, value.Bytes, value.JSON:
		dst = binary.AppendUvarint(dst, uint64(len(v.Raw())))
		return append(dst, v.Raw()...)
	}
	// A float, a decimal or a list: its text's length goes before it.
	at := len(dst)
	dst = append(dst, 0, 0, 0, 0)
	dst = v.AppendJSON(dst)
	binary.LittleEndian.PutUint32(dst[at:], uint32(len(dst)-at-4))
	return dst
}
