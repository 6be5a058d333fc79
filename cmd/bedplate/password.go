package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"bedplate/fault"
)

// readPassword asks for a password at a terminal, twice and without showing it,
// or reads the first line of what is piped in. It never stands on a command
// line, where other users of the machine can read it.
func readPassword(c console, in *os.File) (string, error) {
	if !term.IsTerminal(int(in.Fd())) {
		line, err := bufio.NewReader(io.LimitReader(in, 4096)).ReadString('\n')
		if err != nil && err != io.EOF {
			return "", fault.Wrap(fault.Path, err, "the password cannot be read")
		}
		return given(strings.TrimRight(line, "\r\n"))
	}
	first, err := prompted(c, in, "Password: ")
	if err != nil {
		return "", err
	}
	second, err := prompted(c, in, "Again: ")
	if err != nil {
		return "", err
	}
	if first != second {
		return "", fault.New(fault.Value, "the two passwords differ")
	}
	return given(first)
}

func prompted(c console, in *os.File, prompt string) (string, error) {
	fmt.Fprint(c.err, prompt)
	raw, err := term.ReadPassword(int(in.Fd()))
	fmt.Fprintln(c.err)
	if err != nil {
		return "", fault.Wrap(fault.Path, err, "the password cannot be read")
	}
	return string(raw), nil
}

func given(password string) (string, error) {
	if password == "" {
		return "", fault.New(fault.Value, "no password was given").WithHint("type it, or pipe it in as a line")
	}
	return password, nil
}
