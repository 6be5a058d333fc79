package result

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"bedplate/fault"
)

// Connecting gives the fault of a first connection to a database. What a server
// that is down, starting or full may get over is Unavailable; what it will say
// again has another code, so that nobody waits for it.
func Connecting(ctx context.Context, err error) *fault.Error {
	var f *fault.Error
	var own *pgconn.PgError
	var certificate *tls.CertificateVerificationError
	var network *net.OpError
	var name *net.DNSError
	switch {
	case err == nil || errors.As(err, &f):
		return f
	case errors.As(err, &own):
		return refused(own)
	case ctx.Err() != nil, errors.Is(err, context.DeadlineExceeded):
		return fault.New(fault.Unavailable, "the database does not answer in time")
	case errors.As(err, &certificate):
		return fault.Wrap(fault.Denied, certificate, "the database's certificate cannot be trusted: %v", certificate.Err).
			WithHint("name the authority that signed it in the address, sslrootcert=FILE, and the host that it is for")
	case strings.Contains(err.Error(), "server refused TLS connection"): // which pgx gives no type
		return fault.New(fault.Denied, "the database does not speak TLS, which its address demands").
			WithHint("switch TLS on there, or write sslmode=disable where the way to it is safe")
	case errors.As(err, &name):
		return fault.Wrap(fault.Unavailable, name, "the database's host %s is not known: %v", name.Name, name)
	case errors.As(err, &network):
		return fault.Wrap(fault.Unavailable, network, "the database cannot be reached: %v", network)
	}
	return fault.Wrap(fault.Unavailable, err, "the database cannot be reached: %v", err)
}

// refused tells what a server says for good from what it says for a while.
func refused(own *pgconn.PgError) *fault.Error {
	said := own.Severity + ": " + own.Message
	switch {
	case own.Code[:2] == "28":
		return fault.Wrap(fault.Denied, own, "the database refuses the login: %s (SQLSTATE %s)", said, own.Code).
			WithHint("look at the user and the password in its address, and at the server's pg_hba.conf")
	case own.Code == "3D000":
		return fault.Wrap(fault.NotFound, own, "there is no such database: %s (SQLSTATE %s)", said, own.Code).
			WithHint("make it, WITH ENCODING 'UTF8', or mend the address")
	case own.Code == "42501":
		return fault.Wrap(fault.Denied, own, "the database's user lacks a right: %s (SQLSTATE %s)", said, own.Code).
			WithHint("GRANT CONNECT ON DATABASE, or another user in the address")
	}
	f := ofState(own)
	if f.Code == fault.Unavailable {
		return fault.Wrap(f.Code, own, "%s: %s (SQLSTATE %s)", f.Message, said, own.Code)
	}
	return fault.Wrap(fault.Unsupported, own, "the database refuses the connection: %s (SQLSTATE %s)", said, own.Code)
}
