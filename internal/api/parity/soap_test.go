package parity

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"bedplate/internal/api/apitest"
	"bedplate/internal/api/soap"
	"bedplate/query"
	"bedplate/value"
)

const namespace = "urn:bedplate:soap:v1"

// node is an element of an answer.
type node struct {
	XMLName xml.Name
	Text    string `xml:",chardata"`
	Inner   []node `xml:",any"`
}

// child gives an element's own, by its name; nil where there is none.
func (n *node) child(name string) *node {
	for i := range n.Inner {
		if n.Inner[i].XMLName.Local == name {
			return &n.Inner[i]
		}
	}
	return nil
}

// enveloped is a message around an operation.
func enveloped(operation string) string {
	return `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="` +
		namespace + `"><e:Body>` + operation + `</e:Body></e:Envelope>`
}

// message sends an operation, and gives the element that answers it; nil is a fault.
func (d *doors) message(t *testing.T, operation, as string) *node {
	t.Helper()
	r := httptest.NewRequest("POST", soap.Prefix, strings.NewReader(enveloped(operation)))
	r.Header.Set("Content-Type", "text/xml; charset=utf-8")
	d.last = apitest.Serve(d.soap, r, as)
	if d.last.Code != http.StatusOK {
		return nil
	}
	var envelope node
	if err := xml.Unmarshal(d.last.Body.Bytes(), &envelope); err != nil {
		t.Fatalf("%v: %s", err, d.last.Body)
	}
	return &envelope.child("Body").Inner[0]
}

func askSOAP(t *testing.T, d *doors, text, as string) []part {
	t.Helper()
	answer := d.message(t, text, as)
	if answer == nil {
		return nil
	}
	if answer.XMLName.Local != "BatchResponse" {
		return []part{d.soapPart(t, answer, 0)}
	}
	parts := []part{}
	for i := range answer.Inner {
		parts = append(parts, d.soapPart(t, &answer.Inner[i].Inner[0], i))
	}
	return parts
}

// askSOAPBatch sends the same as the one operation of a batch, where it is no batch and
// no action.
func askSOAPBatch(t *testing.T, d *doors, text, as string) []part {
	t.Helper()
	if strings.HasPrefix(text, "<Batch") || strings.HasPrefix(text, "<Call_") {
		return askSOAP(t, d, text, as)
	}
	return askSOAP(t, d, "<Batch><operation>"+text+"</operation></Batch>", as)
}

// soapPart reads what one operation gave, by what the request asked of its records.
func (d *doors) soapPart(t *testing.T, answer *node, op int) part {
	t.Helper()
	var p part
	for i := range answer.Inner {
		in := &answer.Inner[i]
		switch in.XMLName.Local {
		case "record":
			p.rows = append(p.rows, record(t, in, d.heard.req.Ops[op].Select))
		case "total":
			p.total = in.Text
		case "next":
			p.next = in.Text
		case "result":
			p.rows = append(p.rows, d.result(t, in))
		}
	}
	return p
}

// record reads a record: what has no element is null. One that a reference leads to is
// called as no field is.
func record(t *testing.T, n *node, sel *query.Select) any {
	t.Helper()
	row, nested := map[string]any{}, n.child("references")
	for _, o := range sel.Outputs {
		if o.Embed == nil {
			row[o.Name] = scalar(t, n.child(o.Name), o.Expr.Type)
			continue
		}
		row[o.Name+"_record"] = nil
		if nested != nil && nested.child(o.Name) != nil {
			row[o.Name+"_record"] = record(t, nested.child(o.Name), &o.Embed.Select)
		}
	}
	for i := range n.Inner {
		if _, ok := row[n.Inner[i].XMLName.Local]; !ok && &n.Inner[i] != nested {
			t.Errorf("nobody asked for %s", n.Inner[i].XMLName.Local)
		}
	}
	return row
}

// result reads what an action gave.
func (d *doors) result(t *testing.T, n *node) any {
	t.Helper()
	of := d.heard.inv.Action.Result
	if len(of.Members) == 0 {
		return scalar(t, n, of.Value.Type)
	}
	obj := map[string]any{}
	for _, f := range of.Members {
		obj[f.Name] = scalar(t, n.child(f.Name), f.Type)
	}
	return obj
}

// scalar reads a value as JSON has it.
func scalar(t *testing.T, n *node, of value.Type) any {
	t.Helper()
	if n == nil {
		return nil
	}
	switch of.Kind {
	case value.List:
		items := []any{}
		for i := range n.Inner {
			items = append(items, scalar(t, &n.Inner[i], value.Type{Kind: of.Elem}))
		}
		return items
	case value.JSON:
		return decoded(t, []byte(n.Text))
	case value.Int, value.Float, value.Decimal:
		return json.Number(n.Text)
	case value.Bool:
		return n.Text == "true"
	case value.Bytes:
		raw, err := base64.StdEncoding.DecodeString(n.Text)
		if err != nil {
			t.Error(err)
		}
		return `\x` + hex.EncodeToString(raw)
	}
	return n.Text
}
