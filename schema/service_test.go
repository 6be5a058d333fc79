package schema_test

import (
	"errors"
	"testing"
	"testing/fstest"

	"bedplate/schema"
)

// What a service brings stands beside the app's own, which may refer to it and
// cannot take its names.
func TestService(t *testing.T) {
	t.Parallel()
	clock := schema.Service{Name: "clock", Prefix: "clock_",
		Files:   map[string][]byte{"clock/alarms.yaml": []byte("collection: clock_alarms\nfields: {at: time}\n---\ncollection: clock_hands\nfields: {of: {type: ref, to: clock_alarms}}\n")},
		Actions: []*schema.ActionDecl{{Name: "clock_wind", Params: []*schema.FieldDecl{{Name: "turns", Type: "int"}}}},
	}
	load := func(file string, actions ...*schema.ActionDecl) (*schema.Schema, error) {
		files := fstest.MapFS{"schema/s.yaml": {Data: []byte(file)}}
		return schema.Load(files, ".", schema.Options{Services: []schema.Service{clock}, Actions: actions})
	}
	s, err := load("collection: sleepers\nfields: {woken_by: {type: ref, to: clock_alarms, on_delete: cascade, back: sleepers}}\n")
	if err != nil {
		t.Fatal(err)
	}
	alarms := s.Collection("clock_alarms")
	if alarms == nil || alarms.Owner != "clock" || !alarms.Managed || alarms.Relation("sleepers") == nil {
		t.Errorf("clock_alarms is %+v", alarms)
	}
	if s.Collection("sleepers").Owner != "" || s.Action("clock_wind") == nil {
		t.Error("the app's own, or the service's action, is another's")
	}
	for name, file := range map[string]string{
		"name":       "collection: clock_faces\nfields: {a: text}\n",
		"their name": "collection: clock_alarms\nfields: {a: text}\n",
		"table":      "collection: faces\ntable: Clock_faces\nfields: {a: text}\n",
		"unmanaged":  "collection: faces\nmanage: false\nfields: {a: text}\n",
	} {
		var problems schema.Problems
		if _, err := load(file); !errors.As(err, &problems) || problems[0].File != "schema/s.yaml" || problems[0].Line == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := load("collection: a\nfields: {b: text}\n", &schema.ActionDecl{Name: "clock_stop"}); err == nil {
		t.Error("an action took a name of the service's")
	}
}
