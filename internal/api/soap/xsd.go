package soap

import (
	"strconv"
	"strings"

	"bedplate/schema"
	"bedplate/value"
)

// xsd writes the schema of all messages.
func (s *sight) xsd(b *strings.Builder) {
	b.WriteString(`<xsd:schema targetNamespace="` + namespace + `" elementFormDefault="qualified">` + "\n")
	for _, v := range s.collections {
		v.types(b, s)
	}
	b.WriteString(`<xsd:complexType name="Order"><xsd:sequence><xsd:element name="field" type="xsd:string"/>` +
		`<xsd:element name="descending" type="xsd:boolean" minOccurs="0"/>` +
		`<xsd:element name="nulls" minOccurs="0"><xsd:simpleType><xsd:restriction base="xsd:string">` +
		`<xsd:enumeration value="first"/><xsd:enumeration value="last"/></xsd:restriction></xsd:simpleType></xsd:element>` +
		"</xsd:sequence></xsd:complexType>\n")
	for _, o := range s.operations {
		if o.verb != batch {
			b.WriteString(`<xsd:element name="` + o.name + `"><xsd:complexType><xsd:sequence>` + s.request(o) + "</xsd:sequence></xsd:complexType></xsd:element>\n")
			b.WriteString(`<xsd:element name="` + o.name + response + `"><xsd:complexType><xsd:sequence>` + s.answer(o) + "</xsd:sequence></xsd:complexType></xsd:element>\n")
		}
	}
	s.batch(b)
	var members strings.Builder
	for _, m := range faultMembers {
		least := ` minOccurs="0"`
		if m.name == "code" || m.name == "message" {
			least = ""
		}
		members.WriteString(`<xsd:element name="` + m.name + `" type="xsd:` + m.xsd + `"` + least + `/>`)
	}
	b.WriteString(`<xsd:complexType name="Mistake"><xsd:sequence>` + members.String() + "</xsd:sequence></xsd:complexType>\n")
	b.WriteString(`<xsd:element name="Fault"><xsd:complexType><xsd:sequence>` + members.String() +
		`<xsd:element name="other" type="tns:Mistake" minOccurs="0" maxOccurs="unbounded"/></xsd:sequence></xsd:complexType></xsd:element>` + "\n")
	b.WriteString("</xsd:schema>\n")
}

// types writes the types of a collection.
func (v *visible) types(b *strings.Builder, s *sight) {
	begin := func(name string) {
		b.WriteString(`<xsd:complexType name="` + name + "_" + v.Name + `">`)
	}
	end := "</xsd:sequence></xsd:complexType>\n"
	begin("Record")
	b.WriteString(s.documentation("xsd", v.Comment) + "<xsd:sequence>")
	for _, f := range v.rows {
		b.WriteString(s.element(f, f.Name, least(!v.nullable(f) && f.Read == nil)))
	}
	if len(v.references) > 0 {
		b.WriteString(`<xsd:element name="` + references + `" type="tns:References_` + v.Name + `" minOccurs="0"/>`)
	}
	b.WriteString(end)
	if len(v.references) > 0 {
		begin("References")
		b.WriteString("<xsd:sequence>")
		for _, rel := range v.references {
			b.WriteString(`<xsd:element name="` + rel.Name + `" type="tns:Record_` + schema.Of(rel).Name + `" minOccurs="0"/>`)
		}
		b.WriteString(end)
	}
	if len(v.keys) > 0 {
		begin("Key")
		b.WriteString("<xsd:sequence>")
		for _, f := range v.keys {
			b.WriteString(s.element(f, f.Name, ""))
		}
		b.WriteString(end)
	}
	if v.takes[create] || v.takes[upsert] {
		begin("New")
		b.WriteString("<xsd:sequence>")
		for _, f := range v.inputs {
			occurs := least(v.needed(f))
			if v.nullable(f) && (f.Default != nil || f.Set != schema.SetNever) {
				occurs += ` nillable="true"`
			}
			b.WriteString(s.element(f, f.Name, occurs))
		}
		b.WriteString(end)
	}
	if v.takes[update] || v.takes[updateMany] {
		begin("Changes")
		b.WriteString("<xsd:sequence>")
		for _, f := range v.inputs {
			b.WriteString(s.element(f, f.Name, least(false)))
		}
		b.WriteString(end)
	}
}

