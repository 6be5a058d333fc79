package soap

import (
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"

	"bedplate/internal/api/apitest"
	"bedplate/query"
)

// people is a door to the world that marks choose, with a few rows.
func people(t testing.TB, marks string) doors {
	t.Helper()
	e := apitest.People(t, marks)
	return doors{soap: New(func() query.Doer { return e }, Options{Log: slog.New(slog.DiscardHandler), Secret: apitest.Secret,
		PublicURL: "https://people.example"})}
}

// hiddenNames are those that somebody does not see, and some that are nearly one.
var hiddenNames = []string{
	"salary", "email", "doc", "tags", "cursor", "count", "made", "load", "boss", "reports", "token", "friend", "friends", "safe", "holders",
	"tagged", "reviewer", "reviewed", "cost", "auditor", "audited", "memo", "vault", "salar", "emails", "bos",
}

// uses are operations that name @, by every way there is to name something.
var uses = []string{
	"<Get_people><key><id>1</id></key><with>@</with></Get_people>", "<Get_people><key><@>1</@></key></Get_people>",
	"<Get_people><key><id>1</id><@>1</@></key></Get_people>", "<Get_people><key><id>1</id></key><@>1</@></Get_people>",
	"<Get_people><key><id>1</id></key><with>@.boss</with></Get_people>", "<Get_tasks><key><id>1</id></key><with>owner.@</with></Get_tasks>",
	"<List_tasks><with>@</with></List_tasks>", "<List_tasks><with>@.owner</with></List_tasks>", "<List_tasks><with>owner</with><with>owner.@</with></List_tasks>",
	"<List_people><filter>@ == 1</filter></List_people>", `<List_people><filter>@ == "abc"</filter></List_people>`, "<List_people><filter>@ != null</filter></List_people>",
	"<List_people><filter>record.@ == 1</filter></List_people>", "<List_people><filter>@.name == 'ada'</filter></List_people>",
	"<List_people><filter>@.exists(x, x.id == 1)</filter></List_people>", "<List_people><filter>size(@) > 0</filter></List_people>",
	"<List_people><filter>owned.exists(t, t.@ == 1)</filter></List_people>", "<List_people><filter>'a' in @</filter></List_people>",
	"<List_people><filter>search('a') &amp;&amp; @ == 1</filter></List_people>", "<List_people><filter>@.search('a')</filter></List_people>",
	"<List_tasks><filter>owner.@ == 1</filter></List_tasks>", "<List_tasks><filter>@ == 1</filter></List_tasks>", "<List_tasks><filter>@.id == 1</filter></List_tasks>",
	"<List_people><order><field>@</field></order></List_people>", "<List_people><order><field>name</field></order><order><field>@</field><nulls>first</nulls></order></List_people>",
	"<List_people><order><field>@</field></order><limit>1</limit></List_people>", "<List_people><order><@/></order></List_people>", "<List_people><@>1</@></List_people>",
	"<List_labels><order><field>@</field></order></List_labels>", "<List_@/>", "<Get_@><key><id>1</id></key></Get_@>", "<Create_@><values/></Create_@>", "<Call_@/>", "<@/>",
	"<Create_people><values><id>7</id><name>x</name><@>x</@></values></Create_people>", "<Create_people><values><@>abc</@><id>x</id></values></Create_people>",
	"<CreateMany_people><values><@/></values><values><nosuch/></values></CreateMany_people>", "<Create_tasks><values><id>8</id><@>x</@></values></Create_tasks>",
	"<Upsert_people><values><id>1</id><name>ada</name></values><match>@</match></Upsert_people>", "<Upsert_people><values><id>1</id><name>ada</name></values><match>id</match><match>@</match></Upsert_people>",
	"<Upsert_people><values><id>1</id><name>ada</name><@>x</@></values></Upsert_people>",
	"<Update_people><key><id>1</id></key><changes><@>x</@></changes></Update_people>", "<Update_people><key><id>1</id></key><clear>@</clear></Update_people>",
	"<Update_people><key><id>9</id></key><clear>@</clear><returning>true</returning></Update_people>", "<Update_people><key><@>1</@></key></Update_people>",
	"<UpdateMany_people><filter>@ == 1</filter><changes><name>x</name></changes></UpdateMany_people>", "<UpdateMany_people><filter>id == 9</filter><clear>@</clear></UpdateMany_people>",
	"<UpdateMany_people><filter>id == 9</filter><changes><@>x</@></changes></UpdateMany_people>",
	"<Delete_people><key><id>9</id><@>1</@></key></Delete_people>", "<DeleteMany_people><filter>@ == 9</filter></DeleteMany_people>",
	"<DeleteMany_people><filter>@ == 'x'</filter><most>1</most></DeleteMany_people>",
	"<Batch><operation><List_people><filter>@ == 1</filter></List_people></operation></Batch>", "<Batch><operation><Call_@/></operation></Batch>", "<Batch><@/></Batch>",
}

