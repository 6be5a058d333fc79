package expr

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"

	lru "github.com/hashicorp/golang-lru/v2"
)

// maxPattern is the longest pattern of matches, in bytes, and maxWeight the
// most characters it may stand for once its repetitions are written out: what
// a pattern costs in memory while it is kept.
const (
	maxPattern = 1000
	maxWeight  = 5000
)

// CheckPattern tells whether matches takes a pattern. It takes the part of
// RE2 that every store can be taught: literal characters and their escapes,
// ".", classes [a-z] [^a-z], \d \w \s and their opposites, "^" and "$" for
// the whole text's ends, groups (...) and (?:...), "|", and the repetitions
// * + ? {m,n}. A dot is any character but a newline. There are no flags, no
// word boundaries, no lazy repetitions and no Unicode classes.
func CheckPattern(pattern string) error {
	if len(pattern) > maxPattern {
		return fmt.Errorf("the pattern is longer than %d bytes", maxPattern)
	}
	if err := checkSpelling(pattern); err != nil {
		return err
	}
	tree, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return fmt.Errorf("%s is not a pattern: %w", quote(pattern), err)
	}
	if err := checkTree(tree); err != nil {
		return err
	}
	if weight(tree) > maxWeight {
		return fmt.Errorf("the pattern repeats too much: it stands for more than %d characters", maxWeight)
	}
	return nil
}

// checkSpelling refuses what the parsed pattern no longer shows.
func checkSpelling(pattern string) error {
	for i := 0; i < len(pattern); i++ {
		switch {
		case pattern[i] == '\\' && i+1 < len(pattern):
			i++
			if c := rune(pattern[i]); isNameRune(c) && !strings.ContainsRune("dDwWsSntr", c) {
				return fmt.Errorf(`\%c is not known in patterns here`, c)
			}
		case strings.HasPrefix(pattern[i:], "(?") && !strings.HasPrefix(pattern[i:], "(?:"):
			return fmt.Errorf("of groups that begin with (? only (?: is known in patterns here")
		case strings.HasPrefix(pattern[i:], "[:"):
			return fmt.Errorf("classes by name, such as [:alpha:], are not known in patterns here")
		}
	}
	return nil
}

func checkTree(re *syntax.Regexp) error {
	switch re.Op {
	case syntax.OpStar, syntax.OpPlus, syntax.OpQuest, syntax.OpRepeat:
		if re.Flags&syntax.NonGreedy != 0 {
			return fmt.Errorf("lazy repetitions are not known in patterns here: they match the same texts")
		}
	case syntax.OpWordBoundary, syntax.OpNoWordBoundary, syntax.OpAnyChar, syntax.OpBeginLine, syntax.OpEndLine:
		return fmt.Errorf("%s is not known in patterns here", re)
	}
	for _, sub := range re.Sub {
		if err := checkTree(sub); err != nil {
			return err
		}
	}
	return nil
}

// weight counts the characters and classes of a pattern with its repetitions
// written out, up to a little over maxWeight.
func weight(re *syntax.Regexp) int {
	total := 1 + len(re.Rune)
	for _, sub := range re.Sub {
		total += weight(sub)
	}
	if re.Op == syntax.OpRepeat {
		total *= max(re.Min, re.Max, 1)
	}
	return min(total, maxWeight+1)
}

// patterns keeps compiled patterns, bounded, since callers send them too.
var patterns = newPatterns()

func newPatterns() *lru.Cache[string, *regexp.Regexp] {
	c, err := lru.New[string, *regexp.Regexp](256)
	if err != nil {
		panic(err) // the size is a constant
	}
	return c
}

// compiled gives a pattern ready to run, nil where it is none.
func compiled(pattern string) *regexp.Regexp {
	if re, ok := patterns.Get(pattern); ok {
		return re
	}
	if CheckPattern(pattern) != nil {
		return nil
	}
	re, err := regexp.Compile(pattern)
	if err != nil {
		return nil
	}
	patterns.Add(pattern, re)
	return re
}
