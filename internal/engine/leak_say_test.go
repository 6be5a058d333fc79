package engine_test

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"

	"bedplate/query"
)

// speaker makes up requests as clients of each door write them, mostly of what its
// caller may know.
type speaker struct {
	*rand.Rand
	w     *world
	knows map[string][]string // fields by collection
}

func newSpeaker(r *rand.Rand, w *world, p *query.Principal) speaker {
	s := speaker{r, w, map[string][]string{}}
	for _, c := range w.schema.Collections {
		for _, f := range c.Fields {
			if sees(p, f) {
				s.knows[c.Name] = append(s.knows[c.Name], f.Name)
			}
		}
	}
	return s
}

// phrase is a request to a door: how, where and what.
type phrase struct {
	method, target, body string
	prefer               string
}

func (p phrase) String() string {
	target, _ := url.QueryUnescape(p.target)
	return fmt.Sprintf("%s %s %s\n%s", p.method, target, p.prefer, p.body)
}

func (s speaker) collection() string { return oneOf(s.Rand, []string{"people", "posts", "comments"}) }

// field is one of a collection's, and sometimes one that is hidden, or that the twin of a
// world alone has.
func (s speaker) field(collection string) string {
	switch s.IntN(50) {
	case 0:
		return disguise + oneOf(s.Rand, fieldNames[collection])
	case 1, 2:
		return oneOf(s.Rand, fieldNames[collection])
	}
	return oneOf(s.Rand, s.knows[collection])
}

// relation is one of a collection's, and where it leads.
func (s speaker) relation(collection string) (name, to string) {
	for range 5 {
		name = oneOf(s.Rand, keys(relations[collection]))
		to = relations[collection][name]
		if ones[name] && slices.Contains(s.knows[collection], name) || !ones[name] && slices.Contains(s.knows[to], along[name]) {
			break
		}
	}
	return name, to
}

// along are the references that relations to many records go back along.
var along = map[string]string{"staff": "boss", "posts": "author", "reviews": "reviewer", "remarks": "by", "comments": "post"}

// toMany tells whether a relation leads to many records.
func toMany(relation string) bool { _, one := ones[relation]; return !one }

// ones are the relations that lead to one record.
var ones = map[string]bool{"author": true, "boss": true, "by": true, "post": true, "reviewer": true}

// id is the key of a record, which the caller may see or not.
func (s speaker) id(collection string) string {
	return oneOf(s.Rand, s.w.rows[collection])[0].String()
}

// each gives what f makes, so many times.
func (s speaker) each(least, most int, f func() string) []string {
	var all []string
	for range least + s.IntN(most-least+1) {
		all = append(all, f())
	}
	return all
}

// literal is a value that there may be, as every door writes one.
func (s speaker) literal(field string) string {
	switch words := vocabulary[strings.TrimPrefix(field, disguise)]; {
	case words != nil:
		return oneOf(s.Rand, words)
	case field == "name" || field == "title" || field == "slug" || field == "body":
		return fmt.Sprint("m", 700_001+s.IntN(120))
	case field == "badge":
		return "red/none"
	case field == "hot":
		return oneOf(s.Rand, []string{"true", "false"})
	}
	return fmt.Sprint(700_001 + s.IntN(120))
}

// rest is a request to the REST door: a list, records by keys, aggregates.
func (s speaker) rest() phrase {
	c := s.collection()
	p := phrase{method: "GET", target: "/rest/v1/" + c}
	args := url.Values{}
	depth := 2
	if s.IntN(5) == 0 {
		p.target += "/" + s.id(c)
		p.prefer, depth = "etag", s.IntN(2) // with what is nested there is no tag
	} else {
		s.restList(c, args)
		if s.IntN(2) == 0 {
			p.prefer = "count=exact"
		}
	}
	args.Set("select", strings.Join(s.restOutputs(c, depth), ","))
	if depth == 2 && s.IntN(8) == 0 {
		args.Set("select", s.field(c)+",n:"+oneOf(s.Rand, []string{"id", "votes", "score", "rank", "weight"})+oneOf(s.Rand, []string{".sum()", ".max()", ".count()", ".avg()", ".min()"})+",count()")
		delete(args, "order")
	}
	p.target += "?" + args.Encode()
	return p
}

