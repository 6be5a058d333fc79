package definition

import "strings"

// Comment divides a column's definition from its comment.
func Comment(text string) (without, comment string) {
	without, comment = cut(text, "COMMENT")
	return without, comment
}

// Default divides a column's definition from its default, which is given without
// its keyword; "" is none, and so is NULL.
func Default(text string) (without, given string) {
	without, given = cut(text, "DEFAULT")
	given = strings.TrimPrefix(given, " DEFAULT ")
	if given == "NULL" {
		given = ""
	}
	return without, given
}

// Type gives the type of a column with what else is said of each value: without
// its name, and what it does where there is none.
func Type(text string) string {
	text, _ = Comment(text)
	text, _ = Default(text)
	words := scan(text)
	if len(words) == 0 {
		return text
	}
	text = strings.TrimSpace(text[words[0].end:])
	for _, gone := range []string{" NOT NULL", " AUTO_INCREMENT"} {
		text = strings.Replace(text+" ", gone+" ", " ", 1)
	}
	return strings.TrimSpace(text)
}

// cut takes a keyword with the value behind it out of a text.
func cut(text, keyword string) (without, value string) {
	words := scan(text)
	for i, w := range words {
		if w.quoted || w.text != keyword || i == 0 || i+1 >= len(words) {
			continue
		}
		end := i + 2
		if words[i+1].text == "(" && !words[i+1].quoted {
			end = i + 1
		}
		for depth := 0; end < len(words); end++ {
			next := words[end]
			if depth == 0 && next.start != words[end-1].end && end > i+1 {
				break
			}
			switch {
			case next.quoted:
			case next.text == "(":
				depth++
			case next.text == ")":
				depth--
			}
		}
		start, stop := words[i-1].end, words[end-1].end
		return text[:start] + text[stop:], text[start:stop]
	}
	return text, ""
}

// Values gives the values of an enum's type: enum('a','b').
func Values(columnType string) []string {
	var out []string
	for _, w := range scan(columnType) {
		if text, ok := Constant(w.text); ok && !w.quoted {
			out = append(out, text)
		}
	}
	return out
}

// Constant reads a text constant, with or without the name of its character set
// before it; false where it is something else.
func Constant(sql string) (string, bool) {
	words := scan(sql)
	if len(words) == 2 && strings.HasPrefix(words[0].text, "_") && !words[0].quoted {
		words = words[1:]
	}
	if len(words) != 1 || words[0].quoted || !strings.HasPrefix(words[0].text, "'") {
		return "", false
	}
	text, _ := quoted(words[0].text, 0, true)
	return text, true
}

// Condition divides the condition of a check into words: names as they are, in
// backticks; constants, in quotes; and what is between. It gives false where the
// text, which may be all of a constraint or of a column, has no check.
func Condition(text string) (words []string, ok bool) {
	all := scan(text)
	for i, w := range all {
		if w.quoted || w.text != "CHECK" || i+1 == len(all) || all[i+1].text != "(" {
			continue
		}
		depth := 0
		for _, in := range all[i+1:] {
			switch {
			case in.quoted:
			case in.text == "(":
				depth++
			case in.text == ")":
				depth--
			}
			words = append(words, text[in.start:in.end])
			if depth == 0 {
				break
			}
		}
		return words[1 : len(words)-1], depth == 0
	}
	return nil, false
}