func least(needed bool) string {
	if needed {
		return ""
	}
	return ` minOccurs="0"`
}

// element writes the element of a field.
func (s *sight) element(f *schema.Field, name, occurs string) string {
	comment := s.documentation("xsd", f.Comment)
	begin := `<xsd:element name="` + name + `"`
	if f.Type.Kind == value.List {
		return begin + occurs + ">" + comment + `<xsd:complexType><xsd:sequence><xsd:element name="item" type="` + xsdTypes[f.Type.Elem] +
			`" minOccurs="0" maxOccurs="unbounded"/></xsd:sequence></xsd:complexType></xsd:element>`
	}
	facets := facetsOf(f)
	if facets == "" {
		begin += ` type="` + xsdTypes[f.Type.Kind] + `"` + occurs
		if comment == "" {
			return begin + "/>"
		}
		return begin + ">" + comment + "</xsd:element>"
	}
	return begin + occurs + ">" + comment + `<xsd:simpleType><xsd:restriction base="` + xsdTypes[f.Type.Kind] + `">` +
		facets + "</xsd:restriction></xsd:simpleType></xsd:element>"
}

// xsdTypes are the types of XML Schema 1.0 that values are written as.
var xsdTypes = map[value.Kind]string{
	value.Bool: "xsd:boolean", value.Int: "xsd:long", value.Float: "xsd:double", value.Decimal: "xsd:decimal",
	value.Text: "xsd:string", value.Time: "xsd:dateTime", value.Date: "xsd:date", value.UUID: "xsd:string",
	value.Bytes: "xsd:base64Binary", value.JSON: "xsd:string",
}

