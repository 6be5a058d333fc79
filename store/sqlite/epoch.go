package sqlite

import (
	zombiezen "zombiezen.com/go/sqlite"

	"bedplate/fault"
	"bedplate/store/sqlite/result"
	"bedplate/store/sqlite/script"
)

// epoch keeps a writer from doing work that was planned for another schema
// than the database has by now: each transaction calls check after it has
// begun. SQLite counts the changes of its schema in the file's header; as
// long as that number stays, reading it is all that check does (about a
// microsecond).
type epoch struct {
	version int64 // SQLite's number when the epoch was last read
	found   int64
}

// check refuses, as SchemaChanged, work of another epoch; 0 is of any.
func (e *epoch) check(db *zombiezen.Conn, want int64) error {
	if want == 0 {
		return nil
	}
	version, err := script.Number(db, "PRAGMA schema_version")
	if err != nil {
		return result.Classify(err)
	}
	if version == e.version && want == e.found {
		return nil
	}
	found, err := script.Number(db, "SELECT epoch FROM _bedplate_meta")
	if err != nil {
		return result.Classify(err)
	}
	if found != want {
		return fault.New(fault.SchemaChanged, "the database has been migrated to another version of the schema").
			WithHint("restart this server with the schema files of that version")
	}
	e.version, e.found = version, found
	return nil
}
