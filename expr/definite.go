package expr

// Definite tells whether n is never undefined: nothing in it can fail or be
// absent. It may say no of what happens to be definite.
func Definite(n *Node) bool {
	switch n.Op {
	case Field, Literal, Exists, All, Count, Fold, Tuple, Settled:
		return true
	case Param, Bind, Auth, Now, Request, Add, Sub, Mul, Div, Mod, Neg:
		return false
	case If:
		return exact(n) && Definite(n.Args[1]) && Definite(n.Args[2])
	case Coalesce:
		return exact(n) && Definite(n.Args[len(n.Args)-1])
	}
	for _, a := range n.Args {
		if !Definite(a) {
			return false
		}
	}
	return true
}

// exact tells a choice whose alternatives need no other scale.
func exact(n *Node) bool {
	for _, a := range n.Args {
		if a.Type.Kind != 0 && a.Type.Kind == n.Type.Kind && a.Type.Scale != n.Type.Scale {
			return false
		}
	}
	return true
}

// Settle gives n as the value of a computed field: null where n is undefined,
// and for a condition false.
func Settle(n *Node) *Node {
	switch {
	case Definite(n):
		return n
	case isCondition(n):
		return &Node{Op: If, Type: n.Type, Args: []*Node{n, True, False}, Pos: n.Pos}
	}
	return &Node{Op: Settled, Type: n.Type, Args: []*Node{n}, Pos: n.Pos}
}

// NullWithRecord tells whether n, over a record that is not there, is null or
// undefined by itself. It may say no of what is.
func NullWithRecord(n *Node) bool {
	switch n.Op {
	case Field:
		return true
	case Lower, Upper, Size, Path, Settled:
		return NullWithRecord(n.Args[0])
	case Concat:
		return NullWithRecord(n.Args[0]) || NullWithRecord(n.Args[1])
	}
	return false
}
