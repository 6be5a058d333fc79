package soap

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"

	"bedplate/fault"
)

// element is an element of a message.
type element struct {
	space, name string
	text        string // of one without elements in it
	null        bool   // xsi:nil
	must        bool   // mustUnderstand, of a header
	actor       string // whom it is for, of a header; "" is who answers
	kind        string // Type, of a password
	line        int
	inner       []*element
}

const instance = "http://www.w3.org/2001/XMLSchema-instance"

// parse reads a message within its bounds.
func parse(raw []byte) (*element, error) {
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	if err := bounded(raw); err != nil {
		return nil, err
	}
	p := &parser{decoder: xml.NewDecoder(bytes.NewReader(raw))}
	for {
		token, err := p.decoder.Token()
		if errors.Is(err, io.EOF) {
			if p.root == nil {
				return nil, fault.New(fault.Body, "the body is no XML: there is no element in it")
			}
			return p.root, nil
		}
		if err == nil {
			err = p.take(token)
		}
		if err != nil {
			return nil, p.located(err)
		}
	}
}

// parser puts a message together.
type parser struct {
	decoder *xml.Decoder
	root    *element
	open    []*element
	text    []byte // of the innermost one
}

// located says where a message is broken.
func (p *parser) located(err error) error {
	var f *fault.Error
	if errors.As(err, &f) {
		if f.Line == 0 {
			f.Line, _ = p.decoder.InputPos()
		}
		return f
	}
	what, line := "it cannot be read", 0
	var broken *xml.SyntaxError
	if errors.As(err, &broken) {
		what, line = broken.Msg, broken.Line
	}
	f = fault.New(fault.Body, "the body is no XML: %s", strings.ToValidUTF8(what, "?"))
	f.Line = line
	return f
}

func (p *parser) take(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		return p.start(t)
	case xml.EndElement:
		last := p.open[len(p.open)-1]
		if len(last.inner) == 0 {
			last.text = string(p.text)
		} else if len(bytes.TrimSpace(p.text)) > 0 {
			return mixed(last.name)
		}
		p.text = p.text[:0]
		p.open = p.open[:len(p.open)-1]
	case xml.CharData:
		if len(p.open) > 0 {
			p.text = append(p.text, t...)
		} else if len(bytes.TrimSpace(t)) > 0 {
			return fault.New(fault.Body, "there is text outside of the envelope")
		}
	case xml.ProcInst:
		if t.Target != "xml" {
			return fault.New(fault.Body, "a message has no processing instructions")
		}
	case xml.Directive:
		return fault.New(fault.Body, "a message has no document type and no declarations of entities")
	}
	return nil
}

func (p *parser) start(t xml.StartElement) error {
	if len(p.open) == 0 && p.root != nil {
		return fault.New(fault.Body, "there is an element behind the envelope")
	}
	if len(p.open) == maxDepth {
		return fault.New(fault.TooComplex, "the elements are nested more than %d deep", maxDepth)
	}
	e := &element{space: t.Name.Space, name: t.Name.Local}
	e.line, _ = p.decoder.InputPos()
	for _, a := range t.Attr {
		yes := strings.TrimSpace(a.Value) == "1" || strings.TrimSpace(a.Value) == "true"
		switch {
		case a.Name.Space == instance && a.Name.Local == "nil":
			e.null = yes
		case a.Name.Local == "mustUnderstand" && (a.Name.Space == soap11.envelope || a.Name.Space == soap12.envelope):
			e.must = yes
		case a.Name.Space == soap11.envelope && a.Name.Local == "actor" || a.Name.Space == soap12.envelope && a.Name.Local == "role":
			e.actor = strings.TrimSpace(a.Value)
		case a.Name.Space == "" && a.Name.Local == "Type":
			e.kind = strings.TrimSpace(a.Value)
		}
	}
	if len(p.open) == 0 {
		p.root = e
	} else {
		outer := p.open[len(p.open)-1]
		if len(bytes.TrimSpace(p.text)) > 0 {
			return mixed(outer.name)
		}
		outer.inner = append(outer.inner, e)
	}
	p.text = p.text[:0]
	p.open = append(p.open, e)
	return nil
}

func mixed(name string) error {
	return fault.Of(fault.Body, name, "there is text beside the elements of %s", name)
}

// each gives the elements of one to what reads them, by their names. Each may stand
// there once, but for those that are many, whose names have spaces between them.
func (e *element) each(many string, read func(*element) error) error {
	if e.null {
		return nil
	}
	if len(e.inner) == 0 && strings.TrimSpace(e.text) != "" {
		return mixed(e.name)
	}
	seen := make(map[string]bool, len(e.inner))
	for _, in := range e.inner {
		if in.space != namespace {
			return at(in, fault.Of(fault.Body, in.name, "the element %s is of the namespace %q, not %q", in.name, excerpt(in.space), namespace))
		}
		if seen[in.name] && !slices.Contains(strings.Fields(many), in.name) {
			return at(in, fault.Of(fault.Body, in.name, "the element %s is there twice", in.name))
		}
		seen[in.name] = true
		if err := read(in); err != nil {
			return at(in, err)
		}
	}
	return nil
}

// at says which line of the message an error is about, where it does not say so yet.
func at(e *element, err error) error {
	f := fault.As(err)
	if f.Line != 0 {
		return err
	}
	said := *f
	said.Line = e.line
	return &said
}

// leaf gives the text of an element that has no others in it.
func (e *element) leaf() (string, error) {
	if len(e.inner) > 0 {
		return "", fault.Of(fault.Body, e.name, "%s takes a value, not elements", e.name)
	}
	return e.text, nil
}

// excerpt bounds what an error repeats of a message.
func excerpt(s string) string {
	const most = 100
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "..."
	}
	return s
}

func stray(e *element, of string) error {
	return fault.Of(fault.Body, excerpt(e.name), "%s has no element %s", of, excerpt(e.name))
}
