package value

import (
	"encoding/hex"
	"strconv"
	"strings"
	"unicode/utf8"

	"bedplate/fault"
)

// ValidText tells whether s can be a Text: UTF-8 without NUL.
func ValidText(s string) bool {
	return utf8.ValidString(s) && strings.IndexByte(s, 0) < 0
}

// ParseText reads a value of type t from plain text, as URLs and CSV give it.
// It never gives null, but for the JSON document null.
func ParseText(t Type, s string) (Value, error) {
	switch t.Kind {
	case Bool:
		return parseBool(s)
	case Int:
		return parseInt(s)
	case Float:
		return parseFloat(s)
	case Decimal:
		return ParseDecimal(s, t.Precision, t.Scale)
	case Text:
		return parseRunes(s)
	case Time:
		return parseTime(s)
	case Date:
		return parseDate(s)
	case UUID:
		return parseUUID(s)
	case Bytes:
		return parseBytes(s)
	case JSON:
		return parseDocument([]byte(s))
	case List:
		return parseListText(t, s)
	}
	return Value{}, notA(t.Kind, s, "only null has this type")
}

// bools are the words for true and false, as PostgreSQL reads them and spreadsheets
// write them, in lower case.
var bools = map[string]bool{
	"true": true, "t": true, "yes": true, "y": true, "on": true, "1": true,
	"false": false, "f": false, "no": false, "n": false, "off": false, "0": false,
}

func parseBool(s string) (Value, error) {
	yes, known := bools[s]
	if !known && len(s) <= len("false") {
		yes, known = bools[strings.ToLower(s)]
	}
	if !known {
		return Value{}, notA(Bool, s, "write true or false")
	}
	return OfBool(yes), nil
}

func parseInt(s string) (Value, error) {
	digits := strings.TrimLeft(s, "+-")
	if digits == "" || len(s)-len(digits) > 1 || !allDigits(digits) {
		return Value{}, notA(Int, s, "write a whole number")
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return Value{}, intRange(s)
	}
	return OfInt(n), nil
}

func intRange(s string) error {
	return fault.New(fault.OutOfRange, "%s is over 64 bits", excerpt(s)).
		WithHint("an int lies between -9223372036854775808 and 9223372036854775807")
}

func parseFloat(s string) (Value, error) {
	n, ok := readNumber(s)
	if !ok {
		return Value{}, notA(Float, s, "write a finite number")
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || f == 0 && n.digits != "" {
		return Value{}, fault.New(fault.OutOfRange, "%s is outside the range of a double", excerpt(s))
	}
	return OfFloat(f), nil
}

func parseRunes(s string) (Value, error) {
	if !utf8.ValidString(s) {
		return Value{}, fault.New(fault.Value, "the text is not valid UTF-8")
	}
	if strings.IndexByte(s, 0) >= 0 {
		return Value{}, fault.New(fault.Value, "the text contains a NUL character")
	}
	return OfText(s), nil
}

// parseUUID takes the usual form in any case of letters, and 32 digits alone.
func parseUUID(s string) (Value, error) {
	digits := s
	if len(s) == 36 && s[8] == '-' && s[13] == '-' && s[18] == '-' && s[23] == '-' {
		digits = s[:8] + s[9:13] + s[14:18] + s[19:23] + s[24:]
	}
	var raw [16]byte
	if len(digits) != 32 {
		return Value{}, notA(UUID, s, "write it as 018f4d5e-7a6b-7c8d-9e0f-a1b2c3d4e5f6")
	}
	if _, err := hex.Decode(raw[:], []byte(digits)); err != nil {
		return Value{}, notA(UUID, s, "write it as 018f4d5e-7a6b-7c8d-9e0f-a1b2c3d4e5f6")
	}
	return OfUUID(raw), nil
}

func parseBytes(s string) (Value, error) {
	digits, ok := strings.CutPrefix(s, `\x`)
	if !ok {
		return Value{}, notA(Bytes, s, `write \x and two hexadecimal digits for each byte`)
	}
	raw, err := hex.DecodeString(digits)
	if err != nil {
		return Value{}, notA(Bytes, s, `write \x and two hexadecimal digits for each byte`)
	}
	return OfBytes(string(raw)), nil
}

// parseListText reads a JSON array, or an array as PostgreSQL writes it.
func parseListText(t Type, s string) (Value, error) {
	if !strings.HasPrefix(s, "{") {
		return ParseJSON(t, []byte(s))
	}
	texts, ok := splitArray(s)
	if !ok {
		return Value{}, notA(List, s, `write {a,b} or ["a","b"]`)
	}
	items := make([]Value, len(texts))
	for i, text := range texts {
		item, err := ParseText(t.Element(), text)
		if err != nil {
			return Value{}, inItem(i, err)
		}
		items[i] = item
	}
	return OfList(items), nil
}

// splitArray splits {a,"b c",d}. A bare NULL is refused: lists hold no nulls.
func splitArray(s string) ([]string, bool) {
	if len(s) < 2 || s[len(s)-1] != '}' {
		return nil, false
	}
	s = s[1 : len(s)-1]
	if strings.TrimSpace(s) == "" {
		return nil, true
	}
	var items []string
	for {
		item, rest, ok := cutItem(strings.TrimLeft(s, " "))
		if !ok {
			return nil, false
		}
		items = append(items, item)
		if rest == "" {
			return items, true
		}
		s = rest[1:]
	}
}

// cutItem takes one item; rest is empty or begins with a comma.
func cutItem(s string) (item, rest string, ok bool) {
	if !strings.HasPrefix(s, `"`) {
		end := strings.IndexByte(s, ',')
		if end < 0 {
			end = len(s)
		}
		item = strings.TrimRight(s[:end], " ")
		ok = item != "" && !strings.EqualFold(item, "null") && !strings.ContainsAny(item, `{}"\`)
		return item, s[end:], ok
	}
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\' && i+1 < len(s):
			i++
			b.WriteByte(s[i])
		case c == '"':
			rest = strings.TrimLeft(s[i+1:], " ")
			return b.String(), rest, rest == "" || rest[0] == ','
		default:
			b.WriteByte(c)
		}
	}
	return "", "", false
}

// inItem names the item of a list that an error is about.
func inItem(i int, err error) error {
	e := *fault.As(err)
	e.Message = "item " + strconv.Itoa(i+1) + ": " + e.Message
	return &e
}
