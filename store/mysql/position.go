package mysql

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"bedplate/store/driver"
)

// history is how a server numbers its transactions.
type history uint8

const (
	noHistory history = iota // not at all
	domains                  // in domains, each a line of numbers: the end of each tells all
	sets                     // by the server that they began on: what it has done is a set
)

// position is how far a database has come.
type position struct {
	history  history
	database string
	// Of domains:
	server  string // which server said so
	follows bool   // it is or was a replica
	ends    map[uint64]end
	// Of sets: by server, in their order, without one that touches another.
	done map[string][]span
}

// end is the last transaction of a domain: its number, and the server that it began on.
type end struct{ server, number uint64 }

// span is the numbers from first to last.
type span struct{ first, last uint64 }

// The kinds of positions in their texts, whose parts stand between strokes: the
// database's name is the last of them, and may have strokes itself.
const (
	domainsMark = "d"
	setsMark    = "s"
)

// domainsText writes a position of domains.
func domainsText(server string, follows bool, ends, database string) string {
	return strings.Join([]string{domainsMark, server, strconv.FormatBool(follows), ends, database}, "/")
}

// setsText writes a position of sets.
func setsText(done, database string) string {
	return strings.Join([]string{setsMark, strings.Join(strings.Fields(done), ""), database}, "/")
}

func parsePosition(text string) (p position, ok bool) {
	kind, rest, _ := strings.Cut(text, "/")
	switch kind {
	case domainsMark:
		parts := strings.SplitN(rest, "/", 4)
		if len(parts) != 4 {
			return p, false
		}
		follows, err := strconv.ParseBool(parts[1])
		p = position{history: domains, server: parts[0], follows: follows, database: parts[3]}
		p.ends, ok = parseDomains(parts[2])
		return p, ok && err == nil
	case setsMark:
		done, database, found := strings.Cut(rest, "/")
		p = position{history: sets, database: database}
		p.done, ok = parseSets(done)
		return p, ok && found
	}
	return p, false
}

// parseDomains reads DOMAIN-SERVER-NUMBER, with commas between them.
func parseDomains(text string) (map[uint64]end, bool) {
	ends := map[uint64]end{}
	if text == "" {
		return ends, true
	}
	for one := range strings.SplitSeq(text, ",") {
		parts := strings.Split(one, "-")
		if len(parts) != 3 {
			return nil, false
		}
		var n [3]uint64
		for i, part := range parts {
			var err error
			if n[i], err = strconv.ParseUint(part, 10, 64); err != nil {
				return nil, false
			}
		}
		if _, twice := ends[n[0]]; twice {
			return nil, false
		}
		ends[n[0]] = end{n[1], n[2]}
	}
	return ends, true
}

// parseSets reads SERVER:1-5:7, with commas between them. A part of a server's name
// that is no numbers is a tag, whose transactions are counted apart.
func parseSets(text string) (map[string][]span, bool) {
	done := map[string][]span{}
	if text == "" {
		return done, true
	}
	for one := range strings.SplitSeq(text, ",") {
		server, rest, found := strings.Cut(one, ":")
		if !found || server == "" {
			return nil, false
		}
		name := strings.ToLower(server)
		for part := range strings.SplitSeq(rest, ":") {
			if part == "" {
				return nil, false
			}
			if part[0] < '0' || part[0] > '9' {
				name = strings.ToLower(server + ":" + part)
				continue
			}
			from, to, ranged := strings.Cut(part, "-")
			first, err := strconv.ParseUint(from, 10, 63)
			last := first
			if ranged && err == nil {
				last, err = strconv.ParseUint(to, 10, 63)
			}
			if err != nil || first == 0 || last < first {
				return nil, false
			}
			done[name] = append(done[name], span{first, last})
		}
	}
	for name, spans := range done {
		done[name] = joinedSpans(spans)
	}
	return done, true
}

// joinedSpans puts spans into their order, and those together that touch.
func joinedSpans(spans []span) []span {
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.first, b.first) })
	out := spans[:1]
	for _, s := range spans[1:] {
		if at := &out[len(out)-1]; s.first <= at.last+1 {
			at.last = max(at.last, s.last)
		} else {
			out = append(out, s)
		}
	}
	return out
}

// compare tells how a position that is reached lies to one that is wanted.
func (p *position) compare(wanted *position) driver.Relation {
	switch {
	case p.history != wanted.history || p.database != wanted.database:
		return driver.Apart
	case p.history == sets:
		return p.compareSets(wanted)
	case p.server != wanted.server && !p.follows && !wanted.follows:
		return driver.Apart // two servers, neither of which ever followed another
	}
	out := driver.Holds
	for domain, w := range wanted.ends {
		switch have, there := p.ends[domain]; {
		case !there || have.number < w.number:
			out = min(out, driver.Lags)
		case have.server != w.server:
			// Another server has gone on with the domain, maybe from an earlier
			// transaction than the wanted one.
			return driver.Apart
		}
	}
	return out
}

func (p *position) compareSets(wanted *position) driver.Relation {
	out, shared := driver.Holds, len(p.done) == 0 || len(wanted.done) == 0
	for server, spans := range wanted.done {
		have := p.done[server]
		shared = shared || len(have) > 0
		for _, w := range spans {
			if !slices.ContainsFunc(have, func(h span) bool { return h.first <= w.first && w.last <= h.last }) {
				out = driver.Lags
			}
		}
	}
	if !shared {
		return driver.Apart
	}
	return out
}
