package transfer

import (
	"context"
	"encoding/json"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/value"
)

// placesName names the collection in which a target keeps how far each of the
// others has come.
const placesName = schema.SystemPrefix + "places"

// placesDecl declares it. It stands in the target until the end.
func placesDecl() *schema.Decl {
	return &schema.Decl{
		Name: placesName, Comment: "How far a transfer has come.", Key: []string{"name"},
		Fields: []*schema.FieldDecl{
			{Name: "name", Type: "text", Max: 200},
			{Name: "key", Type: "text", Required: true}, // of the last row, as a JSON list
			{Name: "rows", Type: "int", Required: true},
			{Name: "sum", Type: "text", Max: 64, Required: true},
			{Name: "done", Type: "bool", Required: true},
		},
	}
}

// place is how far a collection has come.
type place struct {
	count
	key  []value.Value // of the last row that arrived, nil before the first
	done bool          // all have
}

// places reads and writes them in one target.
type places struct {
	of     *schema.Collection
	driver driver.Driver
	insert *plan.Insert
	update *plan.Update
}

func newPlaces(s *schema.Schema, d driver.Driver) *places {
	of := s.Collection(placesName)
	p := &places{of: of, driver: d, insert: &plan.Insert{Into: of}, update: &plan.Update{Of: of}}
	for i := range of.Stored() {
		p.insert.Fields = append(p.insert.Fields, i)
		if !of.IsKey(i) {
			p.update.Fields = append(p.update.Fields, i)
		}
	}
	return p
}

// find gives a collection's place; a new one is noted.
func (p *places) find(ctx context.Context, c *schema.Collection) (place, error) {
	read := &plan.Read{From: p.of, Binds: []value.Type{p.of.Fields[0].Type}, Limit: plan.None, Offset: plan.None,
		Where: expr.TestOf(expr.Eq, field(p.of, 0), &expr.Node{Op: expr.Bind, Type: p.of.Fields[0].Type})}
	for i := range p.of.Stored() {
		read.Outputs = append(read.Outputs, plan.Output{Expr: field(p.of, i)})
	}
	ready, err := p.driver.Prepare(read)
	if err != nil {
		return place{}, err
	}
	var at place
	found := false
	err = p.driver.Read(ctx, ready, []value.Value{value.OfText(c.Name)}, func(row query.Row) (err error) {
		found = true
		at.rows, at.done = row.Value(2).Int(), row.Value(4).Bool()
		if at.sum, err = parseSum(row.Value(3).Raw()); err != nil {
			return err
		}
		at.key, err = parseKey(c, row.Value(1).Raw())
		return err
	})
	if err != nil || found {
		return at, err
	}
	err = p.driver.Transact(ctx, driver.Mode{Alone: true}, func(tx driver.Tx) error {
		_, err := tx.Insert(ctx, p.insert, append([]value.Value{value.OfText(c.Name)}, at.values()...))
		return err
	})
	return at, err
}

// note notes a place within a transaction.
func (p *places) note(ctx context.Context, tx driver.Tx, c *schema.Collection, at place) error {
	there, err := tx.Update(ctx, p.update, append(at.values(), value.OfText(c.Name)))
	if err == nil && !there {
		return fault.New(fault.Conflict, "somebody else removed the notes of this transfer from the target")
	}
	return err
}

// values are those of the fields of a place but its name.
func (at place) values() []value.Value {
	doc := []byte{'['}
	for i, v := range at.key {
		if i > 0 {
			doc = append(doc, ',')
		}
		doc = v.AppendJSON(doc)
	}
	return []value.Value{value.OfText(string(append(doc, ']'))), value.OfInt(at.rows), value.OfText(at.sum.String()), value.OfBool(at.done)}
}

// parseKey reads the key of a place.
func parseKey(c *schema.Collection, doc string) ([]value.Value, error) {
	var parts []json.RawMessage
	if err := json.Unmarshal([]byte(doc), &parts); err != nil {
		return nil, fault.Wrap(fault.Internal, err, "the place of %s cannot be read", c.Name)
	}
	var key []value.Value
	for i, part := range parts {
		v, err := value.ParseJSON(c.Fields[c.Key[i]].Type, part)
		if err != nil {
			return nil, err
		}
		key = append(key, v)
	}
	return key, nil
}

// field is the node of a collection's own field.
func field(c *schema.Collection, i int) *expr.Node {
	return expr.FieldOf(expr.Self, i, c.Fields[i].Name, c.Fields[i].Type)
}
