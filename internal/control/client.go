package control

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"net"
	"net/http"
	"syscall"

	"bedplate/fault"
)

// Client sends commands to a running server.
type Client struct{ http *http.Client }

// Dial finds the server whose socket is at path; nil where none runs.
func Dial(path string) (*Client, error) {
	name, err := short(path)
	if err != nil {
		return nil, nil // where no socket can be, none was made
	}
	dial := func(ctx context.Context) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", name)
	}
	conn, err := dial(context.Background())
	switch {
	case errors.Is(err, fs.ErrPermission):
		return nil, fault.New(fault.Path, "the socket %s of the running server belongs to somebody else", path).
			WithHint("run the command as the server's user")
	case err != nil:
		return nil, nil
	}
	conn.Close()
	return &Client{&http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) { return dial(ctx) },
		// A command is one connection: the server need not wait for idle ones.
		DisableKeepAlives: true,
	}}}, nil
}

// Call runs a command and reads its result into result, unless that is nil.
// progress may be nil. The error is what the command gave on the server.
func (c *Client) Call(ctx context.Context, command string, args, result any, progress func(done, all int)) error {
	raw, err := json.Marshal(args)
	if err != nil {
		return fault.Wrap(fault.Internal, err, "the arguments of %s cannot be sent", command)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://bedplate/"+command, bytes.NewReader(raw))
	if err != nil {
		return fault.Wrap(fault.Internal, err, "the command %s cannot be sent", command)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return lost(ctx, command, err)
	}
	defer resp.Body.Close()
	lines := json.NewDecoder(resp.Body)
	for {
		var l line
		if err := lines.Decode(&l); err != nil {
			return lost(ctx, command, err)
		}
		switch {
		case l.Failure != nil:
			return l.Failure.fault()
		case len(l.Problems) > 0:
			return l.Problems
		case l.Result != nil:
			if result == nil {
				return nil
			}
			if err := json.Unmarshal(l.Result, result); err != nil {
				return fault.Wrap(fault.Internal, err, "the running server's answer cannot be read").
					WithHint("use the version of bedplate that serves")
			}
			return nil
		case progress != nil:
			progress(l.Done, l.All)
		}
	}
}

func lost(ctx context.Context, command string, err error) error {
	if ctx.Err() != nil {
		return fault.Wrap(fault.Canceled, ctx.Err(), "%s was interrupted", command)
	}
	if errors.Is(err, syscall.ECONNREFUSED) {
		return fault.Wrap(fault.Unavailable, err, "the running server has just ended").WithHint("run the command again")
	}
	return fault.Wrap(fault.Unavailable, err, "the running server ended before it had answered %s", command).
		WithHint("see its log, and run the command again")
}
