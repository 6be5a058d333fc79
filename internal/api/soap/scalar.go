package soap

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/value"
)

// scalar reads an element's value as a type's.
func scalar(e *element, t value.Type) (value.Value, error) {
	if t.Kind == value.List {
		return items(e, t)
	}
	text, err := e.leaf()
	if err != nil {
		return value.Value{}, err
	}
	switch t.Kind {
	case value.Text:
		return value.ParseText(t, text)
	case value.Bytes:
		raw, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
		if err != nil {
			return value.Value{}, fault.New(fault.Value, "that is no base64")
		}
		return value.OfBytes(string(raw)), nil
	}
	if text = strings.TrimSpace(text); text == "" {
		return value.Value{}, fault.New(fault.Value, "nothing is no value of type %s", t.Kind)
	}
	switch t.Kind {
	case value.Bool:
		switch text {
		case "1":
			text = "true"
		case "0":
			text = "false"
		}
	case value.Int, value.Decimal, value.Float:
		if rest, ok := strings.CutPrefix(text, "+"); ok && !strings.HasPrefix(rest, "-") {
			text = rest
		}
	}
	return value.ParseText(t, text)
}

// items reads the items of a list.
func items(e *element, t value.Type) (value.Value, error) {
	list := make([]value.Value, 0, len(e.inner))
	err := e.each("item", func(in *element) error {
		if in.name != "item" {
			return stray(in, "a list")
		}
		if in.null {
			return fault.New(fault.Value, "an item of a list cannot be null")
		}
		v, err := scalar(in, t.Element())
		list = append(list, v)
		return err
	})
	return value.OfList(list), err
}

// field reads an element's value as a field's, null among them.
func field(e *element, f *schema.Field) (value.Value, error) {
	if e.null {
		if strings.TrimSpace(e.text) != "" || len(e.inner) > 0 {
			return value.Value{}, fault.Of(fault.Body, f.Name, "%s has a value although it is nil", f.Name)
		}
		return value.Value{}, nil
	}
	v, err := scalar(e, f.Type)
	return v, about(f.Name, err)
}

// about says which field or argument an error is about.
func about(name string, err error) error {
	f := fault.As(err)
	if f == nil || f.Field != "" {
		return err
	}
	said := *f
	said.Field, said.Message = name, name+": "+f.Message
	return &said
}

// boolean reads a switch of an operation.
func boolean(e *element) (bool, error) {
	v, err := scalar(e, value.Type{Kind: value.Bool})
	return v.Bool(), about(e.name, err)
}

// appendScalar appends a value as the content of an element.
func appendScalar(dst []byte, v value.Value, t value.Type) ([]byte, error) {
	switch v.Kind() {
	case value.Text, value.JSON:
		return appendText(dst, v.Raw())
	case value.Bytes:
		return base64.StdEncoding.AppendEncode(dst, []byte(v.Raw())), nil
	case value.List:
		list, err := v.Items(t.Element())
		if err != nil {
			return dst, err
		}
		for _, item := range list {
			dst = append(dst, "<item>"...)
			if dst, err = appendScalar(dst, item, t.Element()); err != nil {
				return dst, err
			}
			dst = append(dst, "</item>"...)
		}
		return dst, nil
	case value.Time:
		const zone = "+00:00"
		dst = v.AppendText(dst)
		return append(dst[:len(dst)-len(zone)], 'Z'), nil
	}
	return v.AppendText(dst), nil
}

// appendText appends text as character data. What XML has no way to write is refused.
func appendText(dst []byte, s string) ([]byte, error) {
	clean := 0
	for i := 0; i < len(s); {
		b := s[i]
		if b < utf8.RuneSelf {
			escaped := ""
			switch {
			case b == '<':
				escaped = "&lt;"
			case b == '>':
				escaped = "&gt;"
			case b == '&':
				escaped = "&amp;"
			case b == '\r':
				escaped = "&#13;"
			case b < ' ' && b != '\t' && b != '\n':
				return dst, fault.New(fault.Value, "a text has the character U+%04X, which XML cannot hold", b).
					WithHint("read the record by another API")
			}
			if escaped != "" {
				dst = append(append(dst, s[clean:i]...), escaped...)
				clean = i + 1
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == 0xFFFE || r == 0xFFFF || r == utf8.RuneError && size == 1 {
			return dst, fault.New(fault.Value, "a text has the character U+%04X, which XML cannot hold", r).
				WithHint("read the record by another API")
		}
		i += size
	}
	return append(dst, s[clean:]...), nil
}

// shown is text of our own as character data or in an attribute; what XML cannot hold is
// replaced.
func shown(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return utf8.RuneError
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	out, _ := appendText(nil, s) // nothing is left that it refuses
	return strings.ReplaceAll(string(out), `"`, "&quot;")
}
