package rest

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"bedplate/fault"
	"bedplate/query"
)

// explainAs is the header by which the service role names, as a JSON object of
// claims, the caller whose request is explained.
const explainAs = "Explain-As"

// planForm is how an explanation is written.
type planForm uint8

const (
	planNone   planForm = iota // no explanation is asked for
	planObject                 // the explanation
	planList                   // a list of it alone, as PostgREST's clients expect
	planLines                  // text, for people
)

var (
	contentPlan      = []string{"application/vnd.bedplate.plan+json; charset=utf-8"}
	contentPlanList  = []string{"application/vnd.pgrst.plan+json; charset=utf-8"}
	contentPlanLines = []string{"application/vnd.pgrst.plan+text; charset=utf-8"}
)

// planned reads a range that asks for an explanation. for names the form that
// the answer itself would have; options=analyze has records looked at.
func (o offer) planned() (media, bool) {
	m := media{}
	switch o.name {
	case "application/vnd.bedplate.plan+json":
		m.plan, m.header = planObject, contentPlan
	case "application/vnd.pgrst.plan+json":
		m.plan, m.header = planList, contentPlanList
	case "application/vnd.pgrst.plan", "application/vnd.pgrst.plan+text":
		m.plan, m.header = planLines, contentPlanLines
	default:
		return m, false
	}
	if strings.HasPrefix(strings.ToLower(o.param("for")), "application/vnd.pgrst.object") {
		m.format = formatObject
	}
	for option := range strings.SplitSeq(o.param("options"), "|") {
		m.analyze = m.analyze || strings.TrimSpace(option) == "analyze"
	}
	return m, true
}

// accept chooses the form of the answer, and has the request explained where
// that is wanted: the one is never without the other. An operation of a batch
// is explained with all of it or not at all.
func (c *call) accept() (err error) {
	if c.media, err = negotiate(c.r.Header["Accept"], c.step == nil); err != nil || c.media.plan == planNone {
		return err
	}
	return c.explains()
}

// explains sees to it that the request is explained and not done, for those who
// may have that: developers and the service role, which may also ask for
// somebody else. To others there is no such form.
func (c *call) explains() error {
	service := c.principal.Unbounded()
	if !service && !c.door.options.Developer {
		return fault.New(fault.Media, "None of these media types are available: %s", mediaName(c.media.header)).
			WithHint("requests are explained by bedplate dev, and to the service role")
	}
	explainer, ok := c.doer.(query.Explainer)
	if !ok {
		return fault.New(fault.Unsupported, "requests cannot be explained here")
	}
	if said := c.r.Header[explainAs]; len(said) > 0 {
		if !service {
			return fault.Of(fault.Denied, explainAs, "only the service role may ask for somebody else").
				WithHint("send that caller's own token")
		}
		p, err := c.door.options.Claims([]byte(said[0]))
		if err != nil {
			return fault.Of(fault.Value, explainAs, "%s is no JSON object of claims: %s", explainAs, fault.As(err).Message)
		}
		c.principal = p
	}
	c.doer = explaining{c.doer, explainer, c.media.analyze}
	return nil
}

// mediaName is a content type without its parameters.
func mediaName(header []string) string {
	name, _, _ := strings.Cut(header[0], ";")
	return name
}

// explaining is a Doer that does nothing: it ends every request with its
// explanation.
type explaining struct {
	query.Doer
	explainer query.Explainer
	rows      bool
}

// explained is an explanation on its way out of the door. It is an error so
// that whatever asks the Doer, reads, writes, batches or actions, ends there as
// it ends when a request is refused: no kind of request has a branch for it, and
// none can go on with results that do not exist. Only ServeHTTP takes it.
type explained struct{ *query.Explanation }

// Error tells whoever takes it for one.
func (explained) Error() string { return "the request was explained, not done" }

// explainedNothing explains a request that has nothing to do.
func explainedNothing() error {
	return explained{&query.Explanation{Operations: []query.ExplainedOperation{}}}
}

// Do explains the request.
func (e explaining) Do(ctx context.Context, p *query.Principal, req *query.Request, _ query.Sink) ([]query.Result, error) {
	x, err := e.explainer.Explain(ctx, p, req, e.rows)
	if err != nil {
		return nil, err
	}
	return nil, explained{x}
}

// explained answers with an explanation.
func (c *call) explained(x *query.Explanation) error {
	h := c.w.Header()
	vary(h)
	h["Cache-Control"] = []string{"no-store"}
	var body []byte
	if c.media.plan == planLines {
		body = appendPlan(nil, x)
	} else {
		var out bytes.Buffer
		enc := json.NewEncoder(&out)
		enc.SetEscapeHTML(false) // conditions are full of < and &
		if err := enc.Encode(x); err != nil {
			return fault.Wrap(fault.Internal, err, "an explanation cannot be written")
		}
		body = bytes.TrimSuffix(out.Bytes(), []byte("\n"))
		if c.media.plan == planList {
			body = append(append([]byte{'['}, body...), ']')
		}
	}
	return c.write(http.StatusOK, c.media.header, body)
}

// appendPlan writes an explanation down for people.
func appendPlan(dst []byte, x *query.Explanation) []byte {
	line := func(indent int, parts ...string) {
		dst = append(dst, strings.Repeat("  ", indent)...)
		dst = append(append(dst, strings.Join(parts, "")...), '\n')
	}
	if x.Refused != nil {
		line(0, "refused: ", x.Refused.Message)
	}
	for _, op := range x.Operations {
		line(0, op.Kind, " ", op.Collection)
		for _, r := range op.Rules {
			line(1, "rule ", r.Rule, " of ", r.Collection, ", ", string(r.Effect), ": ", r.Text, " ", r.Place)
		}
		for _, s := range op.Statements {
			line(1, s.Purpose)
			for _, text := range statementLines(nil, s.Statement, 2) {
				line(0, text)
			}
		}
		if op.Outcome != nil && op.Outcome.Refused != nil {
			line(1, "refused: ", op.Outcome.Refused.Message)
		}
		for _, w := range op.Warnings {
			line(1, "warning: ", w)
		}
	}
	return dst
}

func statementLines(to []string, s *query.ExplainedStatement, indent int) []string {
	space := strings.Repeat("  ", indent)
	to = append(to, space+s.SQL)
	for _, l := range s.Database {
		to = append(to, space+"  "+l)
	}
	for _, n := range s.Nested {
		to = statementLines(to, n, indent+1)
	}
	return to
}
