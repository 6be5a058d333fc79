package rest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// TestBatchNamesTheOperation: the error of a batch says which operation it is
// about, whoever found it.
func TestBatchNamesTheOperation(t *testing.T) {
	t.Parallel()
	h := board(t)
	const fine = `{"method":"GET","path":"stock"},{"method":"PATCH","path":"stock?code=eq.a","body":{}}`
	for body, want := range map[string]string{
		`[{"method":"GET","paths":"stock"}]`:                                                                      "operation 0",
		`[` + fine + `,{"method":"GET","path":"nowhere"}]`:                                                        "operation 2 (GET nowhere)",
		`[` + fine + `,{"method":"GET","path":"stock?nope=eq.1"}]`:                                                "operation 2 (GET stock)",
		`[` + fine + `,{"method":"GET","path":"stock/none,1"}]`:                                                   "operation 2 (GET stock/none,1)",
		`[` + fine + `,{"method":"POST","path":"stock","body":{"code":"a,b","shelf":1}}]`:                         "operation 2 (POST stock)",
		`[{"method":"PATCH","path":"stock?code=eq.a","body":{}},{"method":"GET","path":"stock/none,1"}]`:          "operation 1 (GET stock/none,1)",
		`[` + fine + `,{"method":"POST","path":"comments","body":{"id":90,"post":4711}}]`:                         "operation 2 (POST comments)",
		`[` + fine + `,{"method":"DELETE","path":"posts"}]`:                                                       "operation 2 (DELETE posts)",
		`[` + fine + `,{"method":"PATCH","path":"comments/1","body":{"votes":{"$ref":"0.count"}}}]`:               "operation 2 (PATCH comments/1)",
		`[` + fine + `,{"method":"PATCH","path":"comments/1","body":{"votes":{"$ref":"9.count"}}}]`:               "operation 2 (PATCH comments/1)",
		`[` + fine + `,{"method":"POST","path":"stock","headers":{"Prefer":"tx=commit"},"body":{"code":"none"}}]`: "operation 2 (POST stock)",
	} {
		res := ask(h, "POST /\nAs: staff\n\n"+body)
		var failure struct{ Details string }
		if err := json.Unmarshal(res.Body.Bytes(), &failure); err != nil || res.Code < 400 || !strings.HasPrefix(failure.Details, want) {
			t.Errorf("%s\n%d %s", body, res.Code, res.Body)
		}
	}
}

// TestBatchBounds: a batch has bounds of its own, and its operations keep
// theirs.
func TestBatchBounds(t *testing.T) {
	t.Parallel()
	h := board(t)
	list := func(op string, n int) string {
		return "POST /\n\n[" + strings.TrimSuffix(strings.Repeat(op+",", n), ",") + "]"
	}
	get := `{"method":"GET","path":"stock?select=code&limit=0"}`
	long := `{"method":"POST","path":"stock","body":{"code":"` + strings.Repeat("x", 5000) + `"}}`
	deep := `{"method":"PATCH","path":"posts/1","body":{"meta":` + strings.Repeat("[", 80) + strings.Repeat("]", 80) + `}}`
	for what, c := range map[string]struct {
		request string
		status  int
	}{
		"as many as may be":       {list(get, 100), http.StatusOK},
		"one more":                {list(get, 101), http.StatusBadRequest},
		"one long body":           {list(long, 1), http.StatusRequestEntityTooLarge},
		"all too long":            {list(long, 4), http.StatusRequestEntityTooLarge},
		"deep":                    {list(deep, 1), http.StatusBadRequest},
		"many names in the error": {list(`{"method":"`+strings.Repeat("é", 900)+`","path":"`+strings.Repeat("é", 900)+`"}`, 1), http.StatusBadRequest},
	} {
		if res := ask(h, c.request); res.Code != c.status || res.Code >= 400 && res.Body.Len() > 4000 {
			t.Errorf("%s: %d, %d bytes, %.300s", what, res.Code, res.Body.Len(), res.Body)
		}
	}
}

// TestBatchesTogether: a batch stands or falls also beside others.
func TestBatchesTogether(t *testing.T) {
	t.Parallel()
	h := board(t)
	if res := ask(h, "POST /stock\n\n{\"code\":\"n\",\"shelf\":0,\"count\":0}"); res.Code != http.StatusCreated {
		t.Fatal(res.Body)
	}
	var wait sync.WaitGroup
	for n := range 20 {
		wait.Go(func() {
			fails := ""
			if n%2 == 1 {
				fails = `,{"method":"GET","path":"stock/none,1"}`
			}
			res := ask(h, fmt.Sprintf("POST /\n\n[{\"method\":\"POST\",\"path\":\"stock\",\"body\":{\"code\":\"t%d\",\"shelf\":1}},"+
				"{\"method\":\"POST\",\"path\":\"stock\",\"body\":{\"code\":\"t%d\",\"shelf\":2}}%s]", n, n, fails))
			if (res.Code == http.StatusOK) != (fails == "") {
				t.Errorf("%d: %d %s", n, res.Code, res.Body)
			}
		})
	}
	wait.Wait()
	if res := ask(h, "HEAD /stock?code=like.t*\nPrefer: count=exact"); res.Header().Get("Content-Range") != "0-19/20" {
		t.Error(res.Header())
	}
}

// TestRetriesTogether: a hundred requests with one key have one effect and one
// answer, to the byte.
func TestRetriesTogether(t *testing.T) {
	t.Parallel()
	h := board(t)
	var wait sync.WaitGroup
	var mu sync.Mutex
	bodies, firsts := map[string]int{}, 0
	for range 100 {
		wait.Go(func() {
			res := ask(h, "POST /\nAs: authenticated 1\nIdempotency-Key: k\nPrefer: return=representation\n\n"+
				`[{"method":"POST","path":"stock","body":{"code":"one","shelf":1}},{"method":"GET","path":"stock?code=eq.one"}]`)
			mu.Lock()
			defer mu.Unlock()
			bodies[fmt.Sprint(res.Code, " ", res.Body)]++
			if res.Header().Get("Idempotent-Replayed") == "" {
				firsts++
			}
		})
	}
	wait.Wait()
	if len(bodies) != 1 || firsts != 1 {
		t.Errorf("%d were done, and answered %v", firsts, bodies)
	}
	if res := ask(h, "HEAD /stock?code=eq.one\nPrefer: count=exact"); res.Header().Get("Content-Range") != "0-0/1" {
		t.Error(res.Header())
	}
}