// wholes name nothing hidden, and might show it all the same.
var wholes = []string{
	"<Get_people><key><id>1</id></key></Get_people>", "<List_people/>", "<List_people><with>nosuch</with></List_people>", "<List_tasks><with>owner</with></List_tasks>",
	"<List_people><count>true</count><limit>1</limit></List_people>", "<List_tasks><order><field>title</field></order></List_tasks>", "<List_labels/>", "<List_tagged/>", "<List_forms/>",
	"<Create_people><values><id>20</id><name>new</name></values><returning>true</returning></Create_people>", "<Create_people><values><id>20</id><name>new</name></values></Create_people>",
	"<Update_people><key><id>20</id></key><changes><name>newer</name></changes><returning>true</returning></Update_people>",
	"<Upsert_people><values><id>20</id><name>newest</name></values><returning>true</returning></Upsert_people>",
	"<UpdateMany_people><filter>id == 20</filter><changes><name>last</name></changes><returning>true</returning></UpdateMany_people>",
	"<DeleteMany_people><filter>id == 20</filter><returning>true</returning></DeleteMany_people>", "<Drop_people/>", "<Create_people><values/></Create_people>",
}

// TestHiddenIsAbsent: whoever may not know a name is answered, byte for byte, as if the
// schema did not have it, and so is the WSDL.
func TestHiddenIsAbsent(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ as, sees string }{
		{"anon", " =-"}, {"authenticated 1", " =-"}, {"staff", " ~-"}, {"service", " ~-"},
	} {
		t.Run(test.as, func(t *testing.T) {
			t.Parallel()
			hidden, absent := people(t, " ~!"), people(t, test.sees)
			compare := func(operation string) {
				want, got := absent.send(enveloped(operation), "text/xml", test.as), hidden.send(enveloped(operation), "text/xml", test.as)
				if want.Code != got.Code || want.Body.String() != got.Body.String() {
					t.Errorf("%s\nabsent %d %s\nhidden %d %s", operation, want.Code, want.Body, got.Code, got.Body)
				}
			}
			for _, name := range hiddenNames {
				for _, use := range uses {
					if use = strings.ReplaceAll(use, "@", name); !strings.Contains(use, "_tagged>") { // see withoutTagged
						compare(use)
					}
				}
			}
			for _, whole := range wholes {
				compare(whole)
			}
			if want, got := withoutTagged(t, absent, test.as), withoutTagged(t, hidden, test.as); want != got {
				t.Errorf("absent %s\nhidden %s", want, got)
			}
		})
	}
}

// withoutTagged is a WSDL but for the collection whose key is partly hidden, which has
// another key where that part is absent.
func withoutTagged(t *testing.T, d doors, as string) string {
	t.Helper()
	res := apitest.Serve(d.soap, httptest.NewRequest("GET", Prefix+"?wsdl", nil), as)
	var b strings.Builder
	for line := range strings.Lines(strings.ReplaceAll(res.Body.String(), "<xsd:element ref", "\n<xsd:element ref")) {
		if !strings.Contains(line, "_tagged") {
			b.WriteString(line)
		}
	}
	if b.Len() < 10_000 {
		t.Errorf("%s is given %s", as, res.Body)
	}
	return b.String()
}
