package dialect

import "strings"

// Scalar tells that a statement has a subquery for a value within an EXISTS. Servers
// that make an IN of an EXISTS refuse what they have made then: more than one value
// before the IN, of which one is a subquery.
func Scalar(sql string) bool {
	var within []bool // of each open bracket, whether it is in an EXISTS
	var quote byte
	for i := 0; i < len(sql); i++ {
		c := sql[i]
		switch {
		case quote != 0:
			if c == '\\' && quote != '`' {
				i++
			} else if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"' || c == '`':
			quote = c
		case c == ')' && len(within) > 0:
			within = within[:len(within)-1]
		case c == '(':
			inside := len(within) > 0 && within[len(within)-1]
			exists := strings.HasSuffix(sql[:i], "EXISTS ")
			if inside && !exists && strings.HasPrefix(sql[i:], "(SELECT ") && !strings.HasSuffix(sql[:i], " IN ") {
				return true
			}
			within = append(within, inside || exists)
		}
	}
	return false
}
