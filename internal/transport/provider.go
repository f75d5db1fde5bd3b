package transport

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	abstractions "github.com/microsoft/kiota-abstractions-go"
	"github.com/microsoft/kiota-abstractions-go/authentication"
)

// KiotaProvider signs requests in through a kiota authentication provider. A
// nil pointer is no provider, and refused by [New].
func KiotaProvider(provider authentication.AuthenticationProvider) Authorizer {
	if isNil(provider) {
		return nil
	}
	return providerAuth{provider}
}

type providerAuth struct {
	provider authentication.AuthenticationProvider
}

func kiotaMethod(method string) abstractions.HttpMethod {
	switch method {
	case http.MethodPost:
		return abstractions.POST
	case http.MethodPatch:
		return abstractions.PATCH
	case http.MethodPut:
		return abstractions.PUT
	case http.MethodDelete:
		return abstractions.DELETE
	default:
		return abstractions.GET
	}
}

// authorize shows the provider a request made afresh, so that it cannot find
// the header of an earlier attempt, and takes over the headers that it adds.
func (a providerAuth) authorize(ctx context.Context, method string, target *url.URL, header http.Header, claims string) error {
	info := abstractions.NewRequestInformation()
	info.Method = kiotaMethod(method)
	info.SetUri(*target)
	extra := map[string]any{}
	if claims != "" {
		// Providers of kiota take the claims in the encoding of the header.
		extra["claims"] = base64.StdEncoding.EncodeToString([]byte(claims))
	}
	if err := callProvider(ctx, a.provider, info, extra); err != nil {
		return err
	}
	if after, err := info.GetUri(); err != nil || !sameURL(after, target) {
		return errors.New("the authentication provider changed the url; only headers are supported")
	}
	if info.Headers == nil || len(info.Headers.Get("Authorization")) == 0 {
		// Kiota's own provider does this for a host that it does not know.
		return errors.New("the authentication provider added no authorization header; does it allow this host?")
	}
	for _, name := range info.Headers.ListKeys() {
		values := info.Headers.Get(name)
		if len(values) != 1 {
			return errors.New("the authentication provider added a header with several values")
		}
		if err := checkAuthHeader(name, values[0]); err != nil {
			return err
		}
		// Providers may spell a name in any way.
		header[http.CanonicalHeaderKey(name)] = values
	}
	return nil
}

func sameURL(a, b *url.URL) bool { return a != nil && a.String() == b.String() }

// callProvider turns a panic into an error: providers are known to panic on
// claims, and those come from the network.
func callProvider(ctx context.Context, p authentication.AuthenticationProvider, info *abstractions.RequestInformation, extra map[string]any) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("the authentication provider panicked (%T)", v)
		}
	}()
	return p.AuthenticateRequest(ctx, info, extra)
}
