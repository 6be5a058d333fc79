//go:build linux

package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// privateHook is an address that takes messages within a network that is not
// public, and the file of the certificate that it shows.
func privateHook(t *testing.T, took func(body string)) (address, certificate string) {
	t.Helper()
	const host = "127.0.0.2" // of this machine, and by none of its usual names
	listener, err := net.Listen("tcp", host+":0")
	if err != nil {
		t.Fatal(err)
	}
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	of := &x509.Certificate{SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.ParseIP(host)}, NotBefore: time.Now().Add(-time.Hour),
		NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign}
	public, err := x509.CreateCertificate(rand.Reader, of, of, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	certificate = filepath.Join(t.TempDir(), "hook.pem")
	if err := os.WriteFile(certificate, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: public}), 0o600); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		took(string(body))
	}))
	_ = server.Listener.Close()
	server.Listener = listener
	server.TLS = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{public}, PrivateKey: private}}}
	server.StartTLS()
	t.Cleanup(server.Close)
	return server.URL, certificate
}

// TestMessagesWithinANetwork: messages to telephones go to a hook in a network
// that is not public where the app allows that network, and nowhere else.
func TestMessagesWithinANetwork(t *testing.T) {
	t.Parallel()
	denied := regexp.MustCompile(`127\.0\.0\.2 is no public address`)
	for allowed, goes := range map[string]bool{"127.0.0.2/32": true, "10.0.0.0/8": false, "": false} {
		t.Run("allowed "+strings.ReplaceAll(allowed, "/", "-"), func(t *testing.T) {
			t.Parallel()
			took := make(chan string, 16)
			hook, certificate := privateHook(t, func(body string) { took <- body })
			app := t.TempDir()
			layOut(t, app, map[string]string{"bedplate.yaml": fmt.Sprintf("name: phones\nserver: {grace: 0s}\nauth: {users: true, phones: true}\n"+
				"sms: {hook: %q, secret: \"whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz\"}\noutgoing: {allow: [%s]}\n", hook+"/send", allowed)})
			p := launch(t, []string{"env", "SSL_CERT_FILE=" + certificate}, "dev", app, "--addr", "127.0.0.1:0")
			resp, err := http.Post(p.ready(t)+"/auth/v1/otp", "application/json", strings.NewReader(`{"phone":"+49 170 1234567"}`))
			if err != nil {
				t.Fatal(err)
			}
			_ = resp.Body.Close()
			if resp.StatusCode != http.StatusOK {
				t.Fatal(resp.Status)
			}
			if goes {
				select {
				case body := <-took:
					if !strings.Contains(body, `"phone":"491701234567"`) {
						t.Error(body)
					}
				case <-p.done:
					t.Error("the server ended")
				}
				return
			}
			if _, told := p.until(denied); !told {
				t.Error("it is not told that the hook is out of reach")
			}
			select {
			case body := <-took:
				t.Errorf("it was sent %s", body)
			default:
			}
		})
	}
}
