package fulltext

import (
	"fmt"
	"strings"
	"sync"
	"unicode"

	"bedplate/search"
)

// body begins a function of ours. It is found by its name wherever the database
// evaluates an index, so it keeps the search_path that it was made with.
const body = " LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT AS $bedplate$\n"

// functions writes the functions once: looking at every character takes a while.
var functions = sync.OnceValue(func() []string {
	return []string{
		"CREATE OR REPLACE FUNCTION " + words + "(said text) RETURNS text" + strings.Replace(body, "IMMUTABLE", "IMMUTABLE STRICT", 1) + wordsBody() + "$bedplate$",
		"CREATE OR REPLACE FUNCTION " + vector + "(texts text[]) RETURNS tsvector" + body + vectorBody + "$bedplate$",
		"CREATE OR REPLACE FUNCTION " + finds + "(query jsonb, texts text[]) RETURNS boolean" + body + findsBody + "$bedplate$",
		"CREATE OR REPLACE FUNCTION " + ranks + "(query jsonb, texts text[]) RETURNS bigint" + body + ranksBody + "$bedplate$",
	}
})

// most is how many bytes of words an index keeps of a record: PostgreSQL's own
// bound is 1 MB, with a little for each word.
const most = "600000"

var vectorBody = `
DECLARE list text[];
BEGIN
	SELECT array_agg(DISTINCT w) INTO list FROM unnest(texts) AS t, unnest(string_to_array(` + words + `(t), ' ')) AS w WHERE w <> '';
	IF list IS NULL THEN RETURN ''::tsvector; END IF;
	IF octet_length(array_to_string(list, '')) + 4 * cardinality(list) > ` + most + ` THEN RETURN '''` + everything + `'''::tsvector; END IF;
	RETURN array_to_tsvector(list);
END
`

const findsBody = `
DECLARE
	known text[] := '{}';
	found text[] := '{}';
	phrase jsonb;
	wanted text;
	n int := 0;
	said text;
BEGIN
	FOREACH said IN ARRAY texts LOOP
		IF said IS NOT NULL THEN known := known || (' ' || ` + words + `(said) || ' '); END IF;
	END LOOP;
	FOR phrase IN SELECT * FROM jsonb_array_elements(query->'phrases') LOOP
		SELECT ' ' || string_agg(w, ' ' ORDER BY at) INTO wanted FROM jsonb_array_elements_text(phrase->'words') WITH ORDINALITY AS p (w, at);
		IF NOT phrase ? 'prefix' THEN wanted := wanted || ' '; END IF;
		FOREACH said IN ARRAY known LOOP
			IF strpos(said, wanted) > 0 THEN found := found || n::text; EXIT; END IF;
		END LOOP;
		n := n + 1;
	END LOOP;
	RETURN array_to_tsvector(found) @@ (query->>'query')::tsquery;
END
`

const ranksBody = `
DECLARE
	total bigint := 0;
	list text[];
	size bigint;
	times bigint;
	phrase jsonb;
	wanted text[];
	said text;
BEGIN
	FOREACH said IN ARRAY texts LOOP
		CONTINUE WHEN said IS NULL;
		list := string_to_array(` + words + `(said), ' ');
		size := cardinality(list);
		FOR phrase IN SELECT query->'phrases'->(r::int) FROM jsonb_array_elements_text(query->'ranked') AS r LOOP
			SELECT array_agg(w ORDER BY at) INTO wanted FROM jsonb_array_elements_text(phrase->'words') WITH ORDINALITY AS p (w, at);
			IF phrase ? 'prefix' THEN
				SELECT count(*) INTO times FROM generate_series(1, size - cardinality(wanted) + 1) AS i
					WHERE list[i:i + cardinality(wanted) - 2] = wanted[1:cardinality(wanted) - 1]
					AND starts_with(list[i + cardinality(wanted) - 1], wanted[cardinality(wanted)]);
			ELSE
				SELECT count(*) INTO times FROM generate_series(1, size - cardinality(wanted) + 1) AS i
					WHERE list[i:i + cardinality(wanted) - 1] = wanted;
			END IF;
			IF times > 0 THEN total := total + 2200000000 * times / (1000 * times + 300 + 9 * size); END IF;
		END LOOP;
	END LOOP;
	RETURN total;
END
`

