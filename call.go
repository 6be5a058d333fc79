package bedplate

import (
	"context"
	"encoding/json"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/value"
)

// Call calls an action as the service role, with arguments as a JSON object, and
// gives as JSON what it gives. Actions that give records are not called so.
func (a *App) Call(ctx context.Context, action string, args json.RawMessage) (json.RawMessage, error) {
	doer := a.Doer()
	decl := doer.Schema().Action(action)
	if decl == nil {
		return nil, fault.Of(fault.UnknownAction, action, "the app has no action %s", action)
	}
	if decl.Result.Records() {
		return nil, fault.Of(fault.Unsupported, action, "%s gives records, which are read by a request", action)
	}
	inv := &query.Invocation{Action: decl, Args: make([]value.Value, len(decl.Params)), Given: make([]bool, len(decl.Params))}
	members := map[string]json.RawMessage{}
	if len(args) > 0 {
		if err := json.Unmarshal(args, &members); err != nil {
			return nil, fault.Wrap(fault.Body, err, "the arguments of %s are no JSON object", action)
		}
	}
	for name, raw := range members {
		f := decl.Param(name)
		if f == nil {
			return nil, fault.Of(fault.UnknownField, name, "%s has no parameter %s", action, name)
		}
		v, err := value.ParseJSON(f.Type, raw)
		if err != nil {
			return nil, fault.Wrap(fault.Value, err, "%s: %s", name, fault.As(err).Message)
		}
		inv.Args[f.Index], inv.Given[f.Index] = v, !v.IsNull()
	}
	out, err := doer.Call(ctx, query.Service, inv)
	if err != nil {
		return nil, err
	}
	return written(decl, out), nil
}

// written is what an action gave, as JSON.
func written(decl *schema.Action, out *query.Answer) json.RawMessage {
	switch decl.Result.Kind {
	case schema.ValueResult:
		return out.Value.AppendJSON(nil)
	case schema.ObjectResult:
		dst := []byte{'{'}
		for i, f := range decl.Result.Members {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = append(value.AppendQuoted(dst, f.Name), ':')
			dst = out.Object[i].AppendJSON(dst)
		}
		return append(dst, '}')
	}
	return json.RawMessage("{}")
}
