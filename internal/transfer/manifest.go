package transfer

import (
	"encoding/json"
	"time"

	"bedplate/schema"
)

// An archive is a zip file of
//
//	schema/posts.yaml     each collection's declaration, as schema files have it
//	rows/posts.ndjson     its rows in the order of their keys, a JSON object a line
//	manifest.json         last, what should be in the others
//
// The same rows give the same bytes, but for the time in the manifest.
const (
	manifestFile = "manifest.json"
	schemaFolder = schema.Folder + "/"
	rowsFolder   = "rows/"
	format       = 1 // of the archive
)

// manifest says what is in an archive.
type manifest struct {
	Format      int          `json:"bedplate_archive"`
	Name        string       `json:"name"` // of the app
	Made        time.Time    `json:"made"`
	Collections []collection `json:"collections"`
	Schema      []file       `json:"schema"`
}

// collection is a collection's rows in an archive.
type collection struct {
	Count
	Bytes int64 `json:"bytes"` // of the file, not compressed
}

// file is another file of an archive.
type file struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
}

// text gives the manifest as it is written.
func (m *manifest) text() ([]byte, error) {
	doc, err := json.MarshalIndent(m, "", "  ")
	return append(doc, '\n'), err
}

func rowsFile(c *schema.Collection) string { return rowsFolder + c.Name + ".ndjson" }

// carried lists the collections whose rows an archive has: not what Bedplate
// keeps for itself, which is of use only beside the rows as they were.
func carried(s *schema.Schema) []*schema.Collection {
	var out []*schema.Collection
	for _, c := range s.Collections {
		if !c.View && !c.System {
			out = append(out, c)
		}
	}
	return out
}
