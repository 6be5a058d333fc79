//go:build linux

package main

import (
	"reflect"
	"testing"
)

// TestAnswersHaveOneForm: what programs say of the same rows becomes the same, and what
// differs does not.
func TestAnswersHaveOneForm(t *testing.T) {
	t.Parallel()
	rest, err := plainJSON([]byte(`[{"id":"a","score":17,"created":"2026-01-01T00:00:00+00:00","author":{"name":"x"},"comments":[{"id":"c","body":"1"}],"reactions":[{"count":3}]}]`))
	if err != nil {
		t.Fatal(err)
	}
	for body, same := range map[string]bool{
		`{"data":{"posts":[{"id":"a","score":17,"created":"2026-01-01T00:00:00+00:00","author":{"name":"x"},"comments":[{"id":"c","body":"1"}],"reactions":{"aggregate":{"count":3}}}]}}`:                       true,
		`{"data":{"allPosts":{"nodes":[{"id":"a","score":"17","created":"2026-01-01T01:00:00+01:00","author":{"name":"x"},"comments":{"nodes":[{"body":"1","id":"c"}]},"reactions":{"totalCount":3}}]}}}`:       true,
		`{"data":{"posts":[{"id":"a","score":17,"created":"2026-01-01T00:00:00+00:00","author":{"name":"x"},"comments":[{"id":"c","body":"1"}],"reactions":[{"count_id":3}]}]}}`:                                true,
		`{"data":{"posts":[{"id":"a","score":17,"created":"2026-01-01T00:00:01+00:00","author":{"name":"x"},"comments":[{"id":"c","body":"1"}],"reactions":[{"count_id":3}]}]}}`:                                false,
		`{"data":{"posts":[{"id":"a","score":17,"created":"2026-01-01T00:00:00+00:00","author":{"name":"x"},"comments":[{"id":"c","body":"1"}],"reactions":[{"count_id":4}]}]}}`:                                false,
		`{"data":{"posts":[{"id":"a","score":17,"created":"2026-01-01T00:00:00+00:00","author":{"name":"x"},"comments":[],"reactions":[{"count_id":3}]}]}}`:                                                     false,
		`{"data":{"posts":[{"id":"a","score":17,"created":"2026-01-01T00:00:00+00:00","author":{"name":"x"},"comments":[{"id":"c","body":"1"},{"id":"d","body":"1"}],"reactions":{"aggregate":{"count":3}}}]}}`: false,
	} {
		got, err := dataJSON([]byte(body))
		if err != nil || reflect.DeepEqual(got, rest) != same {
			t.Errorf("%s: the same is %v, %v", body, !same, err)
		}
	}
	if _, err := dataJSON([]byte(`{"errors":[{"message":"no"}]}`)); err == nil {
		t.Error("errors are taken for data")
	}
	record, err := recordXML([]byte(`<e:Envelope xmlns:e="x"><e:Body><Get_postsResponse><record><id>a</id><tags><item>x</item><item>&lt;b&gt;</item></tags><score>3</score><created>2026-01-01T00:00:00Z</created></record></Get_postsResponse></e:Body></e:Envelope>`))
	if err != nil {
		t.Fatal(err)
	}
	if want, _ := plainJSON([]byte(`{"id":"a","tags":["x","<b>"],"score":3,"created":"2026-01-01T00:00:00+00:00"}`)); !reflect.DeepEqual(record, want) {
		t.Errorf("a record by SOAP is %v", record)
	}
}
