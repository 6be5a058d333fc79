package bedplate

import (
	"bedplate/query"
	"bedplate/schema"
)

// Action is a named operation written in Go: what everyone may know of it, and
// what it does.
//
//	bedplate.Action{
//		Decl: schema.ActionDecl{
//			Name: "add", Reads: true, Rule: "true",
//			Params: []*schema.FieldDecl{{Name: "a", Type: "int", Required: true}, {Name: "b", Type: "int", Required: true}},
//			Result: schema.ResultDecl{Value: &schema.FieldDecl{Type: "int"}},
//		},
//		Do: func(ctx context.Context, call *query.Call) (*query.Answer, error) {
//			return &query.Answer{Value: value.OfInt(call.Arg("a").Int() + call.Arg("b").Int())}, nil
//		},
//	}
type Action struct {
	Decl schema.ActionDecl
	// Do is run by many callers at a time: outside of any transaction, unless
	// Decl says Atomic; see query.ActionFunc.
	Do query.ActionFunc
}

// declared gives what actions say of themselves.
func declared(actions []Action) []*schema.ActionDecl {
	out := make([]*schema.ActionDecl, len(actions))
	for i := range actions {
		out[i] = &actions[i].Decl
	}
	return out
}

// done gives what actions do, by their names.
func done(actions []Action) map[string]query.ActionFunc {
	out := make(map[string]query.ActionFunc, len(actions))
	for i := range actions {
		out[actions[i].Decl.Name] = actions[i].Do
	}
	return out
}
