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

// security is the namespace of WS-Security's headers.
const security = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"

// misunderstood is a fault that the versions of SOAP have a name for.
type misunderstood struct {
	fault *fault.Error
	name  string // MustUnderstand or VersionMismatch
}

// Error gives the fault's text.
func (m misunderstood) Error() string { return m.fault.Error() }

// Unwrap gives the fault (errors.As).
func (m misunderstood) Unwrap() error { return m.fault }

// content checks an envelope and gives the element that asks.
func content(root *element, v *version) (*element, error) {
	if root.name != "Envelope" || root.space != v.envelope {
		if root.name == "Envelope" && (root.space == soap11.envelope || root.space == soap12.envelope) {
			return nil, misunderstood{fault.New(fault.Body, "the envelope is of another version of SOAP than the Content-Type"), "VersionMismatch"}
		}
		if root.name == "Envelope" {
			return nil, misunderstood{fault.New(fault.Body, "the envelope is of the namespace %q, which no version of SOAP has", excerpt(root.space)), "VersionMismatch"}
		}
		return nil, fault.New(fault.Body, "the body is no envelope of SOAP, but %s", excerpt(root.name))
	}
	var body *element
	for i, part := range root.inner {
		switch {
		case part.space == v.envelope && part.name == "Header" && i == 0:
			if err := understood(part); err != nil {
				return nil, err
			}
		case part.space == v.envelope && part.name == "Body" && body == nil:
			body = part
		default:
			return nil, at(part, fault.New(fault.Body, "an envelope holds a Header and a Body, not %s there", excerpt(part.name)))
		}
	}
	if body == nil || len(body.inner) != 1 {
		return nil, fault.New(fault.Body, "the Body of an envelope must hold one element, which names the operation")
	}
	asked := body.inner[0]
	if asked.space != namespace {
		return nil, at(asked, fault.New(fault.Body, "the element %s is of the namespace %q, not %q", excerpt(asked.name), excerpt(asked.space), namespace))
	}
	return asked, nil
}

// understood refuses headers that must be understood, and credentials that would seem
// to be taken otherwise.
func understood(header *element) error {
	for _, h := range header.inner {
		if h.space == security {
			f := fault.New(fault.Token, "WS-Security is not taken").
				WithHint("send a bearer token in the HTTP header Authorization")
			if h.must {
				return misunderstood{f, "MustUnderstand"}
			}
			return at(h, f)
		}
		if h.must {
			return misunderstood{fault.New(fault.Unsupported, "the header %s of %q is not understood", excerpt(h.name), excerpt(h.space)), "MustUnderstand"}
		}
	}
	return nil
}
