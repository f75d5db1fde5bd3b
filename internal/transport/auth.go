package transport

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"sync/atomic"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

// An Authorizer adds the caller's identity to one attempt.
type Authorizer interface {
	// authorize adds to header. claims, if any, are the JSON text of a
	// challenge.
	authorize(ctx context.Context, method string, target *url.URL, header http.Header, claims string) error
}

type credentialAuth struct {
	credential azcore.TokenCredential
	scopes     []string
	// last is the header of the last token. A token serves for an hour, and is
	// long: no need to check and copy it for each attempt.
	last atomic.Pointer[string]
}

const bearer = "Bearer "

func (a *credentialAuth) authorize(ctx context.Context, _ string, _ *url.URL, header http.Header, claims string) error {
	token, err := a.credential.GetToken(ctx, policy.TokenRequestOptions{Scopes: a.scopes, Claims: claims, EnableCAE: true})
	if err != nil {
		return err
	}
	if token.Token == "" {
		return errors.New("the credential returned an empty token")
	}
	last := a.last.Load()
	if last == nil || (*last)[len(bearer):] != token.Token {
		value := bearer + token.Token
		if err := checkAuthHeader("Authorization", value); err != nil {
			return err
		}
		last = &value
		a.last.Store(last)
	}
	header["Authorization"] = []string{*last}
	return nil
}

func checkAuthHeader(name, value string) error {
	if !validToken(name) || !validHeaderValue(value) {
		return errors.New("the token or its header holds a character that is not allowed")
	}
	return nil
}
