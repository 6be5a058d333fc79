package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"bedplate"
	"bedplate/expr"
	"bedplate/schema"
	"bedplate/value"
)

// asker makes requests of what the schema has and the rows hold, and compares the
// answers of all apps.
type asker struct {
	t      *testing.T
	apps   []*bedplate.App
	random *rand.Rand
	count  int
}

const door = "/rest/v1/"

func (a *asker) get(path string, args ...string) answer {
	a.t.Helper()
	for i := range args {
		name, text, _ := strings.Cut(args[i], "=")
		args[i] = name + "=" + url.QueryEscape(text)
	}
	return a.same(http.MethodGet, door+path+"?"+strings.Join(args, "&"), "", "")
}

// everything reads every collection in every way.
func (a *asker) everything() {
	a.t.Helper()
	for _, c := range a.apps[0].Doer().Schema().Collections {
		if c.Internal {
			continue
		}
		a.collection(c)
	}
}

// order is what makes a list of c one list: its key, or all fields.
func order(c *schema.Collection) string {
	var names []string
	for _, f := range c.Fields {
		if c.View || c.IsKey(f.Index) {
			names = append(names, f.Name)
		}
	}
	return strings.Join(names, ",")
}

func (a *asker) collection(c *schema.Collection) {
	a.t.Helper()
	key := "order=" + order(c)
	all := a.get(c.Name, key, "limit=1000")
	var rows []map[string]any
	decoder := json.NewDecoder(strings.NewReader(all.body))
	decoder.UseNumber()
	if err := decoder.Decode(&rows); err != nil || len(rows) == 0 {
		a.t.Fatalf("%s: %v %s", c.Name, err, all.body)
	}
	if !c.View {
		a.get(c.Name) // by its key, and 1000 of them
		a.byKey(c, rows)
	}
	for range 2 {
		a.same(http.MethodGet, door+c.Name+"?"+key+fmt.Sprintf("&limit=%d&offset=%d", a.random.IntN(9), a.random.IntN(len(rows)+2)), "count=exact", "")
	}
	for _, f := range c.Fields {
		a.field(c, f, key, rows)
	}
	for _, r := range c.Relations {
		a.relation(c, r, key, rows)
	}
}

// sample gives a field's value in some row that has one; "" where none has.
func (a *asker) sample(f *schema.Field, rows []map[string]any) string {
	for range 20 {
		if v := rows[a.random.IntN(len(rows))][f.Name]; v != nil {
			return fmt.Sprint(v)
		}
	}
	return ""
}

func (a *asker) byKey(c *schema.Collection, rows []map[string]any) {
	a.t.Helper()
	for range 3 {
		row := rows[a.random.IntN(len(rows))]
		var parts []string
		for _, k := range c.Key {
			parts = append(parts, strings.ReplaceAll(url.PathEscape(fmt.Sprint(row[c.Fields[k].Name])), ",", "%2C"))
		}
		a.get(c.Name + "/" + strings.Join(parts, ","))
	}
}

// quotedItem writes a value of in.().
func quotedItem(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}

func (a *asker) field(c *schema.Collection, f *schema.Field, key string, rows []map[string]any) {
	a.t.Helper()
	name := f.Name
	for _, way := range []string{"asc", "desc", "asc.nullsfirst", "desc.nullslast"} {
		a.get(c.Name, "select="+name, "order="+name+"."+way+","+order(c), "limit=9", fmt.Sprintf("offset=%d", a.random.IntN(5)))
	}
	if !c.View {
		next := a.get(c.Name, "order="+name, "limit=4")
		for page := 0; next.linkForNext != "" && page < 3; page++ {
			next = a.follow(c, name, page)
		}
	}
	a.get(c.Name, name+"=is.null", key, "limit=20")
	a.get(c.Name, name+"=not.is.null", key, "limit=20")
	a.get(c.Name, "filter="+name+" == null", key, "limit=20")
	for range 3 {
		v := a.sample(f, rows)
		for _, op := range []string{"eq", "neq", "gt", "gte", "lt", "lte", "not.eq", "isdistinct"} {
			a.get(c.Name, "select="+order(c), name+"="+op+"."+v, key, "limit=50")
		}
		w := a.sample(f, rows)
		a.get(c.Name, name+"=in.("+quotedItem(v)+","+quotedItem(w)+")", key, "limit=50")
		a.get(c.Name, name+"=not.in.("+quotedItem(v)+","+quotedItem(w)+")", key, "limit=50", "select="+order(c))
		a.get(c.Name, "or=("+name+".eq."+quotedItem(v)+","+name+".is.null)", key, "limit=50")
		if f.Type.Kind == value.Text {
			a.text(c, f, key, v)
		}
	}
	a.get(c.Name, "select="+name+"::text", key, "limit=30")
	a.get(c.Name, "select="+name+",n:count()", "order="+name, "limit=60")
	a.get(c.Name, "select=low:"+name+".min(),high:"+name+".max(),count()")
	switch f.Type.Kind {
	case value.Int, value.Decimal, value.Float:
		a.get(c.Name, "select="+name+".sum()")
		a.get(c.Name, "filter="+name+" * 2 + 1 > 7", key, "limit=30")
		a.get(c.Name, "filter="+name+" % 3 == 1", key, "limit=30")
		a.get(c.Name, "filter=-"+name+" < 0", key, "limit=30")
		if f.Type.Kind != value.Float { // whose sums depend on their order
			a.get(c.Name, "select="+name+".avg()")
		}
	}
}

