package identity

import (
	"encoding/json"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/ccojocar/zxcvbn-go/data"
)

// common are the passwords that are tried first, from those that were stolen
// most: read when a first password is judged, so that nobody else pays for them.
var common = sync.OnceValue(func() map[string]bool {
	var list struct{ List []string }
	raw, err := data.Asset("data/Passwords.json")
	if err != nil || json.Unmarshal(raw, &list) != nil {
		panic("the list of common passwords cannot be read") // it is embedded: a test reads it
	}
	all := make(map[string]bool, len(list.List)+len(commonWords))
	for _, word := range append(list.List, commonWords...) {
		if len(word) >= shortestWord {
			all[word] = true
		}
	}
	return all
})

const (
	shortestWord = 3
	longestWord  = 26
	// A phrase of this many common words is no guess any more.
	phraseWords = 3
	// This many characters that are in no word, different ones, are none either.
	freeCharacters = 4
)

// spelled undoes what everybody does to a word to make a password of it.
var spelled = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s", "!", "i")

// worn tells a password that is made of fewer common words than a phrase has,
// one of them as often as you like, and of hardly anything else.
func worn(lower, name string) bool {
	return wornAs(lower, name) || wornAs(spelled.Replace(lower), name)
}

// wornAs takes the longest word at each place.
func wornAs(text, name string) bool {
	words, free := map[string]bool{}, map[rune]bool{}
	for len(text) > 0 {
		n := 0
		for size := min(longestWord, len(text)); size >= shortestWord && n == 0; size-- {
			if common()[text[:size]] || len(name) >= shortestWord && text[:size] == name {
				n = size
			}
		}
		if n > 0 {
			words[text[:n]] = true
			text = text[n:]
			continue
		}
		c, size := utf8.DecodeRuneInString(text)
		if !strings.ContainsRune("0123456789 !?.-_@#$*", c) {
			free[c] = true
		}
		text = text[size:]
	}
	return len(words) < phraseWords && len(free) < freeCharacters
}
