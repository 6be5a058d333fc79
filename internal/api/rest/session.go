package rest

import "bedplate/query"

// carried gives what the caller carries from its last writes, nil where it does not
// take part in that.
func (c *call) carried() (*query.Session, error) {
	if !c.joined {
		var err error
		if c.joined, err = c.door.positions.Carried(c.r.Header, &c.session); err != nil || !c.joined {
			return nil, err
		}
	}
	return &c.session, nil
}

// ask has a request done.
func (c *call) ask(req *query.Request, sink query.Sink) (_ []query.Result, err error) {
	if req.Session, err = c.carried(); err != nil {
		return nil, err
	}
	defer c.door.positions.Tell(c.w.Header(), &c.session)
	return c.doer.Do(c.r.Context(), c.principal, req, sink)
}

// run has an action run.
func (c *call) run(inv *query.Invocation) (_ *query.Answer, err error) {
	if inv.Session, err = c.carried(); err != nil {
		return nil, err
	}
	defer c.door.positions.Tell(c.w.Header(), &c.session)
	return c.doer.Call(c.r.Context(), c.principal, inv)
}
