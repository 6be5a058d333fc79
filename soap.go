package bedplate

import (
	"net/http"

	"bedplate/internal/api/soap"
)

// withSOAP adds the SOAP door to the doors.
func (a *App) withSOAP(doors map[string]http.Handler) map[string]http.Handler {
	doors[soap.Prefix] = soap.New(a.Doer, soap.Options{
		Log: a.opts.Log, Name: a.conf.Name, PublicURL: a.conf.Server.PublicURL, Secret: derived(a.secret, "soap"),
		MaxBody: a.conf.Limits.Body, MaxBatch: a.conf.Limits.Batch,
	})
	return doors
}
