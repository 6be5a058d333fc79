package query

// Session is what a caller carries from one request to its next, so that copies of
// a database that lag behind may answer it, and never show it less than it wrote.
type Session struct {
	// Seen is what Reached was after the caller's last write, Unwritten where it
	// has not written anything that matters to it.
	Seen string
	// Reached is set by Do when a request has written something where there
	// are such copies; else it is "", and Seen goes on to hold.
	Reached string
}

// Unwritten is the Seen of a caller who has not written: any copy may answer.
const Unwritten = "none"
