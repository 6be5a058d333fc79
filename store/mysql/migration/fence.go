package migration

import (
	"strconv"
	"strings"
)

// The table that says the epoch has a column that is named for it, and empty. A
// statement that names the column of another epoch is one that the server refuses, and
// one that it accepts holds the table until its transaction ends, though it reads no
// row: that costs the server half of what a look at the row does.

// fencePrefix begins the name of the column.
const fencePrefix = "at_"

// Fence is what a statement selects from that is to do nothing at another epoch: one
// row. Where the column is missing, as in databases of earlier releases, nobody knows.
func Fence(epoch int64) string {
	return "DUAL WHERE NOT EXISTS (SELECT " + fenceOf(epoch) + " FROM " + metaTable + " LIMIT 0)"
}

// AtEpoch is the same of every database of ours, by a look at the row.
func AtEpoch(epoch int64) string {
	return metaTable + " WHERE epoch = " + strconv.FormatInt(epoch, 10)
}

func fenceOf(epoch int64) string { return fencePrefix + strconv.FormatInt(epoch, 10) }

// fence gives the name of the column, "" where there is none.
func (s *session) fence() (string, error) {
	columns, err := s.texts("SELECT column_name FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ?", metaTable)
	for _, c := range columns {
		if strings.HasPrefix(c, fencePrefix) {
			return c, err
		}
	}
	return "", err
}

// moveFence names the column for another epoch.
func (s *session) moveFence(from string, epoch int64) error {
	to := fenceOf(epoch)
	switch from {
	case to:
		return nil
	case "":
		return s.exec("ALTER TABLE " + metaTable + " ADD COLUMN " + to + " TINYINT")
	}
	return s.exec("ALTER TABLE " + metaTable + " RENAME COLUMN " + from + " TO " + to)
}