// follow asks each app for a page by its own cursor, and gives the first one's.
func (a *asker) follow(c *schema.Collection, name string, page int) answer {
	a.t.Helper()
	var first answer
	for i, app := range a.apps {
		got := answerOf(app, http.MethodGet, door+c.Name+"?order="+name+"&limit=4", "", "")
		for range page + 1 {
			if got.linkForNext != "" {
				got = answerOf(app, http.MethodGet, got.linkForNext, "", "")
			}
		}
		if i == 0 {
			first = got
			continue
		}
		if got.body != first.body || got.link != first.link {
			a.t.Errorf("page %d of %s by %s: app %d says\n%s\nand the first\n%s", page+2, c.Name, name, i, got.body, first.body)
		}
	}
	a.count++
	return first
}

func (a *asker) text(c *schema.Collection, f *schema.Field, key, v string) {
	a.t.Helper()
	runes := []rune(v)
	from := a.random.IntN(len(runes) + 1)
	to := from + a.random.IntN(len(runes)-from+1)
	part := string(runes[from:to])
	for _, op := range []string{"like", "ilike", "not.like"} {
		for _, pattern := range []string{part + "*", "*" + part + "*", "*" + strings.ToUpper(part), "_" + part + "%"} {
			a.get(c.Name, "select="+order(c), f.Name+"="+op+"."+pattern, key, "limit=40")
		}
	}
	a.get(c.Name, "select="+order(c), f.Name+"=match.^[A-M].*[a-z ]$", key, "limit=40")
	a.get(c.Name, "select="+order(c), f.Name+"=imatch.^"+strings.Trim(part, "[](){}*+?.^$|\\ "), key, "limit=40")
	literal, _ := json.Marshal(part)
	for _, filter := range []string{"%s.startsWith(%s)", "%s.contains(%s)", "%s.endsWith(%s)", "%s.lower() == %s.lower()", "%s < %s", "%s >= %s"} {
		a.get(c.Name, "select="+order(c), "filter="+fmt.Sprintf(filter, f.Name, literal), key, "limit=40")
	}
	a.get(c.Name, "select="+order(c), "filter=size("+f.Name+") > 6", key, "limit=40")
}

func (a *asker) relation(c *schema.Collection, r *expr.Relation, key string, rows []map[string]any) {
	a.t.Helper()
	target := schema.Of(r)
	if c.View {
		return
	}
	other := target.Fields[a.random.IntN(len(target.Fields))]
	some := target.Fields[a.random.IntN(len(target.Fields))]
	if r.Many {
		a.get(c.Name, "select="+order(c)+","+r.Name+"(*)", key, "limit=12", r.Name+".order="+order(target), r.Name+".limit=3")
		a.get(c.Name, "select="+order(c)+","+r.Name+"("+other.Name+")", key, "limit=12", r.Name+".order="+other.Name+".desc,"+order(target), r.Name+".offset=1")
		a.get(c.Name, "select="+order(c)+",n:"+r.Name+"(count())", key, "limit=30")
		a.get(c.Name, "select="+order(c)+","+r.Name+"!inner("+other.Name+")", key, "limit=12", r.Name+"."+some.Name+"=not.is.null", r.Name+".order="+order(target))
		a.get(c.Name, "select="+order(c)+",..."+r.Name+"(all:"+other.Name+")", key, "limit=12", r.Name+".order="+order(target))
		a.get(c.Name, "select="+order(c), "filter="+r.Name+".exists(x, x."+some.Name+" != null)", key, "limit=30")
		a.get(c.Name, "select="+order(c), "filter="+r.Name+".size() > 2", key, "limit=30")
		a.get(c.Name, "select="+order(c), "filter=size("+r.Name+") > 2", key, "limit=30")
		return
	}
	a.get(c.Name, "select="+order(c)+","+r.Name+"(*)", key, "limit=20")
	a.get(c.Name, "select="+order(c)+",..."+r.Name+"(joined:"+other.Name+")", key, "limit=20")
	a.get(c.Name, "select="+order(c), "order="+r.Name+"("+other.Name+").desc,"+order(c), "limit=20")
	a.get(c.Name, "select="+order(c), "filter="+r.Name+"."+some.Name+" == null", key, "limit=20")
	keyed := order(target)
	a.get(c.Name, "select="+r.Name+"("+keyed+","+other.Name+"),n:count()", "order="+r.Name+"("+other.Name+"),"+r.Name+"("+keyed+")", "limit=40")
	a.get(c.Name, "select="+order(c)+","+r.Name+"!inner("+other.Name+")", r.Name+"."+some.Name+"=not.is.null", key, "limit=20")
	for _, further := range target.Relations {
		if further.Many {
			a.get(c.Name, "select="+order(c)+","+r.Name+"("+order(target)+","+further.Name+"("+order(schema.Of(further))+"))", key, "limit=5",
				r.Name+"."+further.Name+".order="+order(schema.Of(further)), r.Name+"."+further.Name+".limit=4")
		}
	}
}

