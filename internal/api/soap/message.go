package soap

import (
	"net/http"

	"bedplate/fault"
)

// version is one of SOAP's two.
type version struct {
	envelope, media string
	// What the faults of senders and of the server are called, and their statuses. Of
	// 1.1 all are 500; clients read faults with no others.
	sender, receiver             string
	senderStatus, receiverStatus int
}

var (
	soap11 = &version{"http://schemas.xmlsoap.org/soap/envelope/", "text/xml",
		"Client", "Server", http.StatusInternalServerError, http.StatusInternalServerError}
	soap12 = &version{"http://www.w3.org/2003/05/soap-envelope", "application/soap+xml",
		"Sender", "Receiver", http.StatusBadRequest, http.StatusInternalServerError}
)

// misunderstood is a fault that the versions of SOAP, or WS-Security, have a name for.
type misunderstood struct {
	fault   *fault.Error
	name    string
	secext  bool       // it is one of WS-Security's
	headers []*element // that are not understood
}

// Error gives the fault's text.
func (m misunderstood) Error() string { return m.fault.Error() }

// Unwrap gives the fault (errors.As).
func (m misunderstood) Unwrap() error { return m.fault }

// The faults of SOAP that are about more than what was asked.
const (
	mustUnderstand  = "MustUnderstand"
	versionMismatch = "VersionMismatch"
)

// message is what stands in an envelope.
type message struct {
	asks     *element // the operation
	security *element // the header of WS-Security; nil is none
}

// content checks an envelope and gives what stands in it.
func content(root *element, v *version) (message, error) {
	var m message
	if root.name != "Envelope" || root.space != v.envelope {
		return m, mismatched(root)
	}
	var body *element
	for i, part := range root.inner {
		switch {
		case part.space == v.envelope && part.name == "Header" && i == 0:
			var err error
			if m.security, err = understood(part, v); err != nil {
				return m, err
			}
		case part.space == v.envelope && part.name == "Body" && body == nil:
			body = part
		default:
			return m, at(part, fault.New(fault.Body, "an envelope holds a Header and a Body, not %s there", excerpt(part.name)))
		}
	}
	if body == nil || len(body.inner) != 1 {
		return m, fault.New(fault.Body, "the Body of an envelope must hold one element, which names the operation")
	}
	m.asks = body.inner[0]
	if m.asks.space != namespace {
		return m, at(m.asks, fault.New(fault.Body, "the element %s is of the namespace %q, not %q", excerpt(m.asks.name), excerpt(m.asks.space), namespace))
	}
	return m, nil
}

// mismatched says why an element is no envelope of the version.
func mismatched(root *element) error {
	switch {
	case root.name != "Envelope":
		return fault.New(fault.Body, "the body is no envelope of SOAP, but %s", excerpt(root.name))
	case root.space == soap11.envelope || root.space == soap12.envelope:
		return misunderstood{name: versionMismatch, fault: fault.New(fault.Body, "the envelope is of another version of SOAP than the Content-Type")}
	}
	return misunderstood{name: versionMismatch,
		fault: fault.New(fault.Body, "the envelope is of the namespace %q, which no version of SOAP has", excerpt(root.space))}
}

// understood gives the header of WS-Security, and refuses others that must be
// understood. Those that are for somebody else on the way are none of ours.
func understood(header *element, v *version) (*element, error) {
	var found *element
	var strange []*element
	for _, h := range header.inner {
		switch {
		case !v.forUs(h.actor):
		case h.space == security && h.name == "Security":
			if found != nil {
				return nil, insecure(invalidSecurity, fault.New(fault.Token, "there are two headers of WS-Security"))
			}
			found = h
		case h.must:
			strange = append(strange, h)
		}
	}
	if len(strange) == 0 {
		return found, nil
	}
	h := strange[0]
	return nil, misunderstood{name: mustUnderstand, headers: strange,
		fault: fault.New(fault.Unsupported, "the header %s of %q is not understood", excerpt(h.name), excerpt(h.space))}
}

// forUs tells whether a header with that actor or role is for who answers.
func (v *version) forUs(actor string) bool {
	switch actor {
	case "", "http://schemas.xmlsoap.org/soap/actor/next":
		return true
	case soap12.envelope + "/role/next", soap12.envelope + "/role/ultimateReceiver":
		return v == soap12
	}
	return false
}

// appendHeader appends what an answer says of headers and versions that were not
// understood, as SOAP 1.2 has it.
func (v *version) appendHeader(dst []byte, m misunderstood) []byte {
	if v != soap12 || m.name != mustUnderstand && m.name != versionMismatch {
		return dst
	}
	dst = append(dst, "<soap:Header>"...)
	if m.name == versionMismatch {
		dst = append(dst, "<soap:Upgrade>"...)
		for _, one := range [...]*version{soap12, soap11} {
			dst = append(dst, `<soap:SupportedEnvelope qname="e:Envelope" xmlns:e="`+one.envelope+`"/>`...)
		}
		dst = append(dst, "</soap:Upgrade>"...)
	}
	for _, h := range m.headers {
		dst = append(dst, `<soap:NotUnderstood qname="h:`+shown(excerpt(h.name))+`" xmlns:h="`+shown(excerpt(h.space))+`"/>`...)
	}
	return append(dst, "</soap:Header>"...)
}
