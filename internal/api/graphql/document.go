package graphql

import (
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"bedplate/fault"
)

// typed is a view with the schema of GraphQL that it is.
type typed struct {
	*view
	schema *ast.Schema
	text   string
}

// newTyped writes a view's schema and reads it.
func newTyped(v *view) (*typed, error) {
	text := document(v)
	schema, err := validator.LoadSchema(prelude, &ast.Source{Name: "schema.graphql", Input: text})
	if err != nil {
		return nil, fault.Wrap(fault.Internal, err, "the schema cannot be written in GraphQL")
	}
	return &typed{view: v, schema: schema, text: text}, nil
}

// prelude is what every schema has, without what is not answered here.
var prelude = func() *ast.Source {
	own := *validator.Prelude
	if from := strings.Index(own.Input, `"Directs the executor to defer`); from >= 0 {
		if to := strings.Index(own.Input[from:], "INLINE_FRAGMENT"); to >= 0 {
			own.Input = own.Input[:from] + own.Input[from+to+len("INLINE_FRAGMENT"):]
		}
	}
	return &own
}()

// ruling are the rules of validation, with suggestions for whoever may know the schema.
func ruling(open bool) *rules.Rules {
	all := rules.NewDefaultRules()
	if open {
		return all
	}
	for with, without := range map[string]validator.Rule{
		rules.FieldsOnCorrectTypeRule.Name: rules.FieldsOnCorrectTypeRuleWithoutSuggestions,
		rules.KnownArgumentNamesRule.Name:  rules.KnownArgumentNamesRuleWithoutSuggestions,
		rules.KnownTypeNamesRule.Name:      rules.KnownTypeNamesRuleWithoutSuggestions,
		rules.ScalarLeafsRule.Name:         rules.ScalarLeafsRuleWithoutSuggestions,
		rules.ValuesOfCorrectTypeRule.Name: rules.ValuesOfCorrectTypeRuleWithoutSuggestions,
	} {
		all.ReplaceRule(with, without.RuleFunc)
	}
	return all
}

// read parses and validates a document. It must not be changed afterwards.
func (t *typed) read(text string, limits *Limits, open bool) (*ast.QueryDocument, error) {
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: text}, limits.Tokens)
	if err != nil {
		return nil, unparsed(err)
	}
	if len(doc.Operations) == 0 {
		return nil, invalid(nil, "$", "the document has no operation")
	}
	for _, op := range doc.Operations {
		if op.Operation == ast.Subscription {
			return nil, placed(fault.New(fault.Unsupported, "there are no subscriptions").
				WithHint("ask again, as a query"), op.Position, "$")
		}
	}
	if err := limits.check(doc); err != nil {
		return nil, err
	}
	widen(doc)
	if !open {
		if err := closed(doc); err != nil {
			return nil, err
		}
	}
	if errs := validator.ValidateWithRules(t.schema, doc, ruling(open)); len(errs) > 0 {
		return nil, invalidities(errs, "validation-failed")
	}
	return doc, nil
}

func unparsed(err error) error {
	if e, ok := err.(*gqlerror.Error); ok {
		code := "parse-failed"
		if strings.Contains(e.Message, "exceeded token limit") {
			code = "limit-exceeded"
		}
		return invalidities(gqlerror.List{e}, code)
	}
	return invalidities(gqlerror.List{gqlerror.Wrap(err)}, "parse-failed")
}

// writes tells whether the operation that is asked for is none that GET may ask for,
// whatever else is wrong with it.
func (d *Door) writes(text, operation string) bool {
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: text}, d.options.Limits.Tokens)
	if err != nil || len(doc.Operations) == 0 {
		return false
	}
	op, err := chosen(doc, operation)
	return err == nil && op.Operation != ast.Query
}

// closed refuses to tell of the schema. It walks over what is written once, so that a
// fragment that is spread nowhere counts as well.
func closed(doc *ast.QueryDocument) error {
	var look func(set ast.SelectionSet) error
	look = func(set ast.SelectionSet) error {
		for _, sel := range set {
			var inner ast.SelectionSet
			switch sel := sel.(type) {
			case *ast.Field:
				if sel.Name == "__schema" || sel.Name == "__type" {
					return placed(fault.New(fault.Denied, "introspection is not allowed").
						WithHint("ask as the service role, or in developers' mode"), sel.Position, "$.selectionSet."+sel.Name)
				}
				inner = sel.SelectionSet
			case *ast.InlineFragment:
				inner = sel.SelectionSet
			}
			if err := look(inner); err != nil {
				return err
			}
		}
		return nil
	}
	for _, op := range doc.Operations {
		if err := look(op.SelectionSet); err != nil {
			return err
		}
	}
	for _, f := range doc.Fragments {
		if err := look(f.SelectionSet); err != nil {
			return err
		}
	}
	return nil
}

// chosen gives the operation that is asked for.
func chosen(doc *ast.QueryDocument, name string) (*ast.OperationDefinition, error) {
	if name == "" {
		if len(doc.Operations) > 1 {
			return nil, invalid(nil, "$", "the document has several operations: operationName must say which one is meant")
		}
		return doc.Operations[0], nil
	}
	op := doc.Operations.ForName(name)
	if op == nil {
		return nil, invalid(nil, "$", "the document has no operation of the name that operationName gives")
	}
	return op, nil
}
