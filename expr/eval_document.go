package expr

import (
	"encoding/json"
	"strconv"
	"strings"

	"bedplate/value"
)

// The documents here are canonical: valid and compact, so what is looked for
// is found without parsing the rest.

// memberAt gives the text of the member at path, false where there is none.
func memberAt(doc string, path []string) (string, bool) {
	for _, name := range path {
		var ok bool
		switch {
		case doc == "":
			return "", false
		case doc[0] == '{':
			doc, ok = objectMember(doc, name)
		case doc[0] == '[':
			doc, ok = arrayItem(doc, name)
		}
		if !ok {
			return "", false
		}
	}
	return doc, doc != ""
}

func objectMember(doc, name string) (string, bool) {
	for i := 1; i < len(doc) && doc[i] != '}'; {
		key := i
		i = skipDocument(doc, i)
		k := doc[key:i]
		i++ // the colon
		start := i
		i = skipDocument(doc, i)
		if text, ok := documentText(k); ok && text == name {
			return doc[min(start, len(doc)):i], true
		}
		if i < len(doc) && doc[i] == ',' {
			i++
		}
	}
	return "", false
}

func arrayItem(doc, index string) (string, bool) {
	n, err := strconv.Atoi(index)
	if err != nil || n < 0 || strconv.Itoa(n) != index {
		return "", false
	}
	for i := 1; i < len(doc) && doc[i] != ']'; {
		start := i
		i = skipDocument(doc, i)
		if n == 0 {
			return doc[start:i], true
		}
		n--
		if i < len(doc) && doc[i] == ',' {
			i++
		}
	}
	return "", false
}

// skipDocument gives where the value that starts at i ends.
func skipDocument(doc string, i int) int {
	depth := 0
	for ; i < len(doc); i++ {
		switch doc[i] {
		case '"':
			for i++; i < len(doc) && doc[i] != '"'; i++ {
				if doc[i] == '\\' {
					i++
				}
			}
			if depth == 0 {
				return min(i+1, len(doc))
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return i
			}
			if depth--; depth == 0 {
				return i + 1
			}
		case ',', ':':
			if depth == 0 {
				return i
			}
		}
	}
	return len(doc)
}

// documentText gives the text of a JSON string.
func documentText(doc string) (string, bool) {
	if len(doc) < 2 || doc[0] != '"' {
		return "", false
	}
	if inner := doc[1 : len(doc)-1]; strings.IndexByte(inner, '\\') < 0 {
		return inner, true
	}
	var s string
	err := json.Unmarshal([]byte(doc), &s)
	return s, err == nil
}

func isNumber(doc string) bool {
	return doc != "" && (doc[0] == '-' || doc[0] >= '0' && doc[0] <= '9')
}

// equalDocument compares a document with a value of another type.
func equalDocument(doc string, v value.Value) bool {
	if v.Kind() == value.Bool {
		return doc == strconv.FormatBool(v.Bool())
	}
	order, ok := orderDocument(doc, v)
	return ok && order == 0
}

// orderDocument compares a JSON number with a number and a JSON string with a
// text, false for everything else.
func orderDocument(doc string, v value.Value) (int, bool) {
	switch v.Kind() {
	case value.Text:
		s, ok := documentText(doc)
		return strings.Compare(s, v.Raw()), ok
	case value.Float:
		if isNumber(doc) {
			f, _ := strconv.ParseFloat(doc, 64) // infinite where it is larger than any
			switch {
			case f < v.Float():
				return -1, true
			case f > v.Float():
				return 1, true
			}
			return 0, true
		}
	case value.Int, value.Decimal:
		if isNumber(doc) {
			var room [32]byte
			return orderNumbers(doc, string(v.AppendJSON(room[:0]))), true
		}
	}
	return 0, false
}

// equalDocuments compares two documents: two numbers by what they amount to,
// whatever zeros they end in.
func equalDocuments(a, b string) bool {
	if isNumber(a) && isNumber(b) {
		return orderNumbers(a, b) == 0
	}
	return a == b
}

func orderDocuments(a, b string) (int, bool) {
	if isNumber(a) && isNumber(b) {
		return orderNumbers(a, b), true
	}
	s, sok := documentText(a)
	t, tok := documentText(b)
	return strings.Compare(s, t), sok && tok
}

// orderNumbers compares two numbers written without exponents, exactly.
func orderNumbers(a, b string) int {
	a, an := strings.CutPrefix(a, "-")
	b, bn := strings.CutPrefix(b, "-")
	aw, af, _ := strings.Cut(a, ".")
	bw, bf, _ := strings.Cut(b, ".")
	aw, bw = strings.TrimLeft(aw, "0"), strings.TrimLeft(bw, "0")
	af, bf = strings.TrimRight(af, "0"), strings.TrimRight(bf, "0")
	an, bn = an && aw+af != "", bn && bw+bf != "" // there is no -0
	if an != bn {
		if an {
			return -1
		}
		return 1
	}
	order := len(aw) - len(bw)
	if order == 0 {
		if order = strings.Compare(aw, bw); order == 0 {
			order = strings.Compare(af, bf)
		}
	}
	switch {
	case order == 0:
		return 0
	case (order < 0) != an:
		return -1
	}
	return 1
}
