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
