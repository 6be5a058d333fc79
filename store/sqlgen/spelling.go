package sqlgen

import (
	"math/big"
	"strconv"
	"strings"
)

// What dialects that spell things differently have in common.

// Fill puts arguments into a template of SQL, in which $1 to $9 stand for them.
func Fill(template string, args ...string) string {
	var out strings.Builder
	for i := 0; i < len(template); i++ {
		if template[i] == '$' && i+1 < len(template) && template[i+1] >= '1' && template[i+1] <= '9' {
			i++
			out.WriteString(args[template[i]-'1'])
			continue
		}
		out.WriteByte(template[i])
	}
	return out.String()
}

// Plain tells whether a text is short, and nothing in it could mean anything to SQL
// between quotes.
func Plain(text string) bool {
	if len(text) > 64 {
		return false
	}
	for _, c := range []byte(text) {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		case c == '_', c == '-', c == '.', c == ' ', c == '@', c == ':':
		default:
			return false
		}
	}
	return true
}

// Exactly gives how a database that is Exact calculates AddDecimal, SubDecimal or
// MulDecimal: by an operator, and below a limit. From there on the result has more than
// 18 digits at its scale, which is too large for the language.
func Exactly(f Func, args []string) (operator, limit string) {
	a, _ := strconv.Atoi(args[1])
	b, _ := strconv.Atoi(args[3])
	scale, operator := max(a, b), " + "
	switch f {
	case SubDecimal:
		operator = " - "
	case MulDecimal:
		scale, operator = a+b, " * "
	}
	return operator, new(big.Rat).SetFrac(tenTo(18), tenTo(scale)).FloatString(max(0, scale-18))
}

func tenTo(n int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }
