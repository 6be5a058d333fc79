package soap

import (
	"net/http"
	"strings"
	"testing"

	"bedplate/store/storetest/stores"
)

// exchange is an operation, who asks, and what stands in the Body of the answer; of a
// fault, its code.
type exchange struct{ as, ask, want string }

// exchanges are made one after the other on each store.
var exchanges = []exchange{
	// Records by their key, in the order of the schema, without what is null or hidden.
	{"", `<Get_posts><key><id>1</id></key></Get_posts>`,
		`<record><id>1</id><title>first</title><status>published</status><author>1</author><editor>2</editor><votes>3</votes><price>12.50</price>` +
			`<ratio>0.5</ratio><live>true</live><tags><item>go</item><item>sql</item></tags>` +
			`<meta>{"n":5,"deep":{"a":[1,2]},"colour":"red"}</meta><day>2026-11-01</day><at>2026-11-01T10:00:00Z</at></record>`},
	{"", `<Get_posts><key><id>2</id></key></Get_posts>`,
		`<record><id>2</id><title>second</title><status>published</status><author>2</author><tags></tags></record>`},
	{"", `<Get_users><key><id>1</id></key></Get_users>`, `<record><id>1</id><name>ada</name></record>`},
	{"staff", `<Get_users><key><id>1</id></key></Get_users>`, `<record><id>1</id><name>ada</name><email>ada@example.org</email></record>`},
	{"", `<Get_posts><key><id>4</id></key></Get_posts>`, "not_found"},
	{"staff", `<Get_stock><key><shelf>1</shelf><code>a,b</code></key></Get_stock>`, `<record><code>a,b</code><shelf>1</shelf><count>4</count></record>`},
	{"service", `<Get_ledger><key><id>1</id></key></Get_ledger>`, `<record><id>1</id><amount>9223372036854775807</amount></record>`},

	// Lists.
	{"", `<List_labels/>`, `<record><id>1</id><name>news</name></record><record><id>2</id><name>howto</name></record>`},
	{"", `<List_labels><order><field>id</field><descending>true</descending></order><count>true</count></List_labels>`,
		`<record><id>2</id><name>howto</name></record><record><id>1</id><name>news</name></record><total>2</total>`},
	{"", `<List_labels><filter>name == "news" || posts == 1</filter></List_labels>`, "unknown_field"},
	{"", `<List_labels><filter>name in ["news", "none"]</filter></List_labels>`, `<record><id>1</id><name>news</name></record>`},
	{"", `<List_labels><filter>labelled.exists(l, l.post.title == "third")</filter></List_labels>`, `<record><id>2</id><name>howto</name></record>`},
	{"", `<List_labels><filter>name == "&lt;none&gt;"</filter></List_labels>`, ``},
	{"", `<List_users><filter>name != "cyd"</filter></List_users>`, `<record><id>1</id><name>ada</name></record><record><id>2</id><name>bob</name></record>`},
	{"", `<List_users><filter>email == "ada@example.org"</filter></List_users>`, "unknown_field"},
	{"", `<List_posts><filter>author.email == "ada@example.org"</filter></List_posts>`, "unknown_field"},
	{"", `<List_users><order><field>email</field></order></List_users>`, "unknown_field"},
	{"", `<List_posts><order><field>hidden</field></order></List_posts>`, "unknown_field"},
	{"", `<List_ledger/>`, ``},

	// Records that references lead to, where they are asked for, and no others.
	{"", `<Get_comments><key><id>1</id></key><with>post.editor</with><with>author</with></Get_comments>`,
		`<record><id>1</id><post>1</post><author>2</author><text>nice</text><votes>5</votes><references><author><id>2</id><name>bob</name></author>` +
			`<post><id>1</id><title>first</title><status>published</status><author>1</author><editor>2</editor><votes>3</votes><price>12.50</price>` +
			`<ratio>0.5</ratio><live>true</live><tags><item>go</item><item>sql</item></tags><meta>{"n":5,"deep":{"a":[1,2]},"colour":"red"}</meta>` +
			`<day>2026-11-01</day><at>2026-11-01T10:00:00Z</at><references><editor><id>2</id><name>bob</name></editor></references></post></references></record>`},
	{"staff", `<List_posts><filter>id == 2</filter><with>author</with><with>editor</with></List_posts>`,
		`<record><id>2</id><title>second</title><status>published</status><author>2</author><tags></tags>` +
			`<references><author><id>2</id><name>bob</name><email>bob@example.org</email></author></references></record>`},
	{"", `<List_posts><filter>id == 2</filter><with>editor</with></List_posts>`,
		`<record><id>2</id><title>second</title><status>published</status><author>2</author><tags></tags></record>`},
	{"", `<List_comments><filter>id == 4</filter><with>post</with></List_comments>`, // a draft, which nobody may read
		`<record><id>4</id><post>4</post><author>1</author><text>on a draft</text><votes>9</votes></record>`},
	{"", `<List_posts><with>comments</with></List_posts>`, "unknown_relation"},
	{"", `<List_posts><with>author.email</with></List_posts>`, "unknown_relation"},
	{"", `<List_posts><with>title</with></List_posts>`, "unknown_relation"},
	{"", `<Get_posts><key><id>1</id></key><with/></Get_posts>`, "unknown_relation"},

	// New records: what is absent has its default.
	{"service", `<Create_labels><values><id>3</id><name> a &amp; b&#13;</name></values></Create_labels>`, `<key><id>3</id></key>`},
	{"", `<Get_labels><key><id>3</id></key></Get_labels>`, `<record><id>3</id><name> a &amp; b&#13;</name></record>`},
	{"", `<Create_labels><values><id>4</id><name>x</name></values></Create_labels>`, "denied"},
	{"", `<Create_labels><values><nothing/></values></Create_labels>`, "denied"},
	{"service", `<Create_labels><values><id>3</id><name>x</name></values></Create_labels>`, "unique"},
	{"service", `<Create_labels><values><id>4</id></values></Create_labels>`, "required"},
	{"staff", `<Create_posts><values><at>2026-11-20T13:00:00.5+01:00</at><id>+5</id><title></title><author>1</author><live>0</live><price>1.5</price></values><returning>1</returning></Create_posts>`,
		`<key><id>5</id></key><record><id>5</id><title></title><status>draft</status><author>1</author><price>1.50</price><live>false</live><at>2026-11-20T12:00:00.5Z</at></record>`},
	{"staff", `<Create_posts><values><id>6</id><title>t</title><author>1</author><status xsi:nil="true"/></values><returning>true</returning></Create_posts>`,
		`<key><id>6</id></key><record><id>6</id><title>t</title><author>1</author></record>`},
	{"staff", `<Create_posts><values><id>7</id><title>t</title><author>99</author></values></Create_posts>`, "reference"},
	{"staff", `<Create_posts><values><id>7</id><title>t</title><author>1</author><price>1.555</price></values></Create_posts>`, "out_of_range"},
	{"", `<CreateMany_stock><values><code>m</code><shelf>1</shelf></values><values><code>m</code><shelf>2</shelf><count>7</count></values><returning>true</returning></CreateMany_stock>`,
		`<created>2</created><record><code>m</code><shelf>1</shelf></record><record><code>m</code><shelf>2</shelf><count>7</count></record>`},
	{"", `<CreateMany_stock><values><code>n</code><shelf>1</shelf></values><values><code>m</code><shelf>2</shelf></values></CreateMany_stock>`, "unique"},
	{"", `<Get_stock><key><code>n</code><shelf>1</shelf></key></Get_stock>`, "not_found"},

	// Changes: absent is unchanged, clear is null.
	{"", `<Update_stock><key><code>m</code><shelf>2</shelf></key><changes><count>8</count></changes></Update_stock>`, ``},
	{"", `<Update_stock><key><code>m</code><shelf>2</shelf></key><clear>count</clear><returning>true</returning></Update_stock>`, `<record><code>m</code><shelf>2</shelf></record>`},
	{"", `<Update_stock><key><code>m</code><shelf>3</shelf></key><clear>count</clear></Update_stock>`, "not_found"},
	{"", `<Update_labels><key><id>1</id></key><changes><name>mine</name></changes></Update_labels>`, "denied"},
	{"service", `<Update_labels><key><id>1</id></key><clear>name</clear></Update_labels>`, "required"},
	{"", `<Delete_stock><key><code>m</code><shelf>2</shelf></key><returning>true</returning></Delete_stock>`, `<record><code>m</code><shelf>2</shelf></record>`},
	{"", `<Delete_stock><key><code>m</code><shelf>2</shelf></key></Delete_stock>`, "not_found"},

	// Those that a filter chooses, or so many of them at most.
	{"", `<CreateMany_stock><values><code>f</code><shelf>1</shelf></values><values><code>f</code><shelf>2</shelf></values><values><code>g</code><shelf>1</shelf></values></CreateMany_stock>`, `<created>3</created>`},
	{"", `<UpdateMany_stock><filter>code == "f"</filter><changes><count>5</count></changes></UpdateMany_stock>`, `<updated>2</updated>`},
	{"", `<UpdateMany_stock><filter>code == "f" &amp;&amp; shelf == 2</filter><clear>count</clear><returning>true</returning></UpdateMany_stock>`,
		`<updated>1</updated><record><code>f</code><shelf>2</shelf></record>`},
	{"", `<UpdateMany_stock><filter>code == "none"</filter><changes><count>5</count></changes></UpdateMany_stock>`, `<updated>0</updated>`},
	{"", `<UpdateMany_stock><filter>code == "f"</filter><most>1</most><changes><count>6</count></changes></UpdateMany_stock>`, "max_affected"},
	{"", `<UpdateMany_stock><changes><count>6</count></changes></UpdateMany_stock>`, "unfiltered"},
	{"", `<UpdateMany_stock><filter> </filter><changes><count>6</count></changes></UpdateMany_stock>`, "unfiltered"},
	{"", `<UpdateMany_users><filter>email == "x"</filter><changes><name>mine</name></changes></UpdateMany_users>`, "unknown_field"},
	{"", `<UpdateMany_labels><filter>id == 1</filter><changes><name>mine</name></changes></UpdateMany_labels>`, `<updated>0</updated>`},
	{"", `<DeleteMany_stock><filter>code == "f" || code == "g"</filter><most>2</most></DeleteMany_stock>`, "max_affected"},
	{"", `<DeleteMany_stock><filter>code == "f" || code == "g"</filter><most>3</most></DeleteMany_stock>`, `<deleted>3</deleted>`},
	{"", `<DeleteMany_stock/>`, "unfiltered"},

	// New, or changed where it is there.
	{"", `<Upsert_stock><values><code>u</code><shelf>1</shelf><count>1</count></values><returning>true</returning></Upsert_stock>`,
		`<key><code>u</code><shelf>1</shelf></key><created>true</created><record><code>u</code><shelf>1</shelf><count>1</count></record>`},
	{"", `<Upsert_stock><values><code>u</code><shelf>1</shelf><count>2</count></values></Upsert_stock>`, `<key><code>u</code><shelf>1</shelf></key><created>false</created>`},
	{"", `<Get_stock><key><code>u</code><shelf>1</shelf></key></Get_stock>`, `<record><code>u</code><shelf>1</shelf><count>2</count></record>`},
	{"staff", `<Upsert_users><values><id>1</id><name>ada</name><score>9</score></values><match>name</match></Upsert_users>`, `<key><id>1</id></key><created>false</created>`},
	{"staff", `<Upsert_users><values><id>1</id><name>ada</name></values><match>score</match></Upsert_users>`, "unsupported"},
	{"", `<Upsert_users><values><id>1</id><name>ada</name></values><match>email</match></Upsert_users>`, "unknown_field"},
	{"", `<Upsert_labels><values><id>1</id><name>mine</name></values></Upsert_labels>`, "denied"},
	{"", `<DeleteMany_stock><filter>code == "u"</filter></DeleteMany_stock>`, `<deleted>1</deleted>`},

	// Actions of each form.
	{"", `<Call_add><a>2</a></Call_add>`, `<result>3</result>`},
	{"", `<Call_add><b>5</b><a> 2 </a></Call_add>`, `<result>7</result>`},
	{"", `<Call_split><text>abc</text></Call_split>`, `<result><first>a</first><rest>bc</rest></result>`},
	{"", `<Call_half><result>abcd</result></Call_half>`, `<result_>2</result_>`},
	{"", `<Call_ping/>`, ``},
	{"", `<Call_stocked><code>s</code><count>2</count></Call_stocked>`, `<record><code>s</code><shelf>1</shelf><count>2</count></record>`},
	{"", `<Call_stocked><code>s</code><count>2</count></Call_stocked>`, "unique"},

	// All of a batch is done, or nothing.
	{"", `<Batch/>`, ``},
	{"", `<Batch><operation><Create_stock><values><code>b</code><shelf>1</shelf></values></Create_stock></operation>` +
		`<operation><Call_stocked><code>c</code><count>3</count></Call_stocked></operation>` +
		`<operation><List_stock><filter>code == "b"</filter></List_stock></operation>` +
		`<operation><Update_stock><key><code>b</code><shelf>1</shelf></key><changes><count>1</count></changes></Update_stock></operation></Batch>`,
		`<result><Create_stockResponse><key><code>b</code><shelf>1</shelf></key></Create_stockResponse></result>` +
			`<result><Call_stockedResponse><record><code>c</code><shelf>1</shelf><count>3</count></record></Call_stockedResponse></result>` +
			`<result><List_stockResponse><record><code>b</code><shelf>1</shelf></record></List_stockResponse></result>` +
			`<result><Update_stockResponse></Update_stockResponse></result>`},
	{"", `<Batch><operation><Delete_stock><key><code>b</code><shelf>1</shelf></key></Delete_stock></operation>` +
		`<operation><Call_stocked><code>c</code><count>3</count></Call_stocked></operation></Batch>`, "unique"},
	{"", `<Get_stock><key><code>b</code><shelf>1</shelf></key></Get_stock>`, `<record><code>b</code><shelf>1</shelf><count>1</count></record>`},
}

