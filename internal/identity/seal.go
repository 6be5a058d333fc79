package identity

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"

	"bedplate/fault"
	"bedplate/value"
)

// aead encrypts what lies in the database and is not for who reads a copy of it.
func (s *Service) aead(purpose string) (cipher.AEAD, error) {
	block, err := aes.NewCipher(s.derived(purpose))
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// Secrets of factors are sealed with the app's secret, so that a copy of the
// database makes no codes; each for its own factor, so that none is moved to
// another's.

func (s *Service) factorSealer() (cipher.AEAD, error) {
	return s.aead("factors")
}

func (s *Service) sealSecret(factor value.Value, secret []byte) (string, error) {
	aead, err := s.factorSealer()
	if err != nil {
		return "", err
	}
	nonce := make([]byte, aead.NonceSize())
	_, _ = rand.Read(nonce) // never fails
	return string(aead.Seal(nonce, nonce, secret, []byte(factor.String()))), nil
}

func (s *Service) openSecret(factor value.Value, sealed string) ([]byte, error) {
	aead, err := s.factorSealer()
	if err != nil {
		return nil, err
	}
	n := aead.NonceSize()
	if len(sealed) < n {
		return nil, fault.New(fault.Internal, "a kept secret cannot be read")
	}
	return aead.Open(nil, []byte(sealed[:n]), []byte(sealed[n:]), []byte(factor.String()))
}
