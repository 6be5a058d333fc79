package rest

import "strconv"

// contentRange writes Content-Range: the rows given, and their total where it
// was asked for (-1 where not).
func contentRange(offset int, rows, total int64) string {
	var room [48]byte
	b := room[:0]
	if rows > 0 {
		b = strconv.AppendInt(b, int64(offset), 10)
		b = append(b, '-')
		b = strconv.AppendInt(b, int64(offset)+rows-1, 10)
	} else {
		b = append(b, '*')
	}
	b = append(b, '/')
	if total < 0 {
		b = append(b, '*')
	} else {
		b = strconv.AppendInt(b, total, 10)
	}
	return string(b)
}
