// Package search says what full-text search means: which words a text has, what
// a query asks of them, when a record's texts satisfy it, and how well. Stores
// keep indexes in their own ways, and give the answers that this package gives;
// it knows no store, no schema and no caller.
//
// # Words
//
// A word is a longest run of letters and digits of any script, with the
// combining marks that follow them, folded so that cases are equal. There are
// no stop words, no stems and no language: rye finds Rye and not ryes, and an
// accent is part of its word.
package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// longest is how many characters of a word count; what is behind them is passed
// over, in texts as in queries.
const longest = 100

// Words gives the words of a text in their order, folded.
func Words(text string) []string {
	var words []string
	eachWord(text, func(word string, _ int) { words = append(words, word) })
	return words
}

// Normal writes a text as its words with a space between: what an index is made
// of. It never holds anything but words and spaces.
func Normal(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	eachWord(text, func(word string, _ int) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(word)
	})
	return b.String()
}

// eachWord calls f for each word, folded, with the byte that it begins at.
func eachWord(text string, f func(word string, at int)) {
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !begins(r) {
			i += size
			continue
		}
		start := i
		for i < len(text) {
			if r, size = utf8.DecodeRuneInString(text[i:]); !begins(r) && !unicode.IsMark(r) {
				break
			}
			i += size
		}
		f(folded(text[start:i]), start)
	}
}

// begins tells what a word can begin with.
func begins(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r)
}

// folded writes a word so that words which differ in case alone are equal, and
// cuts it to its longest length.
func folded(word string) string {
	plain := len(word) <= longest
	for i := 0; plain && i < len(word); i++ {
		plain = word[i] < utf8.RuneSelf && !('A' <= word[i] && word[i] <= 'Z')
	}
	if plain {
		return word
	}
	var b strings.Builder
	b.Grow(len(word))
	n := 0
	for _, r := range word {
		if n++; n > longest {
			break
		}
		b.WriteRune(fold(r))
	}
	return b.String()
}

// fold gives one of the characters that differ in case alone for all of them:
// the lower case of the first, where that is one of them.
func fold(r rune) rune {
	if r < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}
	first := r
	for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
		if next < first && begins(next) || !begins(first) { // an iota may be a mark
			first = next
		}
	}
	lower := unicode.ToLower(first)
	for next := first; ; {
		if next == lower {
			return lower
		}
		if next = unicode.SimpleFold(next); next == first {
			return first
		}
	}
}
