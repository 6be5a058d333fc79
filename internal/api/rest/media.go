package rest

import (
	"net/http"
	"slices"
	"sort"
	"strconv"
	"strings"

	"bedplate/fault"
	"bedplate/query"
)

// format is the outer form of an answer's rows.
type format uint8

const (
	formatArray  format = iota // a JSON array
	formatObject               // the one row, as an object
	formatLines                // NDJSON: a row a line, streamed
	formatCSV                  // a header and a row a line, streamed
)

// streams tells a form whose rows are sent as they come.
func (f format) streams() bool { return f == formatLines || f == formatCSV }

// media is what the caller accepts: the form and how values are written.
type media struct {
	format format
	enc    query.Encoding
	header []string // Content-Type
	// plan: the request is explained instead, and analyze has its records
	// looked at.
	plan    planForm
	analyze bool
}

// The Content-Types, as header values that are shared and never changed.
var (
	contentJSON    = []string{"application/json; charset=utf-8"}
	contentObject  = []string{"application/vnd.pgrst.object+json; charset=utf-8"}
	contentLines   = []string{"application/x-ndjson; charset=utf-8"}
	contentCSV     = []string{"text/csv; charset=utf-8"}
	contentProblem = []string{"application/problem+json; charset=utf-8"}
	varyHeader     = []string{"Authorization, Apikey, Accept"}
)

var plainJSON = media{header: contentJSON}

// vary says what an answer depends on, besides what the server said already.
func vary(h http.Header) {
	switch have := h["Vary"]; {
	case len(have) == 0:
		h["Vary"] = varyHeader
	case have[len(have)-1] != varyHeader[0]:
		h["Vary"] = append(slices.Clip(have), varyHeader[0])
	}
}

// offer is one media range of an Accept header.
type offer struct {
	name   string // lower case, without parameters
	params string // what followed the first semicolon
	weight float64
}

// negotiate chooses the first form that the caller wants most and that we have.
// plans tells whether explanations are among them; see c.accept.
func negotiate(accept []string, plans bool) (media, error) {
	if len(accept) == 0 {
		return plainJSON, nil
	}
	if len(accept) == 1 && (accept[0] == "*/*" || accept[0] == "application/json" || accept[0] == "") {
		return plainJSON, nil
	}
	offers := parseAccept(accept)
	for _, o := range offers {
		if m, ok := o.media(); ok {
			return m, nil
		}
		if m, ok := o.planned(); ok && plans {
			return m, nil
		}
	}
	names := make([]string, 0, len(offers))
	for _, o := range offers {
		names = append(names, o.name)
	}
	if len(names) == 0 { // all of them refused by q=0
		names = append(names, "none")
	}
	return media{}, fault.New(fault.Media, "None of these media types are available: %s", strings.Join(names, ", ")).
		WithHint("accept application/json, application/vnd.pgrst.object+json, application/x-ndjson or text/csv")
}

// parseAccept gives the ranges, the most wanted first, those not wanted left out.
func parseAccept(accept []string) []offer {
	var offers []offer
	for _, line := range accept {
		for part := range strings.SplitSeq(line, ",") {
			name, params, _ := strings.Cut(part, ";")
			o := offer{name: strings.ToLower(strings.TrimSpace(name)), params: params, weight: 1}
			if o.name == "" || len(offers) == maxOffers {
				continue
			}
			if q := o.param("q"); q != "" {
				if w, err := strconv.ParseFloat(q, 64); err == nil {
					o.weight = w
				}
			}
			if o.weight > 0 {
				offers = append(offers, o)
			}
		}
	}
	sort.SliceStable(offers, func(i, j int) bool { return offers[i].weight > offers[j].weight })
	return offers
}

// maxOffers bounds the media ranges that are looked at.
const maxOffers = 32

// param finds a parameter of the range.
func (o offer) param(name string) string {
	for p := range strings.SplitSeq(o.params, ";") {
		k, v, _ := strings.Cut(strings.TrimSpace(p), "=")
		if strings.EqualFold(k, name) {
			return strings.Trim(v, `"`)
		}
	}
	return ""
}

// media gives the form that the range names, where we have it. Event streams
// will stand here.
func (o offer) media() (media, bool) {
	m := media{enc: query.Encoding{
		NumbersAsText: o.param("numbers") == "string",
		StripNulls:    o.param("nulls") == "stripped",
	}}
	switch o.name {
	case "*/*", "application/*", "application/json", "application/problem+json":
		m.header = contentJSON
	case "application/vnd.pgrst.array+json", "application/vnd.pgrst.array":
		m.header = contentJSON
	case "application/vnd.pgrst.object+json", "application/vnd.pgrst.object":
		m.format, m.header = formatObject, contentObject
	case "application/x-ndjson":
		m.format, m.header = formatLines, contentLines
	case "text/csv":
		m.format, m.header = formatCSV, contentCSV
	default:
		return m, false
	}
	return m, true
}

// namesProblem tells whether errors shall have RFC 9457's form.
func namesProblem(accept []string) bool {
	for _, line := range accept {
		if strings.Contains(strings.ToLower(line), "application/problem+json") {
			return true
		}
	}
	return false
}
