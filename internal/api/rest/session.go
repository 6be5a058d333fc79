package rest

import (
	"bedplate/fault"
	"bedplate/query"
)

// positionHeader carries query.Session.Seen here, and Reached back.
const positionHeader = "Bedplate-Position"

// maxPosition is the longest position that is taken in: databases that follow
// several others name one position for each.
const maxPosition = 4096

// carried gives what the caller carries from its last write, nil where it does not
// take part in that.
func (c *call) carried() (*query.Session, error) {
	if c.session.Seen != "" {
		return &c.session, nil
	}
	switch said := c.r.Header[positionHeader]; {
	case len(said) == 0:
		return nil, nil
	case len(said) > 1 || said[0] == "" || len(said[0]) > maxPosition:
		return nil, fault.Of(fault.Value, positionHeader, "the header %s is not one position", positionHeader).
			WithHint("send what the last answer to a write had there, or %s", query.Unwritten)
	default:
		c.session.Seen = said[0]
		return &c.session, nil
	}
}

// ask has a request done.
func (c *call) ask(req *query.Request, sink query.Sink) (_ []query.Result, err error) {
	if req.Session, err = c.carried(); err != nil {
		return nil, err
	}
	defer c.tellPosition()
	return c.doer.Do(c.r.Context(), c.principal, req, sink)
}

// run has an action run.
func (c *call) run(inv *query.Invocation) (_ *query.Answer, err error) {
	if inv.Session, err = c.carried(); err != nil {
		return nil, err
	}
	defer c.tellPosition()
	return c.doer.Call(c.r.Context(), c.principal, inv)
}

// tellPosition tells the caller what to carry on.
func (c *call) tellPosition() {
	if c.session.Reached != "" {
		c.w.Header()[positionHeader] = []string{c.session.Reached}
	}
}
