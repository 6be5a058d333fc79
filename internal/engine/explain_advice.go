package engine

import (
	"fmt"
	"slices"

	"bedplate/expr"
	"bedplate/schema"
	"bedplate/schema/advice"
	"bedplate/store/driver"
	"bedplate/store/plan"
)

// fewRows is how many rows a table may have before reading all of them is
// worth a warning.
const fewRows = 1000

// warningsOf tells which conditions have a database read or sort many rows, and
// which index would spare it that.
func warningsOf(said *driver.Explanation) []string {
	var out []string
	r := said.Plan
	plans := joinedTo(r)
	for _, l := range said.Lines {
		if l.Scans != nil && l.Rows >= fewRows {
			out = append(out, scanWarnings(plans, l)...)
		}
	}
	if slices.ContainsFunc(said.Lines, func(l driver.Line) bool { return l.Sorts }) {
		out = append(out, sortWarnings(r, said)...)
	}
	for _, n := range said.Nested {
		out = append(out, warningsOf(n)...)
	}
	return out
}

// joinedTo gives a plan and those within it that may be part of its statement.
func joinedTo(r *plan.Read) []*plan.Read {
	all := []*plan.Read{r}
	for _, o := range r.Outputs {
		if o.Nested != nil && !o.Nested.Rel.Many {
			all = append(all, joinedTo(o.Nested)...)
		}
	}
	return all
}

// scanWarnings finds the conditions for which a table is read as a whole.
func scanWarnings(plans []*plan.Read, l driver.Line) []string {
	var out []string
	for _, r := range plans {
		var needs []advice.Need
		if r.From == l.Scans {
			needs = advice.Wants(r.From, r.Where, true)
			for i := range needs {
				needs[i] = withOrder(needs[i], r)
			}
			if len(needs) == 0 {
				out = append(out, unindexable(r, l)...)
			}
		}
		for _, way := range advice.Ways(r.Where) {
			if way.Collection == l.Scans {
				needs = append(needs, way)
			}
		}
		if r.Rel != nil && r.From == l.Scans && !advice.Covered(r.From, r.Rel.Remote) {
			needs = append(needs, advice.Need{Collection: r.From, Fields: r.Rel.Remote})
		}
		for _, need := range needs {
			what := "the way along " + relationName(r, need)
			if need.Node != nil {
				what = expr.Format(need.Node)
			}
			out = append(out, fmt.Sprintf("%s are read one after the other for %s: %s", rowsText(l), what, need.Remedy()))
		}
	}
	return out
}

func relationName(r *plan.Read, need advice.Need) string {
	if r.Rel != nil {
		return r.Rel.Name
	}
	return need.Collection.Name
}

func rowsText(l driver.Line) string {
	if l.Rows >= driver.ManyRows {
		return fmt.Sprintf("%d records of %s or more", driver.ManyRows, l.Scans.Name)
	}
	return fmt.Sprintf("%d records of %s", l.Rows, l.Scans.Name)
}

// withOrder adds the order to an index, so that it serves both.
func withOrder(need advice.Need, r *plan.Read) advice.Need {
	if need.Node != nil && need.Node.Op != expr.Eq {
		return need
	}
	need.Fields = slices.Clone(need.Fields)
	need.Desc = make([]bool, len(need.Fields))
	for _, o := range r.Order {
		if !ownField(o.Expr) {
			break
		}
		if r.From.IsKey(o.Expr.Index) {
			break // the key ends every index
		}
		if !slices.Contains(need.Fields, o.Expr.Index) {
			need.Fields, need.Desc = append(need.Fields, o.Expr.Index), append(need.Desc, o.Desc)
		}
	}
	return need
}

func ownField(n *expr.Node) bool { return n.Op == expr.Field && n.Args[0].Op == expr.Var }

// unindexable warns of tests that no index can serve.
func unindexable(r *plan.Read, l driver.Line) []string {
	var out []string
	expr.Visit(r.Where, func(n *expr.Node) bool {
		switch n.Op {
		case expr.Contains, expr.EndsWith, expr.Matches, expr.Like, expr.ILike:
			out = append(out, fmt.Sprintf("%s may be read one after the other for %s, which no index serves: ask for a beginning, or for equality", rowsText(l), expr.Format(n)))
		case expr.Walk, expr.Exists, expr.All, expr.Count, expr.Fold:
			return true
		}
		return true
	})
	return out
}

// sortWarnings warns of a list that is collected and sorted.
func sortWarnings(r *plan.Read, said *driver.Explanation) []string {
	if len(r.Order) == 0 || !ownField(r.Order[0].Expr) || r.From.IsKey(r.Order[0].Expr.Index) {
		return nil
	}
	at := slices.IndexFunc(said.Lines, func(l driver.Line) bool { return l.Scans == r.From && l.Rows >= fewRows })
	if at < 0 || len(advice.Wants(r.From, r.Where, true)) > 0 {
		return nil // few, or warned of already
	}
	need := withOrder(advice.Need{Collection: r.From}, r)
	if slices.ContainsFunc(r.From.Indexes, func(x *schema.Index) bool { return sorts(x, need) }) {
		return nil
	}
	return []string{fmt.Sprintf("%s are sorted by %s: %s", rowsText(said.Lines[at]), orderText(r.Order[0]), need.Remedy())}
}

// sorts tells whether an index is in the order already.
func sorts(x *schema.Index, need advice.Need) bool {
	return x.Where == nil && len(x.Parts) >= len(need.Fields) && slices.EqualFunc(x.Parts[:len(need.Fields)], need.Fields,
		func(p schema.Part, f int) bool { return p.Field == f })
}