// TestExchanges: what each operation gives, on every store.
func TestExchanges(t *testing.T) {
	t.Parallel()
	stores.Each(t, func(t *testing.T, kind string) {
		d := board(t, kind)
		for _, x := range exchanges {
			status, got := d.ask(t, x.ask, x.as)
			name, _, _ := strings.Cut(strings.Trim(x.ask, "</>"), ">")
			want := "<" + strings.TrimSuffix(name, "/") + response + ">" + x.want + "</" + strings.TrimSuffix(name, "/") + response + ">"
			if x.want != "" && !strings.Contains(x.want, "<") {
				got, want = codeOf(got), x.want
			} else if status != http.StatusOK {
				want = "no fault, but " + want
			}
			if got != want {
				t.Errorf("%q asks %s:\n got %s\nwant %s", x.as, x.ask, got, want)
			}
		}
	})
}

// TestPages: cursors lead through a list, and through no other.
func TestPages(t *testing.T) {
	t.Parallel()
	d := board(t, "mem")
	page := func(rest string) (string, string) {
		_, got := d.ask(t, "<List_users><limit>2</limit>"+rest+"</List_users>", "")
		_, next, _ := strings.Cut(got, "<next>")
		next, _, _ = strings.Cut(next, "</next>")
		return got, next
	}
	const order = "<order><field>name</field><descending>true</descending></order>"
	first, next := page(order)
	if !strings.Contains(first, "cyd") || !strings.Contains(first, "bob") || next == "" {
		t.Fatal(first)
	}
	second, end := page(order + "<cursor>" + next + "</cursor>")
	if strings.Count(second, "<record>") != 1 || !strings.Contains(second, "ada") || end != "" {
		t.Error(second)
	}
	for name, rest := range map[string]string{
		"another order":  strings.Replace(order, "true", "false", 1) + "<cursor>" + next + "</cursor>",
		"another filter": order + "<filter>id > 0</filter><cursor>" + next + "</cursor>",
		"no order":       "<cursor>" + next + "</cursor>",
		"a changed one":  order + "<cursor>" + strings.ToLower(next) + "</cursor>",
	} {
		if got, _ := page(rest); codeOf(got) != "cursor" {
			t.Errorf("%s: %s", name, got)
		}
	}
	if got, _ := page(strings.Replace(order, "name", "id", 1) + "<cursor>" + next + "</cursor>"); codeOf(got) != "cursor" {
		t.Error(got)
	}
}

