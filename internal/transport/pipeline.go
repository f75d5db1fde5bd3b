package transport

import (
	"fmt"
	"net/http"
	"slices"

	nethttplibrary "github.com/microsoft/kiota-http-go"
)

// A Pipeline puts what the user wants to see every attempt in front of the
// network.
type Pipeline func(network http.RoundTripper) (http.RoundTripper, error)

// KiotaPipeline runs kiota middleware, in the order given. It must not send by
// itself: kiota's retry and redirect handlers are refused by [New].
func KiotaPipeline(middleware ...nethttplibrary.Middleware) Pipeline {
	if len(middleware) == 0 {
		// Kiota would take its default list.
		return nil
	}
	middleware = slices.Clone(middleware)
	return func(network http.RoundTripper) (http.RoundTripper, error) {
		for i, m := range middleware {
			if isNil(m) {
				return nil, fmt.Errorf("middleware %d is nil", i)
			}
			switch m.(type) {
			case *nethttplibrary.RetryHandler, nethttplibrary.RetryHandler:
				return nil, fmt.Errorf("middleware %d: kiota's retry handler would repeat calls that may have run; this client repeats by itself", i)
			case *nethttplibrary.RedirectHandler, nethttplibrary.RedirectHandler:
				return nil, fmt.Errorf("middleware %d: kiota's redirect handler would send elsewhere; this client refuses redirects", i)
			}
		}
		return nethttplibrary.NewCustomTransportWithParentTransport(network, middleware...), nil
	}
}
