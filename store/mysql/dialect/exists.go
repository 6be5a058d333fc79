package dialect

import "strings"

// Joined hides subqueries from the server: MySQL 9.7 makes joins of an EXISTS in the
// condition of an outer join, and at times forgets what else the EXISTS asks for.
func (d MySQL) Joined(condition string) string {
	if !d.Derived || !strings.Contains(condition, "EXISTS ") {
		return condition
	}
	return "(CASE WHEN " + condition + " THEN 1 ELSE 0 END) = 1"
}

// unjoined begins a subquery over the items of a list of the record. MySQL 9.7 makes joins
// of such subqueries, and at times takes the items of one record for those of all.
func (d MySQL) unjoined() string {
	if d.Derived {
		return "/*+ NO_SEMIJOIN() */ "
	}
	return ""
}

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
