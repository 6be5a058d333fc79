package soap

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"bedplate/query"
)

// description is a WSDL but for the server's address, which stands between its parts.
type description []string

// asksForDescription tells a request for the WSDL, whatever case its query is in.
func asksForDescription(r *http.Request) bool {
	for name := range r.URL.Query() {
		if strings.EqualFold(name, "wsdl") {
			return true
		}
	}
	return false
}

// describe answers with the WSDL for who asks.
func (d *Door) describe(w http.ResponseWriter, r *http.Request, doer query.Doer) error {
	c := d.catalogOf(doer.Schema())
	sight := sightOf(c, doer.Rights(query.PrincipalFrom(r.Context()), source(r)))
	text, ok := c.descriptions.Get(sight.fingerprint())
	if !ok {
		text = strings.Split(sight.wsdl(d.options.Name), addressMark)
		c.descriptions.Add(sight.fingerprint(), text)
	}
	body := strings.Join(text, shown(d.address(r)))
	h := w.Header()
	h.Set("Content-Type", "text/xml; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Set("Cache-Control", "private, no-cache")
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = w.Write([]byte(body)) // who reads no further is gone
	}
	return nil
}

// addressMark stands for the address; no text that is shown can hold it.
const addressMark = "\x00"

// address is where messages are sent to.
func (d *Door) address(r *http.Request) string {
	if d.options.PublicURL != "" {
		return d.options.PublicURL + Prefix
	}
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	return scheme + "://" + r.Host + Prefix
}

// wsdl writes a WSDL.
func (s *sight) wsdl(name string) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>
<wsdl:definitions name="Bedplate" targetNamespace="` + namespace + `" xmlns:tns="` + namespace + `"` +
		` xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"` +
		` xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
<wsdl:documentation>` + shown(name) + `</wsdl:documentation>
<wsdl:types>
`)
	s.xsd(&b)
	b.WriteString("</wsdl:types>\n")
	messages := []string{"Fault"}
	for _, o := range s.operations {
		messages = append(messages, o.name, o.name+response)
	}
	for _, m := range messages {
		part := "parameters"
		if m == "Fault" {
			part = "fault"
		}
		b.WriteString(`<wsdl:message name="` + m + `"><wsdl:part name="` + part + `" element="tns:` + m + `"/></wsdl:message>` + "\n")
	}
	b.WriteString(`<wsdl:portType name="Bedplate">` + "\n")
	for _, o := range s.operations {
		b.WriteString(`<wsdl:operation name="` + o.name + `">` + s.documentation("wsdl", o.comment()) +
			`<wsdl:input message="tns:` + o.name + `"/><wsdl:output message="tns:` + o.name + response +
			`"/><wsdl:fault name="Fault" message="tns:Fault"/></wsdl:operation>` + "\n")
	}
	b.WriteString("</wsdl:portType>\n")
	for _, prefix := range [...]string{"soap", "soap12"} {
		s.binding(&b, prefix)
	}
	b.WriteString(`<wsdl:service name="BedplateService">
<wsdl:port name="Bedplate" binding="tns:Bedplate_soap"><soap:address location="` + addressMark + `"/></wsdl:port>
<wsdl:port name="Bedplate12" binding="tns:Bedplate_soap12"><soap12:address location="` + addressMark + `"/></wsdl:port>
</wsdl:service>
</wsdl:definitions>
`)
	return b.String()
}

// binding writes how the operations are sent in one version of SOAP.
func (s *sight) binding(b *strings.Builder, prefix string) {
	b.WriteString(`<wsdl:binding name="Bedplate_` + prefix + `" type="tns:Bedplate"><` + prefix +
		`:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>` + "\n")
	body := `<` + prefix + `:body use="literal"/>`
	for _, o := range s.operations {
		b.WriteString(`<wsdl:operation name="` + o.name + `"><` + prefix + `:operation soapAction="` + namespace + ":" + o.name +
			`" style="document"/><wsdl:input>` + body + `</wsdl:input><wsdl:output>` + body + `</wsdl:output><wsdl:fault name="Fault"><` +
			prefix + `:fault name="Fault" use="literal"/></wsdl:fault></wsdl:operation>` + "\n")
	}
	b.WriteString("</wsdl:binding>\n")
}

// documentation is a comment of the schema's.
func (s *sight) documentation(prefix, comment string) string {
	if comment == "" {
		return ""
	}
	text := "<" + prefix + ":documentation>" + shown(comment) + "</" + prefix + ":documentation>"
	if prefix == "xsd" {
		return "<xsd:annotation>" + text + "</xsd:annotation>"
	}
	return text
}

// comment is what the schema says of what an operation is about.
func (o operation) comment() string {
	switch {
	case o.collection != nil:
		return o.collection.Comment
	case o.action != nil:
		return o.action.Comment
	}
	return ""
}

// sorted puts operations in the order of their names.
func sorted(operations []operation) []operation {
	slices.SortFunc(operations, func(a, b operation) int { return strings.Compare(a.name, b.name) })
	return operations
}