// facetsOf are what bounds a field's values. Patterns are not among them: XML Schema's
// expressions are others than the schema's.
func facetsOf(f *schema.Field) string {
	var b strings.Builder
	facet := func(name, val string) { b.WriteString("<xsd:" + name + ` value="` + shown(val) + `"/>`) }
	switch f.Type.Kind {
	case value.Text:
		for _, one := range f.Values {
			facet("enumeration", one)
		}
		if f.Values == nil && f.Max > 0 {
			facet("maxLength", strconv.Itoa(f.Max))
		}
	case value.Bytes:
		if f.Max > 0 {
			facet("maxLength", strconv.Itoa(f.Max))
		}
	case value.Decimal:
		if f.Type.Precision > 0 {
			facet("totalDigits", strconv.Itoa(int(f.Type.Precision)))
			facet("fractionDigits", strconv.Itoa(int(f.Type.Scale)))
		}
	case value.UUID:
		facet("pattern", "[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
	}
	return b.String()
}

// request writes what an operation's element holds.
func (s *sight) request(o operation) string {
	typed := func(name, kind, occurs string) string {
		return `<xsd:element name="` + name + `" type="` + kind + `"` + occurs + `/>`
	}
	const optional, many = ` minOccurs="0"`, ` minOccurs="0" maxOccurs="unbounded"`
	returning := typed("returning", "xsd:boolean", optional)
	with := ""
	if o.collection != nil && len(s.of(o.collection.Collection).references) > 0 {
		with = typed("with", "xsd:string", many)
	}
	changes := func() string {
		return typed("changes", "tns:Changes_"+o.collection.Name, optional) + typed("clear", "xsd:string", many)
	}
	filtered := typed("filter", "xsd:string", "") + typed("most", "xsd:int", optional)
	switch o.verb {
	case get:
		return typed("key", "tns:Key_"+o.collection.Name, "") + with
	case list:
		return typed("filter", "xsd:string", optional) + typed("order", "tns:Order", many) + typed("limit", "xsd:int", optional) +
			typed("cursor", "xsd:string", optional) + typed("count", "xsd:boolean", optional) + with
	case create:
		return typed("values", "tns:New_"+o.collection.Name, "") + returning
	case createMany:
		return typed("values", "tns:New_"+o.collection.Name, many) + returning
	case upsert:
		return typed("values", "tns:New_"+o.collection.Name, "") + typed("match", "xsd:string", many) + returning
	case update:
		return typed("key", "tns:Key_"+o.collection.Name, "") + changes() + returning
	case updateMany:
		return filtered + changes() + returning
	case remove:
		return typed("key", "tns:Key_"+o.collection.Name, "") + returning
	case removeMany:
		return filtered + returning
	}
	var b strings.Builder
	for _, f := range o.action.Params {
		occurs := least(f.Needed())
		if f.Default != nil && !f.Required {
			occurs += ` nillable="true"`
		}
		b.WriteString(s.element(f, f.Name, occurs))
	}
	return b.String()
}

// answer writes what the element of an operation's answer holds.
func (s *sight) answer(o operation) string {
	const optional, many = ` minOccurs="0"`, ` minOccurs="0" maxOccurs="unbounded"`
	named := func(name string, c *collection, occurs string) string {
		return `<xsd:element name="` + name + `" type="tns:Record_` + c.Name + `"` + occurs + `/>`
	}
	records := func(c *collection, occurs string) string { return named("record", c, occurs) }
	switch o.verb {
	case get:
		return records(o.collection, "")
	case list:
		return records(o.collection, many) + `<xsd:element name="next" type="xsd:string" minOccurs="0"/>` +
			`<xsd:element name="previous" type="xsd:string" minOccurs="0"/><xsd:element name="total" type="xsd:long" minOccurs="0"/>`
	case create, upsert:
		text := ""
		if len(s.of(o.collection.Collection).keys) > 0 {
			text = `<xsd:element name="key" type="tns:Key_` + o.collection.Name + `"` + optional + `/>`
		}
		if o.verb == upsert {
			text += `<xsd:element name="created" type="xsd:boolean"/>`
		}
		return text + records(o.collection, optional)
	case createMany, updateMany, removeMany:
		return `<xsd:element name="` + counted[o.verb] + `" type="xsd:long"/>` + records(o.collection, many)
	case update, remove:
		return records(o.collection, optional)
	}
	switch a := o.action; a.Result.Kind {
	case schema.ValueResult:
		return s.element(a.Result.Value, a.result, optional)
	case schema.ObjectResult:
		var b strings.Builder
		b.WriteString(`<xsd:element name="` + a.result + `" minOccurs="0"><xsd:complexType><xsd:sequence>`)
		for _, f := range a.Result.Members {
			b.WriteString(s.element(f, f.Name, optional))
		}
		return b.String() + "</xsd:sequence></xsd:complexType></xsd:element>"
	case schema.RecordResult:
		return named(a.record, a.records, optional)
	case schema.RecordsResult:
		return named(a.record, a.records, many)
	}
	return ""
}

// batch writes the elements of a batch: each of its operations is one of those that a
// transaction can hold.
func (s *sight) batch(b *strings.Builder) {
	one := func(element, suffix string) {
		b.WriteString(`<xsd:complexType name="` + element + `"><xsd:choice>`)
		for _, o := range s.operations {
			if o.verb != batch && (o.verb != call || o.action.Atomic && !o.action.Reads) {
				b.WriteString(`<xsd:element ref="tns:` + o.name + suffix + `"/>`)
			}
		}
		b.WriteString("</xsd:choice></xsd:complexType>\n")
	}
	one("BatchOperation", "")
	one("BatchResult", response)
	b.WriteString(`<xsd:element name="Batch"><xsd:complexType><xsd:sequence><xsd:element name="operation" type="tns:BatchOperation" minOccurs="0" maxOccurs="unbounded"/></xsd:sequence></xsd:complexType></xsd:element>` + "\n" +
		`<xsd:element name="BatchResponse"><xsd:complexType><xsd:sequence><xsd:element name="result" type="tns:BatchResult" minOccurs="0" maxOccurs="unbounded"/></xsd:sequence></xsd:complexType></xsd:element>` + "\n")
}
