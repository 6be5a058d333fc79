package query

// Session is what a caller carries from one request to its next, so that copies of
// a database that lag behind may answer it, and never show it less than it wrote.
type Session struct {
	// Seen are what Reached was after the caller's last writes: one that writes
	// several things at once has several. Where there is none, it has not written
	// anything that matters to it, and any copy may answer.
	Seen []string
	// Reached is set by Do to what the caller must carry on in the place of all
	// of Seen: where it has written, and where Seen is not of this database, or
	// not any more. It is "" where Seen goes on to hold.
	Reached string
}

// Unknown is a position that no copy of a database has come to: the database itself
// answers, and tells another.
const Unknown = "unknown"
