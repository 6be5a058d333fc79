package query

import (
	"context"
	"encoding/json"

	"bedplate/fault"
)

// Explainer tells how requests would be answered, without answering them. The
// engine is one; a door asks for it where it has a Doer. What it tells is not for
// ordinary callers: it names rules, and counts what they hide. A door gives it
// to developers and to the service role alone.
type Explainer interface {
	// Explain tells what Do would do with the request for p. Nothing is changed.
	// With rows, records are looked at to find what rules hide and refuse; of
	// requests by key they always are.
	Explain(ctx context.Context, p *Principal, req *Request, rows bool) (*Explanation, error)
}

// Explanation is how a request would be answered. Its members print as JSON.
type Explanation struct {
	Caller ExplainedCaller `json:"caller"`
	Store  string          `json:"store"`
	// Cached: the plan was known already.
	Cached     bool                 `json:"cached"`
	Refused    *Refusal             `json:"refused,omitempty"`
	Operations []ExplainedOperation `json:"operations"`
	Statistics []Statistic          `json:"statistics,omitempty"`
}

// ExplainedCaller is as whom a request is explained.
type ExplainedCaller struct {
	Role string `json:"role"`
	ID   string `json:"id,omitempty"`
}

// Refusal is the error that a request would end with, and the rule that makes
// it where one does.
type Refusal struct {
	Code    fault.Code     `json:"code"`
	Message string         `json:"message"`
	Hint    string         `json:"hint,omitempty"`
	Rule    *ExplainedRule `json:"rule,omitempty"`
}

// ExplainedOperation is one operation of a request.
type ExplainedOperation struct {
	Kind       string          `json:"kind"`
	Collection string          `json:"collection"`
	Rules      []ExplainedRule `json:"rules"`
	Statements []Explained     `json:"statements"`
	Rows       *ExplainedRows  `json:"rows,omitempty"`
	// Outcome is what became of a write that was tried and undone.
	Outcome  *Outcome `json:"outcome,omitempty"`
	Warnings []string `json:"warnings"`
}

// ExplainedRule is a rule that a request met.
type ExplainedRule struct {
	Collection string `json:"collection"`
	Field      string `json:"field,omitempty"`
	Rule       string `json:"rule"`
	Text       string `json:"text"`            // in the expression language; "" where there is no rule
	Place      string `json:"place,omitempty"` // file:line:column
	Effect     Effect `json:"effect"`
}

// Effect is what a rule does to a request.
type Effect string

// The effects.
const (
	Bypassed Effect = "bypassed" // the service role is not bound
	Allows   Effect = "allows"   // it holds for every record
	Denies   Effect = "denies"   // it holds for none
	Judges   Effect = "judges"   // it is asked of each record
	LeftOut  Effect = "left out" // the field is not in the answer
)

// Explained is one statement of a request.
type Explained struct {
	// Purpose: rows, rows that follow, count, choice, representation,
	// judgement.
	Purpose   string              `json:"purpose"`
	Plan      ExplainedPlan       `json:"plan"`
	Arguments []ExplainedArgument `json:"arguments"` // of the plan: ?1 and so on in its texts
	Statement *ExplainedStatement `json:"statement"`
}

// ExplainedPlan is what a store was asked to do.
type ExplainedPlan struct {
	From    string           `json:"from"`
	Along   string           `json:"along,omitempty"` // the relation of a nested plan
	Outputs []string         `json:"outputs"`
	Where   string           `json:"where,omitempty"`
	Order   []string         `json:"order,omitempty"`
	After   []string         `json:"after,omitempty"`
	Limit   string           `json:"limit,omitempty"`
	Offset  string           `json:"offset,omitempty"`
	Nested  []*ExplainedPlan `json:"nested,omitempty"`
}

// ExplainedArgument is a value that a plan or statement takes.
type ExplainedArgument struct {
	Name  string          `json:"name"`            // ?1
	From  string          `json:"from"`            // where it comes from
	Type  string          `json:"type"`            // of the value
	Value json.RawMessage `json:"value,omitempty"` // absent where only the answer could tell it
}

// ExplainedStatement is what a database was asked, and what it says of it.
type ExplainedStatement struct {
	SQL       string                `json:"sql"`
	Arguments []ExplainedArgument   `json:"arguments"` // by placeholder
	Database  []string              `json:"database"`
	Nested    []*ExplainedStatement `json:"nested,omitempty"` // run for each row
}

// ExplainedRows tells what rules hide of the rows that a caller's own filter
// would give.
type ExplainedRows struct {
	Matched int64 `json:"matched"` // by the filter alone
	// Visible are those that the caller gets: fewer, or more where a condition
	// is true because a rule hides what it looks at.
	Visible int64 `json:"visible"`
	// Bounded: there are more, which were not looked at.
	Bounded bool `json:"bounded"`
	// Hidden is by rule; a row that several rules hide counts for each.
	Hidden []HiddenRows `json:"hidden"`
}

// HiddenRows are the rows that one rule hides.
type HiddenRows struct {
	Rule ExplainedRule `json:"rule"`
	Rows int64         `json:"rows"`
	Keys []string      `json:"keys"` // of the first few
}

// Outcome is what a write would come to.
type Outcome struct {
	Affected int64    `json:"affected"`
	Refused  *Refusal `json:"refused,omitempty"`
}

// Statistic is what a database remembers of an index.
type Statistic struct {
	Table string `json:"table"`
	Index string `json:"index,omitempty"`
	Text  string `json:"text"`
}
