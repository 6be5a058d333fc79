package rest

import (
	"net/http"
	"strings"
	"testing"
)

// TestBodyLimits takes more of an array than of an object.
func TestBodyLimits(t *testing.T) {
	t.Parallel()
	h := board(t)
	row := `{"code":"` + strings.Repeat("x", 10) + `","shelf":`
	for name, test := range map[string]struct {
		body string
		want int
	}{
		"an object":        {`{"code":"y","shelf":1}` + strings.Repeat(" ", 4000), http.StatusCreated},
		"a long object":    {`{"code":"z","shelf":1}` + strings.Repeat(" ", 5000), http.StatusRequestEntityTooLarge},
		"a long array":     {"[" + row + "1}," + row + "2}]" + strings.Repeat(" ", 5000), http.StatusCreated},
		"a too long array": {"[" + row + "3}]" + strings.Repeat(" ", 17000), http.StatusRequestEntityTooLarge},
	} {
		if res := ask(h, "POST /stock\n\n"+test.body); res.Code != test.want {
			t.Errorf("%s: %d %s", name, res.Code, res.Body)
		}
	}
}