// TestPagesBothWays: next and previous lead to the same records as one long list, with
// ties and nulls in the order, on every store.
func TestPagesBothWays(t *testing.T) {
	t.Parallel()
	stores.Each(t, func(t *testing.T, kind string) {
		d := board(t, kind)
		var rows strings.Builder
		for i := range 23 {
			rows.WriteString("<values><code>" + string(rune('a'+i)) + "</code><shelf>7</shelf>")
			if i%4 > 0 {
				rows.WriteString("<count>" + string(rune('0'+i%4)) + "</count>")
			}
			rows.WriteString("</values>")
		}
		if status, got := d.ask(t, "<CreateMany_stock>"+rows.String()+"</CreateMany_stock>", ""); status != http.StatusOK {
			t.Fatal(got)
		}
		ask := func(rest string) (codes, next, previous string) {
			status, got := d.ask(t, "<List_stock><filter>shelf == 7</filter>"+rest+"</List_stock>", "")
			if status != http.StatusOK {
				t.Fatal(got)
			}
			for part := range strings.SplitSeq(got, "<code>") {
				if code, _, ok := strings.Cut(part, "</code>"); ok {
					codes += code
				}
			}
			between := func(name string) string {
				_, text, _ := strings.Cut(got, "<"+name+">")
				text, _, _ = strings.Cut(text, "</"+name+">")
				return text
			}
			return codes, between("next"), between("previous")
		}
		for _, order := range []string{"", "<order><field>count</field></order>", "<order><field>count</field><descending>true</descending></order>",
			"<order><field>count</field><nulls>first</nulls></order><order><field>code</field><descending>true</descending></order>"} {
			all, next, previous := ask(order)
			if len(all) != 23 || next != "" || previous != "" {
				t.Fatalf("%s: %s %q %q", order, all, next, previous)
			}
			seen, at, pages := "", "", []string{""}
			for {
				codes, next, previous := ask(order + "<limit>5</limit>" + at)
				if seen += codes; (previous != "") != (at != "") {
					t.Errorf("%s: page %d has previous %q", order, len(pages), previous)
				}
				if next == "" {
					break
				}
				at = "<cursor>" + next + "</cursor>"
				pages = append(pages, at)
			}
			if seen != all || len(pages) != 5 {
				t.Errorf("%s: forwards %s in %d pages, want %s", order, seen, len(pages), all)
			}
			// Back from the last page, and forward again from each.
			codes, _, previous := ask(order + "<limit>5</limit>" + at)
			seen = codes
			for n := 3; previous != ""; n-- {
				before, next, further := ask(order + "<limit>5</limit><cursor>" + previous + "</cursor>")
				if again, _, _ := ask(order + "<limit>5</limit><cursor>" + next + "</cursor>"); again != codes {
					t.Errorf("%s: %s is behind %s, want %s", order, again, before, codes)
				}
				seen, codes, previous = before+seen, before, further
				if n < 0 {
					t.Fatal("it does not end")
				}
			}
			if seen != all {
				t.Errorf("%s: backwards %s, want %s", order, seen, all)
			}
		}
	})
}

// TestForbiddenCharacters: XML has no way to write some that a text can hold.
func TestForbiddenCharacters(t *testing.T) {
	t.Parallel()
	for text, ok := range map[string]bool{
		"a\tb\nc": true, "\x01": false, "\x1f": false, "\x7f": true, "\u0085": true,
		"\ufffd": true, "\ufffe": false, "\uffff": false, "\U0001F600": true, "\xff": false,
	} {
		_, err := appendText(nil, text)
		if (err == nil) != ok {
			t.Errorf("%q: %v", text, err)
		}
		if strings.ContainsAny(shown(text), "\x01\x1f\ufffe\uffff") {
			t.Errorf("%q is shown as %q", text, shown(text))
		}
	}
	if got := shown("<a&b>\r\"\x00"); got != "&lt;a&amp;b&gt;&#13;&quot;\ufffd" {
		t.Error(got)
	}
}