// restList are the arguments of a list.
func (s speaker) restList(c string, args url.Values) {
	if s.IntN(2) == 0 {
		args.Set("filter", condition(s.Rand, 1, atoms[c]))
	}
	if s.IntN(3) == 0 {
		f := s.field(c)
		args.Set(f, oneOf(s.Rand, []string{"eq.", "neq.", "gt.", "lte.", "not.eq.", "not.lt."})+s.literal(f))
	}
	if s.IntN(8) == 0 {
		args.Set(s.field(c), oneOf(s.Rand, []string{"is.null", "not.is.null", "like.*7*", "fts.red"}))
	}
	if s.IntN(2) == 0 {
		args.Set("order", strings.Join(s.each(1, 2, func() string {
			by := s.field(c)
			if s.IntN(3) == 0 {
				if name, to := s.relation(c); !toMany(name) {
					by = name + "(" + s.field(to) + ")"
				}
			}
			return by + oneOf(s.Rand, []string{"", ".desc", ".nullsfirst", ".desc.nullslast"})
		}), ","))
	}
	if s.IntN(2) == 0 {
		args.Set("limit", fmt.Sprint(s.IntN(4)))
		if s.IntN(3) == 0 {
			args.Set("offset", fmt.Sprint(s.IntN(4)))
		}
	}
}

func (s speaker) restOutputs(c string, depth int) []string {
	if s.IntN(3) == 0 {
		return append([]string{"*"}, s.restEmbeds(c, depth)...)
	}
	return append(s.each(1, 3, func() string { return s.field(c) }), s.restEmbeds(c, depth)...)
}

func (s speaker) restEmbeds(c string, depth int) []string {
	if depth == 0 {
		return nil
	}
	n := 0
	return s.each(0, 2, func() string {
		name, to := s.relation(c)
		n++
		inside := s.restOutputs(to, depth-1)
		if s.IntN(5) == 0 && toMany(name) {
			inside = []string{"count()"}
		}
		return fmt.Sprintf("e%d:%s%s(%s)", n, name, oneOf(s.Rand, []string{"", "", "!inner"}), strings.Join(inside, ","))
	})
}

// soap is a message to the SOAP door: a list, or a record.
func (s speaker) soap() phrase {
	c := s.collection()
	p := phrase{method: "POST", target: "/soap/v1"}
	var b strings.Builder
	if s.IntN(6) == 0 {
		fmt.Fprintf(&b, "<Get_%s><key><id>%s</id></key></Get_%s>", c, s.id(c), c)
	} else {
		fmt.Fprintf(&b, "<List_%s>", c)
		if s.IntN(3) > 0 {
			text := condition(s.Rand, 1, atoms[c])
			if s.IntN(3) == 0 {
				text = s.field(c) + " == " + s.field(c)
			}
			fmt.Fprintf(&b, "<filter>%s</filter>", strings.NewReplacer("&", "&amp;", "<", "&lt;").Replace(text))
		}
		for range s.IntN(3) {
			fmt.Fprintf(&b, "<order><field>%s</field><descending>%d</descending></order>", s.field(c), s.IntN(2))
		}
		if s.IntN(2) == 0 {
			fmt.Fprintf(&b, "<limit>%d</limit>", s.IntN(4))
		}
		fmt.Fprintf(&b, "<count>%d</count></List_%s>", s.IntN(2), c)
	}
	p.body = enveloped(b.String())
	if s.IntN(8) == 0 {
		p.body = enveloped("<Batch><operation>" + b.String() + "</operation></Batch>")
	}
	return p
}

func enveloped(operation string) string {
	return `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns="urn:bedplate:soap:v1"><e:Body>` + operation + `</e:Body></e:Envelope>`
}

// graph is a document for the GraphQL door.
func (s speaker) graph() phrase {
	c := s.collection()
	inner := ""
	switch s.IntN(8) {
	case 0:
		inner = fmt.Sprintf("%s_by_pk(id: %s) { %s }", c, s.id(c), s.graphFields(c, 2))
	case 1, 2:
		inner = c + "_aggregate" + s.graphArguments(c, false) + " { " + s.graphAggregate(c) + " }"
	default:
		inner = c + s.graphArguments(c, true) + " { " + s.graphFields(c, 2) + " }"
	}
	return phrase{method: "POST", target: "/graphql/v1", body: s.document("{ " + inner + " }")}
}

// relay is one for the schema of Relay's.
func (s speaker) relay() phrase {
	c := s.collection()
	page := fmt.Sprintf("first: %d", 1+s.IntN(3))
	if s.IntN(3) == 0 {
		page = fmt.Sprintf("last: %d", 1+s.IntN(3))
	}
	if s.IntN(2) == 0 {
		page += ", where: " + s.graphWhere(c, 2)
	}
	if s.IntN(2) == 0 {
		page += ", order_by: " + s.graphOrder(c, 1)
	}
	nested := ""
	if name, to := s.relation(c); toMany(name) {
		nested = name + "_connection(first: 2) { edges { cursor node { " + s.field(to) + " } } pageInfo { hasNextPage } }"
	} else {
		nested = name + " { id " + s.field(to) + " }"
	}
	return phrase{method: "POST", target: "/v1beta1/relay", body: s.document(fmt.Sprintf(
		"{ %s_connection(%s) { edges { cursor node { id %s %s } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }",
		c, page, s.graphField(c), nested))}
}

