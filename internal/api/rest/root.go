package rest

import (
	"net/http"

	"bedplate/fault"
)

// documentName is the address of the API's description. No collection's name
// holds a dot.
const documentName = "openapi.json"

// rootMethods are those of the addresses that are no collection's.
const rootMethods = "OPTIONS,GET,HEAD"

// root answers the door's own address: what there is, or its description.
func (c *call) root() error {
	if c.r.Method == http.MethodPost {
		return c.batch()
	}
	if c.door.options.Documents != nil && wantsDocument(c.r.Header["Accept"]) {
		return c.document()
	}
	if done, err := c.onlyReads(rootMethods + ",POST"); done || err != nil {
		return err
	}
	body := []byte(`{"collections":[`)
	for i, name := range c.parser.Cat.Known(c.principal) {
		if i > 0 {
			body = append(body, ',')
		}
		body = appendText(body, name)
	}
	vary(c.w.Header())
	return c.write(http.StatusOK, contentJSON, append(body, "]}"...))
}

// document answers with a description of the API.
func (c *call) document() error {
	if c.step != nil {
		return fault.Of(fault.Unsupported, "path", "the description of the API is no operation of a batch")
	}
	if done, err := c.onlyReads(rootMethods); done || err != nil {
		return err
	}
	vary(c.w.Header())
	c.door.options.Documents.ServeHTTP(c.w, c.r)
	return nil
}

// onlyReads answers OPTIONS, which it tells, and refuses what is no GET or HEAD.
// allow lists the address's methods.
func (c *call) onlyReads(allow string) (done bool, err error) {
	switch c.r.Method {
	case http.MethodOptions:
		c.w.Header().Set("Allow", allow)
		c.w.WriteHeader(http.StatusOK)
		return true, nil
	case http.MethodGet, http.MethodHead:
		return false, nil
	}
	return false, c.refuseMethod(allow)
}

// wantsDocument tells whether the description is wanted more than JSON.
func wantsDocument(accept []string) bool {
	for _, o := range parseAccept(accept) {
		switch o.name {
		case "application/openapi+json":
			return true
		case "application/json", "application/*", "*/*":
			return false
		}
	}
	return false
}
