package backuprestore

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// A RequestOption changes one call. Every method of every service takes them
// last; they are applied in the order given.
type RequestOption func(*requestOptions)

type requestOptions struct {
	query       url.Values
	header      http.Header
	version     string
	capture     *Response
	mayRunTwice bool
	startAt     string
	prefetch    bool
	fixed       map[string]bool
	eachPage    any // func(Page[T]) bool of the list's own T
	err         error
}

func newRequestOptions(opts []RequestOption) (requestOptions, error) {
	var o requestOptions
	for _, opt := range opts {
		if opt != nil {
			opt(&o)
		}
	}
	return o, o.err
}

func (o *requestOptions) setQuery(name, value string) {
	if strings.TrimSpace(value) == "" {
		o.fail(invalid(name, "is empty; leave the option out instead"))
		return
	}
	if o.fixed[name] {
		o.fail(invalid(name, "is set by this method's parameters"))
		return
	}
	if o.query == nil {
		o.query = url.Values{}
	}
	o.query.Set(name, value)
}

// fixed sends a query parameter that a later option cannot replace.
func fixed(name, value string) RequestOption {
	return func(o *requestOptions) {
		o.setQuery(name, value)
		if o.fixed == nil {
			o.fixed = map[string]bool{}
		}
		o.fixed[name] = true
	}
}

func (o *requestOptions) fail(err error) {
	if o.err == nil {
		o.err = err
	}
}

// encodeQuery renders the options as Graph reads them: spaces as %20, since a
// plus sign in a filter is a plus sign, and the dollar of system query options
// as it is.
func (o *requestOptions) encodeQuery() string {
	if len(o.query) == 0 {
		return ""
	}
	encoded := strings.ReplaceAll(o.query.Encode(), "+", "%20")
	return strings.ReplaceAll(encoded, "%24", "$")
}

// Filter sends an OData $filter expression as it is written; escaping for the
// URL is done here. Use [Quote] for the string literals in it.
func Filter(expression string) RequestOption {
	return func(o *requestOptions) { o.setQuery("$filter", expression) }
}

// Select asks for these properties only ($select).
func Select(properties ...string) RequestOption {
	return func(o *requestOptions) { o.setQuery("$select", strings.Join(properties, ",")) }
}

// Expand asks for related resources in the same answer ($expand).
func Expand(expressions ...string) RequestOption {
	return func(o *requestOptions) { o.setQuery("$expand", strings.Join(expressions, ",")) }
}

// OrderBy sorts a list ($orderby), for example "protectionDateTime desc".
func OrderBy(expressions ...string) RequestOption {
	return func(o *requestOptions) { o.setQuery("$orderby", strings.Join(expressions, ",")) }
}

// Top asks for pages of n items ($top). It bounds a page, not the list: stop
// ranging to stop the list.
func Top(n int) RequestOption {
	return func(o *requestOptions) {
		if n < 1 {
			o.fail(invalid("$top", "must be at least 1"))
			return
		}
		o.setQuery("$top", strconv.Itoa(n))
	}
}

// Count asks the service to count the items of a list ($count). [Capture]
// holds what it answered.
func Count() RequestOption {
	return func(o *requestOptions) { o.setQuery("$count", "true") }
}

// Query sends a query parameter that has no option of its own, for example
// one that is new in the service.
func Query(name, value string) RequestOption {
	return func(o *requestOptions) {
		if strings.TrimSpace(name) == "" {
			o.fail(invalid("query", "a parameter needs a name"))
			return
		}
		o.setQuery(name, value)
	}
}

// Header sends a header with the call, on every page of a list. Headers that
// the SDK owns (Authorization, Host, Content-Length and the like) are refused.
func Header(name, value string) RequestOption {
	return func(o *requestOptions) {
		if o.header == nil {
			o.header = http.Header{}
		}
		o.header.Add(name, value)
	}
}

// Capture stores what is known of the last HTTP answer of the call in into:
// status, headers, ids, attempts. Of a list it holds the newest page.
func Capture(into *Response) RequestOption {
	return func(o *requestOptions) { o.capture = into }
}

// APIVersion sends the call to another version of Graph on the same host,
// "beta" for example. Microsoft does not support beta in production.
func APIVersion(version string) RequestOption {
	return func(o *requestOptions) {
		if err := checkID(strings.ReplaceAll(version, ".", "")); err != nil {
			o.fail(invalid("version", "is not an API version such as v1.0 or beta"))
			return
		}
		o.version = version
	}
}

// MayRunTwice says that this call may be repeated even when its first attempt
// may already have run, which the SDK otherwise never does to a POST or to a
// PATCH that carries @delta. Use it where a second run is harmless.
func MayRunTwice() RequestOption {
	return func(o *requestOptions) { o.mayRunTwice = true }
}

// StartAt begins a list at a link that an earlier [Page] or [Response] gave,
// instead of at its first page.
func StartAt(nextLink string) RequestOption {
	return func(o *requestOptions) {
		if strings.TrimSpace(nextLink) == "" {
			o.fail(invalid("nextLink", "is empty; leave StartAt out to begin at the first page"))
			return
		}
		o.startAt = nextLink
	}
}

// Prefetch fetches a list's next page while the current one is being ranged
// over. It costs one page of memory and, when ranging stops early, at most one
// request that nobody reads.
func Prefetch() RequestOption {
	return func(o *requestOptions) { o.prefetch = true }
}

// Quote renders text as an OData string literal: in single quotes, with the
// quotes inside doubled.
func Quote(text string) string {
	return "'" + strings.ReplaceAll(text, "'", "''") + "'"
}
