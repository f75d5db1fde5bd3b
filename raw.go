package backuprestore

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/graphbackup/backuprestore/internal/transport"
)

// A RawRequest is a call that the SDK has no method for, such as one that is
// new in /beta.
type RawRequest struct {
	// Method is GET, POST, PATCH, PUT or DELETE.
	Method string
	// Path begins with a slash and follows the version, for example
	// "/solutions/backupRestore/activityLogs". Escape the ids in it with
	// [url.PathEscape].
	Path string
	// Body is JSON, or empty for none.
	Body jsontext.Value
}

// A RawResponse is the answer to a [RawRequest]. Body is empty where the
// service sent nothing. The models read it: one by its UnmarshalJSON, a page of
// them by [models.DecodeCollection].
type RawResponse struct {
	Response
	Body jsontext.Value
}

// Do sends a call under the same rules as every other: one origin, a fresh
// token, bounded reads, and no repetition of what may have run. Point it at
// another version with [APIVersion].
func (c *Client) Do(ctx context.Context, request RawRequest, opts ...RequestOption) (RawResponse, error) {
	var raw RawResponse
	opts = append(opts[:len(opts):len(opts)], func(o *requestOptions) {
		if o.capture == nil {
			o.capture = &raw.Response
		}
	})
	o, err := newRequestOptions(opts)
	if err == nil {
		err = request.check()
	}
	if err != nil {
		return RawResponse{}, refusal(request.Method, "(raw)", err)
	}
	r := &transport.Request{
		// The path holds ids, so it is no template to be logged.
		Method: request.Method, Template: "(raw)", Path: request.Path, Query: o.encodeQuery(),
		Version: o.version, Header: o.header, Body: request.Body, Expect: transport.ExpectAny,
	}
	if o.mayRunTwice {
		r.Repeat = transport.RepeatSafe
	}
	guardDelta(r)
	err = c.do(ctx, r, &o, func(answer *transport.Response) error {
		raw.Body = append(jsontext.Value(nil), answer.Body...)
		return nil
	})
	if err != nil {
		return RawResponse{}, err
	}
	raw.Response = *o.capture
	return raw, nil
}

func (r RawRequest) check() error {
	switch r.Method {
	case http.MethodGet, http.MethodPost, http.MethodPatch, http.MethodPut, http.MethodDelete:
	default:
		return invalid("method", "is not GET, POST, PATCH, PUT or DELETE")
	}
	u, err := url.Parse(r.Path)
	if err != nil || !strings.HasPrefix(r.Path, "/") || strings.HasPrefix(r.Path, "//") || u.RawQuery != "" || u.Fragment != "" {
		return invalid("path", "must begin with one slash and have no query; pass query parameters with Query, Filter and so on")
	}
	if len(r.Body) > 0 && !r.Body.IsValid() {
		return invalid("body", "is not valid JSON")
	}
	return nil
}
