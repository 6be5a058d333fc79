package mysql

import (
	"context"
	"hash/fnv"
	"strconv"
	"time"

	"bedplate/fault"
	"bedplate/store/driver"
	"bedplate/store/mysql/result"
	"bedplate/value"
)

var _ driver.Replicated = (*Driver)(nil)

// The questions for a position. What a server of domains has come to is what it
// replicated and what began on itself; it says so of a transaction that it replicated
// when that can be seen, and of one that began on itself no later.
const (
	askDomains = "SELECT @@gtid_current_pos, @@gtid_slave_pos, @@log_bin, CONCAT_WS(':', @@hostname, @@port, @@server_id), DATABASE()"
	askSets    = "SELECT @@GLOBAL.gtid_executed, @@GLOBAL.gtid_mode, DATABASE()"
)

// position asks the server of a connection how far it has come.
func (c *conn) position(ctx context.Context, h history) (string, error) {
	sql := askDomains
	switch h {
	case noHistory:
		return "", noPositions("number its transactions")
	case sets:
		sql = askSets
	}
	rows, err := c.ask(ctx, sql)
	if err != nil {
		return "", err
	}
	r := rows[0]
	if h == sets {
		if r[1] != "ON" {
			return "", noPositions("number its transactions").WithHint("set gtid_mode = ON")
		}
		return setsText(r[0], r[2]), nil
	}
	if r[2] == "0" && r[1] == "" {
		return "", noPositions("keep a log that replicas could follow").WithHint("set log_bin")
	}
	server := fnv.New64a()
	server.Write([]byte(r[3]))
	return domainsText(strconv.FormatUint(server.Sum64(), 36), r[1] != "", r[0], r[4]), nil
}

func noPositions(lacks string) *fault.Error {
	return fault.New(fault.Unavailable, "the server does not %s", lacks)
}

// Position asks the server how far it has come. A connection that turns out to be
// broken is replaced once.
func (d *Driver) Position(ctx context.Context) (string, error) {
	for again := false; ; again = true {
		c, err := d.pool.take(ctx, again)
		if err != nil {
			return "", err
		}
		at, err := c.position(ctx, d.server.history)
		d.pool.give(c)
		if err == nil || again || !c.broken || ctx.Err() != nil {
			return at, outcome(ctx, err)
		}
	}
}

// Compare tells how two positions lie to each other.
func (d *Driver) Compare(reached, wanted string) driver.Relation {
	r, ok := parsePosition(reached)
	w, known := parsePosition(wanted)
	if !ok || !known {
		return driver.Apart
	}
	return r.compare(&w)
}

// covers tells whether the server of a connection holds everything up to the
// positions. It is asked only where it was not seen to when it was asked last: it
// gets no less.
func (d *Driver) covers(ctx context.Context, c *conn, wanted []string) (bool, error) {
	for asked := false; ; asked = true {
		holds := c.reached != ""
		for i := 0; holds && i < len(wanted); i++ {
			holds = d.Compare(c.reached, wanted[i]) == driver.Holds
		}
		if holds || asked {
			return holds, nil
		}
		at, err := c.position(ctx, d.server.history)
		if err != nil {
			return false, err
		}
		c.reached = at
	}
}

// ReadCovering is Read, behind a question for the server's position over the same
// connection.
func (d *Driver) ReadCovering(ctx context.Context, wanted []string, p driver.Prepared, args []value.Value, visit driver.Visit) error {
	return d.read(ctx, wanted, p, args, visit)
}

// read is Read where the server holds everything up to the positions, if there are any.
func (d *Driver) read(ctx context.Context, wanted []string, p driver.Prepared, args []value.Value, visit driver.Visit) error {
	ready, err := own(p)
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return result.Classify(err)
	}
	began := time.Now()
	for again := false; ; again = true {
		c, err := d.pool.take(ctx, again)
		if err != nil {
			return err
		}
		begun, holds := false, true
		if len(wanted) > 0 {
			holds, err = d.covers(ctx, c, wanted)
		}
		if holds && err == nil {
			begun, err = c.read(ctx, ready.statement, args, visit)
		}
		d.pool.give(c)
		switch {
		case !holds && err == nil:
			return driver.Behind
		case err == nil || begun || again || !c.broken || ctx.Err() != nil || d.late(began):
			return outcome(ctx, err)
		}
	}
}
