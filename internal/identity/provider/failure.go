package provider

import (
	"errors"

	"golang.org/x/oauth2"

	"bedplate/fault"
)

// failed is an error of a provider's. What an endpoint for tokens answered is
// left out but for its code: it may hold what is not for logs.
func failed(what string, err error) error {
	var refused *oauth2.RetrieveError
	switch {
	case !errors.As(err, &refused):
		return fault.Wrap(fault.Unavailable, err, "%s: the provider does not answer as it should", what)
	case word(refused.ErrorCode):
		return fault.New(fault.Unavailable, "%s: the provider said %s", what, refused.ErrorCode)
	}
	return fault.New(fault.Unavailable, "%s: the provider refused", what)
}
