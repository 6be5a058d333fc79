package migrate

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// snake writes a name of a database as schema files do: InvoiceLine becomes
// invoice_line. What cannot stand in a name becomes _.
func snake(name string) string {
	var b strings.Builder
	runes := []rune(name)
	for i, r := range runes {
		switch {
		case r < unicode.MaxASCII && (unicode.IsLower(r) || unicode.IsDigit(r)):
			b.WriteRune(r)
		case r < unicode.MaxASCII && unicode.IsUpper(r):
			afterLower := i > 0 && (unicode.IsLower(runes[i-1]) || unicode.IsDigit(runes[i-1]))
			beforeLower := i > 0 && i+1 < len(runes) && unicode.IsUpper(runes[i-1]) && unicode.IsLower(runes[i+1])
			if afterLower || beforeLower {
				b.WriteByte('_')
			}
			b.WriteRune(unicode.ToLower(r))
		default:
			b.WriteByte('_')
		}
	}
	out := b.String()
	for strings.Contains(out, "__") {
		out = strings.ReplaceAll(out, "__", "_")
	}
	out = strings.Trim(out, "_")
	switch {
	case out == "":
		return "unnamed"
	case out[0] >= '0' && out[0] <= '9':
		out = "n" + out
	}
	if len(out) > 60 {
		out = out[:60]
	}
	return out
}

// meant are the names that mean something else in expressions.
var meant = []string{
	"auth", "old", "now", "request", "record", "true", "false", "null", "in", "as", "break", "const",
	"continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace",
	"return", "var", "void", "while",
}

// names gives each name once: what is taken or reserved gets an ending.
type names map[string]bool

func (n names) take(name string) string {
	if slices.Contains(meant, name) {
		name += "_"
	}
	free := name
	for i := 2; n[free]; i++ {
		free = name + "_" + strconv.Itoa(i)
	}
	n[free] = true
	return free
}

// irregular are plurals that no rule gives.
var irregular = map[string]string{
	"person": "people", "child": "children", "man": "men", "woman": "women",
	"people": "people", "children": "children", "media": "media", "data": "data",
	"news": "news", "series": "series", "staff": "staff", "information": "information",
}

// plural gives the plural of a name's last word, of a name that is not plural
// already.
func plural(name string) string {
	at := strings.LastIndexByte(name, '_') + 1
	word := name[at:]
	if p, ok := irregular[word]; ok {
		return name[:at] + p
	}
	ends := func(endings ...string) bool {
		return slices.ContainsFunc(endings, func(e string) bool { return strings.HasSuffix(word, e) })
	}
	switch {
	case ends("ss", "us", "is", "x", "z", "ch", "sh"):
		return name + "es"
	case ends("s"):
		return name
	case ends("y") && !ends("ay", "ey", "oy", "uy"):
		return strings.TrimSuffix(name, "y") + "ies"
	}
	return name + "s"
}

// singular undoes plural where a rule gave it.
func singular(name string) string {
	switch {
	case strings.HasSuffix(name, "ies"):
		return strings.TrimSuffix(name, "ies") + "y"
	case strings.HasSuffix(name, "ses"), strings.HasSuffix(name, "xes"), strings.HasSuffix(name, "ches"), strings.HasSuffix(name, "shes"):
		return strings.TrimSuffix(name, "es")
	case strings.HasSuffix(name, "s") && !strings.HasSuffix(name, "ss"):
		return strings.TrimSuffix(name, "s")
	}
	return name
}

// wayBack names the way from a record to those of collection c that refer to
// it by field. alone tells that no other reference leads from c to there;
// joins that c only ties two collections together.
func wayBack(c, field, target string, alone, joins bool) string {
	if c == target {
		switch {
		case field == "parent" || strings.HasPrefix(field, "parent_"):
			return "children"
		case strings.HasSuffix(field, "_to"):
			return plural(strings.TrimSuffix(strings.TrimSuffix(field, "_to"), "_"))
		case strings.HasSuffix(field, "_of"):
			return plural(strings.TrimSuffix(field, "_of"))
		}
		return field + "_of"
	}
	if !alone {
		return field + "_" + plural(c)
	}
	if rest, ok := strings.CutPrefix(c, singular(target)+"_"); ok && !joins && rest != "" {
		return plural(rest)
	}
	return plural(c)
}
