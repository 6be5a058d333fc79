package expr

// Visit calls f for n and every node below it, guards included, parents
// first, until f gives false.
func Visit(n *Node, f func(*Node) bool) bool {
	if n == nil {
		return true
	}
	if !f(n) {
		return false
	}
	for _, a := range n.Args {
		if !Visit(a, f) {
			return false
		}
	}
	return Visit(n.Guard, f)
}

// Rewrite gives n with f applied to every node, children first, guards
// included. f gives the node to stand there, itself where nothing changes;
// what does not change is shared with n.
func Rewrite(n *Node, f func(*Node) *Node) *Node {
	if n == nil {
		return nil
	}
	out := n
	copied := func() {
		if out == n {
			c := *n
			c.Args = append([]*Node(nil), n.Args...)
			out = &c
		}
	}
	for i, a := range n.Args {
		if r := Rewrite(a, f); r != a {
			copied()
			out.Args[i] = r
		}
	}
	if g := Rewrite(n.Guard, f); g != n.Guard {
		copied()
		out.Guard = g
	}
	return f(out)
}

// TouchesRecord tells whether n depends on any record: what does not is
// computed once for a request and bound.
func TouchesRecord(n *Node) bool {
	return !Visit(n, func(n *Node) bool {
		return n.Op != Var && n.Op != Old
	})
}

// Local tells whether n can be decided from the record's own fields (old and
// new) and the caller alone, without reading other records.
func Local(n *Node) bool {
	return Visit(n, func(n *Node) bool {
		switch n.Op {
		case Walk, Exists, All, Count, Fold:
			return false
		}
		return true
	})
}

// UsesOld tells whether n speaks of the record before the write.
func UsesOld(n *Node) bool {
	return !Visit(n, func(n *Node) bool { return n.Op != Old })
}

// MaxVar gives the highest record variable in n, so that a rewrite can make
// a new one.
func MaxVar(n *Node) int {
	highest := 0
	Visit(n, func(n *Node) bool {
		switch n.Op {
		case Var, Exists, All, Count, Fold:
			highest = max(highest, n.Index)
		}
		return true
	})
	return highest
}
