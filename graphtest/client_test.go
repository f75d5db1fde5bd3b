package graphtest_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore/graphtest"
)

const apiRoot = "/solutions/backupRestore"

// client is the plainest possible Graph client.
type client struct {
	t       testing.TB
	srv     *graphtest.Server
	token   func() string // a fresh one for each request, since tests sleep for days
	headers http.Header
}

func newClient(t testing.TB, srv *graphtest.Server, opts ...graphtest.TokenOption) *client {
	return &client{t: t, srv: srv, token: func() string { return srv.Token(opts...) }, headers: http.Header{"Prefer": {"include-unknown-enum-members"}}}
}

type result struct {
	status int
	header http.Header
	text   string
	json   map[string]any
}

// code is the error code of a refusal.
func (r result) code() string {
	inner, _ := r.json["error"].(map[string]any)
	code, _ := inner["code"].(string)
	return code
}

func (r result) id() string { return r.str("id") }

func (r result) str(name string) string {
	s, _ := r.json[name].(string)
	return s
}

func (r result) items() []map[string]any {
	var items []map[string]any
	list, _ := r.json["value"].([]any)
	for _, one := range list {
		item, _ := one.(map[string]any)
		items = append(items, item)
	}
	return items
}

func (c *client) try(method, path string, body any) (result, error) {
	c.t.Helper()
	var from io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		from = strings.NewReader(b)
	default:
		text, err := json.Marshal(b)
		require.NoError(c.t, err)
		from = bytes.NewReader(text)
	}
	switch {
	case strings.HasPrefix(path, "https://") || strings.HasPrefix(path, "http://"):
	case strings.HasPrefix(path, "/solutions") || strings.HasPrefix(path, "/$"):
		path = c.srv.BaseURL() + path
	default:
		path = c.srv.BaseURL() + apiRoot + path
	}
	req, err := http.NewRequestWithContext(c.t.Context(), method, path, from)
	require.NoError(c.t, err)
	for name, values := range c.headers {
		req.Header[name] = values
	}
	req.Header.Set("Authorization", "Bearer "+c.token())
	req.Header.Set("Content-Type", "application/json")
	httpClient := c.srv.HTTPClient()
	httpClient.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	res, err := httpClient.Do(req)
	if err != nil {
		return result{}, err
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	r := result{status: res.StatusCode, header: res.Header, text: string(text)}
	_ = json.Unmarshal(text, &r.json) // not everything is JSON
	return r, err
}

func (c *client) do(method, path string, body any) result {
	c.t.Helper()
	r, err := c.try(method, path, body)
	require.NoError(c.t, err)
	return r
}

func (c *client) get(path string) result { c.t.Helper(); return c.do(http.MethodGet, path, nil) }

// want is do with the status that must come back.
func (c *client) want(status int, method, path string, body any) result {
	c.t.Helper()
	r := c.do(method, path, body)
	require.Equal(c.t, status, r.status, "%s %s: %s", method, path, r.text)
	return r
}

// refused checks an error answer.
func (c *client) refused(status int, code, method, path string, body any) {
	c.t.Helper()
	r := c.want(status, method, path, body)
	require.Equal(c.t, code, r.code(), r.text)
}

// all follows the pages of a list.
func (c *client) all(path string) []map[string]any {
	c.t.Helper()
	var items []map[string]any
	for path != "" {
		r := c.want(http.StatusOK, http.MethodGet, path, nil)
		items = append(items, r.items()...)
		path = r.str("@odata.nextLink")
	}
	return items
}

func object(members ...any) map[string]any {
	m := map[string]any{}
	for i := 0; i < len(members); i += 2 {
		m[members[i].(string)] = members[i+1]
	}
	return m
}

// holding makes the client use one token from now on.
func (c *client) holding(token string) { c.token = func() string { return token } }
