package soap

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"bedplate/fault"
	"bedplate/internal/api/apitest"
)

// TestBadMessages: what is no message of the WSDL's is a fault that says so, in little
// time and memory.
func TestBadMessages(t *testing.T) {
	t.Parallel()
	d := board(t, "mem")
	const ask = `<Get_users><key><id>1</id></key></Get_users>`
	good := enveloped(ask)
	bomb := `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">` +
		`<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>`
	for name, in := range map[string]struct{ message, code string }{
		"nothing":                     {"", "body"},
		"no XML":                      {"{}", "body"},
		"text alone":                  {"hello", "body"},
		"truncated in a tag":          {good[:len(good)-30], "body"},
		"truncated in text":           {good[:strings.Index(good, "1</id>")+1], "body"},
		"truncated in an attribute":   {good[:20], "body"},
		"tags that do not match":      {strings.Replace(good, "</key>", "</id>", 1), "body"},
		"no UTF-8":                    {strings.Replace(good, "1</id>", "\xff</id>", 1), "body"},
		"a character that XML lacks":  {strings.Replace(good, "1</id>", "&#1;</id>", 1), "body"},
		"another encoding":            {`<?xml version="1.0" encoding="ISO-8859-1"?>` + good, "body"},
		"a document type":             {`<!DOCTYPE x>` + good, "body"},
		"a billion laughs":            {bomb + strings.Replace(good, "1</id>", "&c;</id>", 1), "body"},
		"an external entity":          {`<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>` + strings.Replace(good, "1</id>", "&f;</id>", 1), "body"},
		"an entity of nobody's":       {strings.Replace(good, "1</id>", "&nbsp;</id>", 1), "body"},
		"a processing instruction":    {`<?php echo ?>` + good, "body"},
		"100,000 attributes":          {strings.Replace(good, "<key>", "<key"+attributes(100_000)+">", 1), "too_complex"},
		"100,000 elements":            {enveloped("<Get_users>" + strings.Repeat("<a/>", 100_000) + "</Get_users>"), "too_complex"},
		"nested too deep":             {enveloped(strings.Repeat("<a>", 5000)), "too_complex"},
		"too long":                    {good + strings.Repeat(" ", 1<<20), "too_large"},
		"no envelope":                 {`<Get_users xmlns="` + namespace + `"/>`, "body"},
		"an envelope of nobody's":     {strings.ReplaceAll(good, soap11.envelope, "urn:nobody"), "body"},
		"an envelope of SOAP 1.2":     {strings.ReplaceAll(good, soap11.envelope, soap12.envelope), "body"},
		"no Body":                     {`<e:Envelope xmlns:e="` + soap11.envelope + `"/>`, "body"},
		"an empty Body":               {enveloped(""), "body"},
		"two in a Body":               {enveloped(ask + ask), "body"},
		"two Bodies":                  {strings.Replace(good, "</e:Envelope>", "<e:Body/></e:Envelope>", 1), "body"},
		"something behind":            {good + "<a/>", "body"},
		"text behind":                 {good + "a", "body"},
		"text beside elements":        {strings.Replace(good, "<key>", "a<key>", 1), "body"},
		"elements in a value":         {strings.Replace(good, "1</id>", "<id>1</id></id>", 1), "body"},
		"an operation of nobody's":    {enveloped("<Drop_users/>"), "unknown_action"},
		"another namespace":           {strings.ReplaceAll(good, namespace, "urn:other"), "body"},
		"another namespace within":    {strings.Replace(good, "<key>", `<key xmlns="urn:other">`, 1), "body"},
		"no namespace":                {strings.Replace(good, "<id>", `<id xmlns="">`, 1), "body"},
		"a prefix of nothing":         {strings.Replace(strings.Replace(good, "<id>", "<p:id>", 1), "</id>", "</p:id>", 1), "body"},
		"an element twice":            {strings.Replace(good, "<id>", "<id>1</id><id>", 1), "body"},
		"an element of nobody's":      {enveloped("<List_users><where/></List_users>"), "body"},
		"no key":                      {enveloped("<Get_users/>"), "required"},
		"half a key":                  {enveloped("<Get_stock><key><shelf>1</shelf></key></Get_stock>"), "required"},
		"a key that is null":          {enveloped(`<Get_users><key><id xsi:nil="true"/></key></Get_users>`), "required"},
		"a null with a value":         {enveloped(`<Get_users><key><id xsi:nil="1">1</id></key></Get_users>`), "body"},
		"an empty key":                {enveloped(`<Get_users><key><id> </id></key></Get_users>`), "value"},
		"a key of another type":       {enveloped(`<Get_users><key><id>one</id></key></Get_users>`), "value"},
		"a limit below nothing":       {enveloped("<List_users><limit>-1</limit></List_users>"), "range"},
		"a filter that is none":       {enveloped("<List_users><filter>id ==</filter></List_users>"), "syntax"},
		"a filter with many terms":    {enveloped("<List_users><filter>id == 1" + strings.Repeat(" || id == 1", 150) + "</filter></List_users>"), "too_complex"},
		"an order by nothing":         {enveloped("<List_users><order/></List_users>"), "required"},
		"a cursor of nobody's":        {enveloped("<List_users><cursor>AAAA</cursor></List_users>"), "cursor"},
		"a field of nobody's":         {enveloped("<Create_users><values><nothing/></values></Create_users>"), "unknown_column"},
		"an internal field":           {enveloped("<Create_posts><values><hidden>a</hidden></values></Create_posts>"), "unknown_column"},
		"no record":                   {enveloped("<Create_users/>"), "required"},
		"bytes that are no number":    {enveloped("<Create_users><values><id>9223372036854775808</id></values></Create_users>"), "out_of_range"},
		"a field changed twice":       {enveloped("<Update_stock><key><code>a,b</code><shelf>1</shelf></key><changes><count>1</count></changes><clear>count</clear></Update_stock>"), "body"},
		"a batch in a batch":          {enveloped("<Batch><operation><Batch/></operation></Batch>"), "body"},
		"a batch of nothing":          {enveloped("<Batch><operation/></Batch>"), "body"},
		"a batch of too many":         {enveloped("<Batch>" + strings.Repeat("<operation>"+ask+"</operation>", 6) + "</Batch>"), "too_complex"},
		"a call in a batch":           {enveloped("<Batch><operation><Call_ping/></operation></Batch>"), "unsupported"},
		"an argument of nobody's":     {enveloped("<Call_add><a>1</a><c>2</c></Call_add>"), "body"},
		"an argument too few":         {enveloped("<Call_add/>"), "required"},
		"an action that is not ours":  {enveloped("<Call_unruled/>"), "denied"},
		"a header to be understood":   {headed(good, `<h:H xmlns:h="urn:h" e:mustUnderstand="1"/>`), "unsupported"},
		"a header, for the next":      {headed(good, `<h:H xmlns:h="urn:h" e:mustUnderstand="1" e:actor="http://schemas.xmlsoap.org/soap/actor/next"/>`), "unsupported"},
		"an internal collection":      {enveloped("<List_tokens/>"), "unknown_action"},
		"a change of a view":          {enveloped("<Delete_report><key><id>1</id></key></Delete_report>"), "unknown_action"},
		"a comment that does not end": {"<!--" + good, "body"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			res := d.send(in.message, "text/xml", "")
			if body := res.Body.String(); res.Code != http.StatusInternalServerError || codeOf(body) != in.code || !strings.Contains(body, "<faultcode>soap:") {
				t.Errorf("%d %s", res.Code, body)
			}
		})
	}
	for name, message := range map[string]string{
		"as it is":               good,
		"a byte order mark":      "\xef\xbb\xbf" + good,
		"a declaration":          `<?xml version="1.0" encoding="utf-8"?>` + "\n" + good,
		"comments":               "<!-- <!DOCTYPE x> -->" + strings.Replace(good, "<id>", "<!-- key --><id>", 1) + "<!-- end -->",
		"CDATA":                  strings.Replace(good, "1</id>", "<![CDATA[1]]></id>", 1),
		"a header":               headed(good, `<h:H xmlns:h="urn:h"/>`),
		"one to be ignored":      headed(good, `<h:H xmlns:h="urn:h" e:mustUnderstand="0"/>`),
		"one that is not for us": headed(good, `<h:H xmlns:h="urn:h" e:mustUnderstand="1" e:actor="urn:somebody"/>`),
		"a hole in WS-Security":  headed(good, `<s:Security xmlns:s="`+security+`" e:mustUnderstand="1"/>`),
	} {
		if res := d.send(message, "text/xml", ""); res.Code != http.StatusOK || !strings.Contains(res.Body.String(), "<name>ada</name>") {
			t.Errorf("%s: %d %s", name, res.Code, res.Body)
		}
	}
}

