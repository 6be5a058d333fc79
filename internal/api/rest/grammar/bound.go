package grammar

import (
	"math"
	"net/http"
	"strconv"
	"strings"

	"bedplate/fault"
	"bedplate/query"
)

// bound reads a limit or offset.
func bound(arg Argument) (int, error) {
	n, err := strconv.ParseInt(arg.Val, 10, 64)
	if err != nil {
		if digits(arg.Val) {
			return 0, fault.Of(fault.Range, arg.Key, "%s is out of bounds", Quote(arg.Key))
		}
		return 0, fault.Of(fault.Syntax, arg.Key, "%s must be a whole number, not %s", Quote(arg.Key), Quote(arg.Val))
	}
	if n < 0 || n > math.MaxInt32 {
		return 0, fault.Of(fault.Range, arg.Key, "Requested range not satisfiable").
			WithDetail("%s lies between 0 and %d", ValidText(arg.Key), math.MaxInt32)
	}
	return int(n), nil
}

// ApplyRange narrows a level to what the Range header asks: 0-9 or 10-. Other
// forms (bytes=0-9) are not ours, and are passed over.
func (l *Level) ApplyRange(h http.Header) error {
	line := h["Range"]
	if len(line) == 0 {
		return nil
	}
	first, last, ok := strings.Cut(strings.TrimPrefix(strings.TrimSpace(line[0]), "items="), "-")
	if !ok {
		return nil
	}
	if !digits(first) || last != "" && !digits(last) {
		return nil
	}
	from, err := strconv.ParseInt(first, 10, 32)
	if err != nil {
		return outOfRange("the Range header begins behind any row that there can be")
	}
	limit := int64(query.Unlimited)
	if to, err := strconv.ParseInt(last, 10, 32); err == nil { // else it ends behind all rows
		if to < from {
			return outOfRange("The lower boundary must be lower than or equal to the upper boundary in the Range header.")
		}
		limit = to - from + 1
	}
	// The rows that both the header and the arguments ask for.
	start := max(int64(l.Offset), from)
	end := min(after(int64(l.Offset), int64(l.Limit)), after(from, limit))
	if end <= start && l.Limit != 0 {
		return outOfRange("the Range header and limit and offset have no row in common")
	}
	l.Offset = int(start)
	if end != math.MaxInt64 {
		l.Limit = int(max(end-start, 0))
	}
	return nil
}

func outOfRange(detail string) error {
	return fault.Of(fault.Range, "Range", "Requested range not satisfiable").WithDetail("%s", detail)
}

func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// after is where the rows of an offset and a limit end.
func after(offset, limit int64) int64 {
	if limit == query.Unlimited {
		return math.MaxInt64
	}
	return offset + limit
}
