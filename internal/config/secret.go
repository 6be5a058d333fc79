package config

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"bedplate/fault"
)

// Secret gives the key that signs and verifies the app's own tokens: the
// file's, or one that is made once and kept in the data directory, readable by
// its owner only.
func (c *Config) Secret() ([]byte, error) {
	if len(c.Auth.Secret) > 0 {
		return c.Auth.Secret, nil
	}
	path := filepath.Join(c.Data, "jwt.secret")
	kept, err := readSecret(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return kept, err
	}
	if err := makeSecret(path); err != nil {
		return nil, fault.Wrap(fault.Path, err, "no secret for tokens could be kept: %v", err).
			WithHint("make %s writable, or set auth.jwt.secret", c.Data)
	}
	return readSecret(path)
}

func readSecret(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fault.New(fault.Path, "%s can be read by others", path).WithHint("chmod 600 %s", path)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, fault.Wrap(fault.Path, err, "%s cannot be read: %v", path, err)
	}
	text := strings.TrimSpace(string(raw))
	if len(text) < 32 {
		return nil, fault.New(fault.Value, "%s is too short for a secret", path).WithHint("remove it, and a new one is made")
	}
	return []byte(text), nil
}

// makeSecret puts a whole file in place at once: of two processes that start
// together, both use the one that came first.
func makeSecret(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	raw := make([]byte, 32)
	_, _ = rand.Read(raw) // never fails
	tmp, err := os.CreateTemp(filepath.Dir(path), "secret-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	defer tmp.Close()
	if _, err := tmp.WriteString(hex.EncodeToString(raw) + "\n"); err != nil {
		return err
	}
	if err := tmp.Sync(); err != nil {
		return err
	}
	if err := os.Link(tmp.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}
