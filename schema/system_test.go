package schema_test

import (
	"errors"
	"testing"
	"testing/fstest"

	"bedplate/schema"
)

// What Bedplate keeps for itself stands beside what it manages, and nowhere
// else, and no app can take its name.
func TestSystem(t *testing.T) {
	t.Parallel()
	system := []*schema.Decl{{Name: "_bedplate_notes", Key: []string{"name"},
		Fields: []*schema.FieldDecl{{Name: "name", Type: "text"}}}}
	load := func(file string) (*schema.Schema, error) {
		return schema.Load(fstest.MapFS{"schema/s.yaml": {Data: []byte(file)}}, ".", schema.Options{System: system})
	}
	for file, want := range map[string]bool{
		"collection: users\nfields: {name: text}\n":                                                     true,
		"collection: users\nmanage: false\nfields: {name: text}\n":                                      false,
		"collection: users\nview: true\nfields: {name: text}\n":                                         false,
		"collection: users\nstore: other\nfields: {name: text}\n":                                       false,
		"collection: a\nfields: {b: text}\n---\ncollection: users\nmanage: false\nfields: {name: text}": true,
	} {
		s, err := load(file)
		if err != nil {
			t.Fatal(err)
		}
		c := s.Collection("_bedplate_notes")
		if got := c != nil; got != want {
			t.Errorf("%s: it is there: %v", file, got)
		}
		if c != nil && (!c.System || !c.Internal || !c.Managed) {
			t.Errorf("it is %+v", c)
		}
		if users := s.Collection("users"); users != nil && users.System {
			t.Error("users is ours")
		}
	}
	for _, file := range []string{
		"collection: _bedplate_notes\nfields: {name: text}\n",
		"collection: _bedplate_others\nfields: {name: text}\n",
		"collection: users\ntable: _Bedplate_meta\nfields: {name: text}\n",
	} {
		var problems schema.Problems
		if _, err := load(file); !errors.As(err, &problems) || problems[0].Line != 1 && problems[0].Line != 2 {
			t.Errorf("%s: %v", file, err)
		}
	}
}
