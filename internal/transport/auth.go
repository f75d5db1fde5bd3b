package transport

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	abstractions "github.com/microsoft/kiota-abstractions-go"
	"github.com/microsoft/kiota-abstractions-go/authentication"
)

// An authorizer adds the caller's identity to one attempt. claims, if any, are
// the JSON text of a challenge.
type authorizer interface {
	authorize(ctx context.Context, r *http.Request, claims string) error
}

type credentialAuth struct {
	credential azcore.TokenCredential
	scopes     []string
}

func (a credentialAuth) authorize(ctx context.Context, r *http.Request, claims string) error {
	token, err := a.credential.GetToken(ctx, policy.TokenRequestOptions{Scopes: a.scopes, Claims: claims, EnableCAE: true})
	if err != nil {
		return err
	}
	if token.Token == "" {
		return errors.New("the credential returned an empty token")
	}
	return setAuthHeader(r.Header, "Authorization", "Bearer "+token.Token)
}

// setAuthHeader sets the map entry as it is named: providers may use any name.
func setAuthHeader(h http.Header, name, value string) error {
	if !validToken(name) || !validHeaderValue(value) {
		return errors.New("the token or its header holds a character that is not allowed")
	}
	h[http.CanonicalHeaderKey(name)] = []string{value}
	return nil
}

type providerAuth struct {
	provider authentication.AuthenticationProvider
}

var kiotaMethods = map[string]abstractions.HttpMethod{
	http.MethodGet: abstractions.GET, http.MethodPost: abstractions.POST, http.MethodPatch: abstractions.PATCH,
	http.MethodPut: abstractions.PUT, http.MethodDelete: abstractions.DELETE,
}

// authorize shows the provider a request made afresh, so that it cannot find
// the header of an earlier attempt, and takes over the headers that it adds.
func (a providerAuth) authorize(ctx context.Context, r *http.Request, claims string) (err error) {
	info := abstractions.NewRequestInformation()
	info.Method = kiotaMethods[r.Method]
	info.SetUri(*r.URL)
	extra := map[string]any{}
	if claims != "" {
		// Providers of kiota take the claims in the encoding of the header.
		extra["claims"] = base64.StdEncoding.EncodeToString([]byte(claims))
	}
	if err := callProvider(ctx, a.provider, info, extra); err != nil {
		return err
	}
	if after, err := info.GetUri(); err != nil || !sameURL(after, r.URL) {
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
		if err := setAuthHeader(r.Header, name, values[0]); err != nil {
			return err
		}
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