// writes changes the rows of the tables that the test has made.
func (a *asker) writes() {
	a.t.Helper()
	const whole = "return=representation"
	send := func(method, path, prefer, body string) {
		a.t.Helper()
		a.same(method, door+path, prefer, body)
	}
	send("POST", "artist", whole, `{"artist_id": 901, "name": "Ünïcode", "founded": "2001-02-03", "rating": 0.1}`)
	send("POST", "artist", whole, `[{"artist_id": 902, "name": ""}, {"artist_id": 903, "rating": -1.5e-7}]`)
	send("POST", "artist", whole, `{"artist_id": 901, "name": "again"}`)
	send("POST", "artist", whole, `{"artist_id": 904, "founded": "2001-02-30"}`)
	send("POST", "artist", whole, `{"artist_id": 904, "nme": 1}`)
	send("POST", "album", whole, `{"album_id": 901, "title": "One 🎵", "artist": 901, "price": 1.5, "live": true}`)
	send("POST", "album", whole, `{"album_id": 902, "title": "Two", "artist": 777, "price": 1, "live": false}`)
	send("POST", "album", whole, `{"album_id": 902, "title": null, "artist": 901, "price": 1, "live": false}`)
	send("POST", "album", whole, `{"album_id": 902, "title": "Two", "artist": 901, "price": 1.234, "live": false}`)
	send("POST", "album", whole, `{"album_id": 902, "title": "`+strings.Repeat("x", 161)+`", "artist": 901, "price": 1, "live": false}`)
	send("POST", "album?select=title,artist(name),price", whole, `{"album_id": 902, "title": "Two", "artist": 902, "price": 99999999.99, "live": false}`)
	send("PATCH", "album?artist=in.(901,902)&order=album_id", whole, `{"price": 3.10}`)
	send("PATCH", "album?title=like.Two*&select=title,live", whole, `{"live": true, "title": "Zwei"}`)
	send("PATCH", "album?artist.name=eq.zebra&select=album_id,artist!inner(name)&order=album_id", whole, `{"live": true}`)
	send("POST", "album?order=album_id&select=album_id,title", whole+", resolution=merge-duplicates",
		`[{"album_id": 901, "title": "Uno", "artist": 901, "price": 2, "live": true}, {"album_id": 903, "title": "Tres", "artist": 901, "price": 3, "live": true}]`)
	send("POST", "playlist?on_conflict=name", whole+", resolution=merge-duplicates", `{"code": "b", "name": "Mixed"}`)
	send("POST", "playlist", whole, `{"code": "new", "name": "Mixed"}`)
	send("POST", "playlist", whole, `{"code": "new", "name": "MIXED"}`)
	send("PUT", "playlist/put", whole, `{"name": "put"}`)
	send("PUT", "playlist/put", whole, `{"name": "put again"}`)
	send("POST", "playlist_album", whole, `{"playlist": "new", "album": 901, "weight": 9223372036854775807}`)
	send("POST", "playlist_album", whole, `{"playlist": "NEW", "album": 901}`)
	send("DELETE", "album?album_id=eq.901", whole, "")
	send("DELETE", "playlist?code=in.(new,a)&order=code", whole, "")
	send("DELETE", "artist?artist_id=eq.903", whole, "")
	send("DELETE", "artist?artist_id=eq.901", whole, "")
	send("PATCH", "employee?employee_id=eq.1", whole, `{"reports_to": 1, "hire_date": "2026-01-02T03:04:05+02:00"}`)
	send("DELETE", "employee?employee_id=eq.2", whole, "")
}