func (s speaker) document(text string) string { return fmt.Sprintf(`{"query":%q}`, text) }

// graphField is a field as GraphQL calls it: the key of a reference beside its record.
func (s speaker) graphField(c string) string {
	name := s.field(c)
	if ones[strings.TrimPrefix(name, disguise)] {
		name += "_id"
	}
	return name
}

func (s speaker) graphFields(c string, depth int) string {
	all := s.each(1, 3, func() string { return s.graphField(c) })
	for range s.IntN(depth + 1) {
		name, to := s.relation(c)
		switch {
		case !toMany(name):
			all = append(all, name+" { "+s.graphFields(to, depth-1)+" }")
		case s.IntN(3) == 0:
			all = append(all, name+"_aggregate"+s.graphArguments(to, false)+" { "+s.graphAggregate(to)+" }")
		default:
			all = append(all, name+s.graphArguments(to, true)+" { "+s.graphFields(to, depth-1)+" }")
		}
	}
	for i := range all {
		all[i] = fmt.Sprintf("f%d: %s", i, all[i])
	}
	return strings.Join(all, " ")
}

func (s speaker) graphAggregate(c string) string {
	number := oneOf(s.Rand, map[string][]string{"people": {"rank", "weight"}, "posts": {"score", "heat"}, "comments": {"votes", "loud"}}[c])
	text := fmt.Sprintf("aggregate { count c: count(columns: [%s], distinct: true) sum { %s } avg { %s } max { %s } stddev { %s } }", s.graphField(c), number, number, number, number)
	if s.IntN(2) == 0 {
		text += " nodes { id " + s.graphField(c) + " }"
	}
	return text
}

// graphArguments are those of a list; a limit where there might be too many.
func (s speaker) graphArguments(c string, limited bool) string {
	var args []string
	if s.IntN(2) == 0 {
		args = append(args, "where: "+s.graphWhere(c, 2))
	}
	switch s.IntN(4) {
	case 0:
		f := s.graphField(c)
		args = append(args, "distinct_on: ["+f+"], order_by: [{"+f+": asc}, {id: desc}]")
	case 1, 2:
		args = append(args, "order_by: "+s.graphOrder(c, 2))
	}
	if limited {
		args = append(args, fmt.Sprintf("limit: %d", s.IntN(8)))
	}
	if args == nil {
		return ""
	}
	return "(" + strings.Join(args, ", ") + ")"
}

func (s speaker) graphOrder(c string, depth int) string {
	direction := oneOf(s.Rand, []string{"asc", "desc", "asc_nulls_first", "desc_nulls_last"})
	if name, to := s.relation(c); depth > 0 && s.IntN(3) == 0 {
		if toMany(name) {
			return "{" + name + "_aggregate: {count: " + direction + "}}"
		}
		return "{" + name + ": " + s.graphOrder(to, depth-1) + "}"
	}
	return "{" + s.graphField(c) + ": " + direction + "}"
}

func (s speaker) graphWhere(c string, depth int) string {
	if depth > 0 {
		switch s.IntN(8) {
		case 0:
			return "{_not: " + s.graphWhere(c, depth-1) + "}"
		case 1:
			return "{_or: [" + s.graphWhere(c, depth-1) + ", " + s.graphWhere(c, depth-1) + "]}"
		case 2, 3:
			name, to := s.relation(c)
			if toMany(name) && s.IntN(3) == 0 {
				return "{" + name + "_aggregate: {count: {predicate: {_gt: " + fmt.Sprint(s.IntN(2)) + "}, filter: " + s.graphWhere(to, depth-1) + "}}}"
			}
			return "{" + name + ": " + s.graphWhere(to, depth-1) + "}"
		}
	}
	f := s.graphField(c)
	if s.IntN(4) == 0 {
		return "{" + f + ": {_is_null: " + oneOf(s.Rand, []string{"true", "false"}) + "}}"
	}
	val := s.literal(strings.TrimSuffix(f, "_id"))
	if strings.IndexByte("0123456789tf", val[0]) < 0 {
		val = `"` + val + `"`
	}
	return "{" + f + ": {" + oneOf(s.Rand, []string{"_eq", "_neq", "_gt", "_lte", "_gte"}) + ": " + val + "}}"
}
