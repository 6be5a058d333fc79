package rest

import (
	"math"
	"net/http"
	"strconv"
	"strings"

	"bedplate/fault"
	"bedplate/query"
)

// bound reads a limit or offset.
func bound(arg argument) (int, error) {
	n, err := strconv.ParseInt(arg.val, 10, 64)
	if err != nil {
		if strings.Trim(arg.val, "0123456789") == "" && arg.val != "" {
			return 0, fault.Of(fault.Range, arg.key, "%s is out of bounds", quote(arg.key))
		}
		return 0, fault.Of(fault.Syntax, arg.key, "%s must be a whole number, not %s", quote(arg.key), quote(arg.val))
	}
	if n < 0 || n > math.MaxInt32 {
		return 0, fault.Of(fault.Range, arg.key, "Requested range not satisfiable").
			WithDetail("%s lies between 0 and %d", validText(arg.key), math.MaxInt32)
	}
	return int(n), nil
}

// applyRange narrows a level to what the Range header asks: 0-9 or 10-. Other
// forms (bytes=0-9) are not ours, and are passed over.
func (l *level) applyRange(h http.Header) error {
	line := h["Range"]
	if len(line) == 0 {
		return nil
	}
	first, last, ok := strings.Cut(strings.TrimPrefix(strings.TrimSpace(line[0]), "items="), "-")
	if !ok {
		return nil
	}
	from, err := strconv.ParseInt(first, 10, 32)
	if err != nil || from < 0 {
		return nil
	}
	limit := int64(query.Unlimited)
	if last != "" {
		to, err := strconv.ParseInt(last, 10, 32)
		if err != nil {
			return nil
		}
		if to < from {
			return fault.Of(fault.Range, "Range", "Requested range not satisfiable").
				WithDetail("The lower boundary must be lower than or equal to the upper boundary in the Range header.")
		}
		limit = to - from + 1
	}
	// The rows that both the header and the arguments ask for.
	start := max(int64(l.offset), from)
	end := min(after(int64(l.offset), int64(l.limit)), after(from, limit))
	l.offset = int(start)
	if end != math.MaxInt64 {
		l.limit = int(max(end-start, 0))
	}
	return nil
}

// after is where the rows of an offset and a limit end.
func after(offset, limit int64) int64 {
	if limit == query.Unlimited {
		return math.MaxInt64
	}
	return offset + limit
}

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
