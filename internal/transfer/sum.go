package transfer

import (
	"encoding/binary"
	"encoding/hex"
	"math/bits"

	"github.com/zeebo/xxh3"

	"bedplate/fault"
	"bedplate/value"
)

// sum is a checksum of rows in any order: the sum of their hashes (XXH3, of 128
// bits), modulo 2^128. It finds what was lost, doubled or changed on the way, and
// takes a tenth of what a cryptographic one would; it is no seal.
type sum struct{ high, low uint64 }

const sumBytes = 16

// add adds a row's hash.
func (s *sum) add(row xxh3.Uint128) {
	var carry uint64
	s.low, carry = bits.Add64(s.low, row.Lo, 0)
	s.high, _ = bits.Add64(s.high, row.Hi, carry)
}

// String gives the sum as 32 hexadecimal digits.
func (s sum) String() string {
	raw := binary.BigEndian.AppendUint64(make([]byte, 0, sumBytes), s.high)
	return hex.EncodeToString(binary.BigEndian.AppendUint64(raw, s.low))
}

func parseSum(text string) (s sum, err error) {
	raw, err := hex.DecodeString(text)
	if err != nil || len(raw) != sumBytes {
		return s, fault.New(fault.Value, "%q is no checksum", text)
	}
	return sum{binary.BigEndian.Uint64(raw), binary.BigEndian.Uint64(raw[8:])}, nil
}

// count is how many rows there are, and their checksum.
type count struct {
	rows int64
	sum  sum
}

// counter counts rows.
type counter struct {
	count
	text []byte // of the row at hand
}

func newCounter(from count) *counter { return &counter{count: from} }

// add counts a row, by its canonical values: they are the same bytes whichever
// store they come from.
func (c *counter) add(row []value.Value) {
	c.text = c.text[:0]
	for _, v := range row {
		c.text = appendCanonical(c.text, v)
	}
	c.sum.add(xxh3.Hash128(c.text))
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