// attributes are so many of one element.
func attributes(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(" a" + strconv.Itoa(i) + `=""`)
	}
	return b.String()
}

func headed(message, header string) string {
	return strings.Replace(message, "<e:Body>", "<e:Header>"+header+"</e:Header><e:Body>", 1)
}

// TestRefusals: statuses and codes that the versions of SOAP have.
func TestRefusals(t *testing.T) {
	t.Parallel()
	d := board(t, "mem")
	get := enveloped("<Get_users><key><id>99</id></key></Get_users>")
	get12 := strings.ReplaceAll(get, soap11.envelope, soap12.envelope)
	for name, c := range map[string]struct {
		method, path, media, message string
		status                       int
		has                          string
	}{
		"1.1":                 {"POST", Prefix, "text/xml", get, 500, "<faultcode>soap:Client</faultcode>"},
		"1.2":                 {"POST", Prefix, "application/soap+xml", get12, 400, "<soap:Value>soap:Sender</soap:Value>"},
		"1.2 must understand": {"POST", Prefix, "application/soap+xml", headed(get12, `<h:H xmlns:h="urn:h" e:mustUnderstand="true"/>`), 500, "soap:MustUnderstand"},
		"1.2 which header":    {"POST", Prefix, "application/soap+xml", headed(get12, `<h:H xmlns:h="urn:h" e:mustUnderstand="true"/>`), 500, `<soap:Header><soap:NotUnderstood qname="h:H" xmlns:h="urn:h"/></soap:Header>`},
		"1.2 for the last":    {"POST", Prefix, "application/soap+xml", headed(get12, `<h:H xmlns:h="urn:h" e:mustUnderstand="true" e:role="`+soap12.envelope+`/role/ultimateReceiver"/>`), 500, "soap:MustUnderstand"},
		"1.2 for nobody":      {"POST", Prefix, "application/soap+xml", headed(get12, `<h:H xmlns:h="urn:h" e:mustUnderstand="true" e:role="`+soap12.envelope+`/role/none"/>`), 400, "<code>not_found</code>"},
		"another version":     {"POST", Prefix, "application/soap+xml", get, 500, "soap:VersionMismatch"},
		"which versions":      {"POST", Prefix, "application/soap+xml", get, 500, `<soap:Upgrade><soap:SupportedEnvelope qname="e:Envelope" xmlns:e="` + soap12.envelope},
		"no media":            {"POST", Prefix, "", get, 500, "<code>body</code>"},
		"a form":              {"POST", Prefix, "text/plain", get, 500, "<code>body</code>"},
		"another charset":     {"POST", Prefix, "text/xml; charset=utf-16", get, 500, "<code>body</code>"},
		"no WSDL":             {"GET", Prefix, "", "", 405, "<code>method</code>"},
		"another method":      {"PUT", Prefix, "text/xml", get, 405, "<code>method</code>"},
		"another address":     {"POST", Prefix + "/users", "text/xml", get, 404, "<code>path</code>"},
	} {
		r := httptest.NewRequest(c.method, c.path, strings.NewReader(c.message))
		if c.media != "" {
			r.Header.Set("Content-Type", c.media)
		}
		if res := apitest.Serve(d.soap, r, ""); res.Code != c.status || !strings.Contains(res.Body.String(), c.has) {
			t.Errorf("%s: %d %s", name, res.Code, res.Body)
		}
	}
	door := d.soap.(*Door)
	w := httptest.NewRecorder()
	door.Refuse(w, httptest.NewRequest("POST", Prefix, nil), fault.New(fault.TokenExpired, "it is past its time"))
	if w.Code != 500 || codeOf(w.Body.String()) != "token_expired" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	for media, want := range map[string]string{"text/xml": "<faultcode>soap:Server</faultcode>", "application/soap+xml": "<soap:Value>soap:Receiver</soap:Value>"} {
		r := httptest.NewRequest("POST", Prefix, nil)
		r.Header.Set("Content-Type", media)
		w := httptest.NewRecorder()
		door.Refuse(w, r, fault.New(fault.Unavailable, "the server is busy"))
		if w.Code != 500 || codeOf(w.Body.String()) != "unavailable" || !strings.Contains(w.Body.String(), want) || w.Header().Get("Retry-After") == "" {
			t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
		}
	}
}
