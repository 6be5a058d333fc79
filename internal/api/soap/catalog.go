package soap

import (
	"strings"

	lru "github.com/hashicorp/golang-lru/v2"

	"bedplate/query"
	"bedplate/schema"
)

// verb is what an operation does.
type verb uint8

const (
	get verb = iota + 1
	list
	create
	createMany
	upsert
	update
	updateMany
	remove
	removeMany
	call
	batch
)

// verbs are what the names of operations begin with. Behind the underscore stands the
// name of a collection or action as the schema spells it, so that no two of them become
// one.
var verbs = [...]string{get: "Get_", list: "List_", create: "Create_", createMany: "CreateMany_",
	upsert: "Upsert_", update: "Update_", updateMany: "UpdateMany_", remove: "Delete_", removeMany: "DeleteMany_", call: "Call_", batch: "Batch"}

// kinds are what the rules judge the operations on collections by.
var kinds = [...]query.Kind{get: query.Read, list: query.Read, create: query.Create, createMany: query.Create,
	upsert: query.Upsert, update: query.Update, updateMany: query.Update, remove: query.Delete, removeMany: query.Delete}

// response is what the name of an answer ends in.
const response = "Response"

// catalog is what is known of one schema before anybody asks.
type catalog struct {
	schema       *schema.Schema
	collections  []*collection
	actions      []*action
	of           map[*schema.Collection]*collection
	operations   map[string]operation
	descriptions *lru.Cache[string, description]
}

// operation is an operation by its name.
type operation struct {
	name       string
	verb       verb
	collection *collection
	action     *action
}

// collection is a collection, and how its records are written.
type collection struct {
	*schema.Collection
	columns []column
	all     *layout // of those who see every field; nil where a field has a rule
}

// action is an action, and how what it gives is written.
type action struct {
	*schema.Action
	records *collection // nil where it gives none
	members []column    // of an object
	value   column      // of a value
	result  string      // the element that holds a value or an object
	record  string      // the one that holds a record
}

// column is a field, and its element.
type column struct {
	*schema.Field
	open, end string
}

func columnOf(f *schema.Field, name string) column {
	return column{f, "<" + name + ">", "</" + name + ">"}
}

// newCatalog names the operations of a schema. One whose name would be that of another
// one's answer is left out.
func newCatalog(s *schema.Schema) *catalog {
	c := &catalog{schema: s, operations: map[string]operation{verbs[batch]: {name: verbs[batch], verb: batch}}}
	c.of = map[*schema.Collection]*collection{}
	for _, one := range s.Collections {
		if one.Internal || taken(one.Name, func(name string) bool { return s.Collection(name) != nil }) {
			continue
		}
		made := newCollection(one)
		c.of[one] = made
		c.collections = append(c.collections, made)
		for v := get; v <= removeMany; v++ {
			if made.takes(v) {
				c.add(operation{name: verbs[v] + one.Name, verb: v, collection: made})
			}
		}
	}
	for _, one := range s.Actions {
		if taken(one.Name, func(name string) bool { return s.Action(name) != nil }) {
			continue
		}
		made := &action{Action: one, result: free(one, "result"), record: free(one, "record")}
		if one.Result.Records() {
			if made.records = c.of[one.Result.Collection]; made.records == nil {
				continue
			}
		}
		for _, f := range one.Result.Members {
			made.members = append(made.members, columnOf(f, f.Name))
		}
		if one.Result.Kind == schema.ValueResult {
			made.value = columnOf(one.Result.Value, made.result)
		}
		c.actions = append(c.actions, made)
		c.add(operation{name: verbs[call] + one.Name, verb: call, action: made})
	}
	return c
}

// free gives a name for what an action gives that is none of its parameters': clients of
// Java take elements of a question and its answer that are called the same for one.
func free(a *schema.Action, name string) string {
	for a.Param(name) != nil {
		name += "_"
	}
	return name
}

func (c *catalog) add(o operation) { c.operations[o.name] = o }

// taken tells whether a name is that of another one's answer.
func taken(name string, exists func(string) bool) bool {
	other, ok := strings.CutSuffix(name, response)
	return ok && exists(other)
}

func newCollection(c *schema.Collection) *collection {
	made := &collection{Collection: c}
	open := true
	for _, f := range c.Fields {
		if !f.Internal {
			made.columns = append(made.columns, columnOf(f, f.Name))
			open = open && f.Read == nil
		}
	}
	if open {
		made.all = newLayout(c, made.columns)
	}
	return made
}

// takes tells whether there can be an operation, whoever asks.
func (c *collection) takes(v verb) bool {
	switch v {
	case list:
		return true
	case get:
		return len(c.Key) > 0
	case create, createMany:
		return !c.View
	}
	return !c.View && len(c.Key) > 0
}

// layoutFor gives how records are written for a caller: without what is hidden.
func (c *collection) layoutFor(rights query.Rights) *layout {
	if c.all != nil {
		return c.all
	}
	seen := make([]column, 0, len(c.columns))
	for _, one := range c.columns {
		if !hidden(rights, c.Collection, one.Field) {
			seen = append(seen, one)
		}
	}
	return newLayout(c.Collection, seen)
}

// keyFor gives the fields of the key; none where one of them is hidden.
func (c *collection) keyFor(rights query.Rights) []*schema.Field {
	key := make([]*schema.Field, len(c.Key))
	for i, at := range c.Key {
		f := c.Fields[at]
		if hidden(rights, c.Collection, f) {
			return nil
		}
		key[i] = f
	}
	return key
}