// wordsBody is search.Normal, by the tables of characters that it uses.
func wordsBody() string {
	var b strings.Builder
	b.WriteString("\nDECLARE t text COLLATE \"C\" := lower(said COLLATE \"C\");\nBEGIN\n")
	b.WriteString("\tIF octet_length(t) = char_length(t) THEN\n" +
		"\t\tt := regexp_replace(t, '[^a-z0-9]+', ' ', 'g');\n" +
		"\tELSE\n")
	letters, marks := characters()
	fmt.Fprintf(&b, "\t\tt := regexp_replace(t, '[^%s%s]+', ' ', 'g');\n", ranges(letters), ranges(marks))
	fmt.Fprintf(&b, "\t\tt := regexp_replace(t, '(^| )[%s]+', ' ', 'g');\n", ranges(marks))
	// Last, for a mark may be folded to a letter.
	for _, f := range foldings() {
		fmt.Fprintf(&b, "\t\tIF t ~ '[%s]' THEN t := translate(t, %s, %s); END IF;\n", ranges(f.from), escaped(f.from), escaped(f.to))
	}
	b.WriteString("\tEND IF;\n" +
		"\tt := btrim(regexp_replace(t, ' +', ' ', 'g'));\n" +
		"\tIF char_length(t) > 100 THEN t := regexp_replace(t, '([^ ]{100})[^ ]+', '\\1', 'g'); END IF;\n" +
		"\tRETURN t;\nEND\n")
	return b.String()
}

// folding makes characters others, which differ in case alone.
type folding struct{ from, to []rune }

// foldings are those of package search beyond ASCII, by parts of which a text
// mostly needs none or one: a text is looked through for each character of one.
func foldings() []folding {
	bounds := []rune{0x100, 0x250, 0x400, 0x530, 0x1000, unicode.MaxRune + 1}
	out := make([]folding, len(bounds))
	for r, part := rune(0x80), 0; r <= unicode.MaxRune; r++ {
		for r >= bounds[part] {
			part++
		}
		if to := folded(r); to != r {
			out[part].from, out[part].to = append(out[part].from, r), append(out[part].to, to)
		}
	}
	return out
}

// folded is what package search makes of a character within a word.
func folded(r rune) rune {
	if !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) {
		return r
	}
	word := []rune(search.Normal("a" + string(r)))
	return word[1]
}

// characters lists what words begin with, and what else they are made of.
func characters() (letters, marks []rune) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		switch {
		case r < 0x80 && 'A' <= r && r <= 'Z': // folded before
		case unicode.IsLetter(r) || unicode.IsNumber(r):
			letters = append(letters, r)
		case unicode.IsMark(r):
			marks = append(marks, r)
		}
	}
	return letters, marks
}

// ranges writes ascending characters as the inside of a bracket expression.
func ranges(of []rune) string {
	var b strings.Builder
	for i := 0; i < len(of); {
		j := i
		for j+1 < len(of) && of[j+1] == of[j]+1 {
			j++
		}
		b.WriteString(point(of[i]))
		if j > i {
			b.WriteString("-" + point(of[j]))
		}
		i = j + 1
	}
	return b.String()
}

// point writes a character as regular expressions take it.
func point(r rune) string {
	if r > 0xffff {
		return fmt.Sprintf(`\U%08x`, r)
	}
	return fmt.Sprintf(`\u%04x`, r)
}

// escaped writes characters as a constant that is ASCII alone.
func escaped(of []rune) string {
	var b strings.Builder
	b.WriteString("U&'")
	for _, r := range of {
		if r > 0xffff {
			fmt.Fprintf(&b, `\+%06x`, r)
		} else {
			fmt.Fprintf(&b, `\%04x`, r)
		}
	}
	return b.String() + "'"
}
