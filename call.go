package backuprestore

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"net/http"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/graphbackup/backuprestore/internal/transport"
	"github.com/graphbackup/backuprestore/models"
)

// A Response is what is known of an HTTP answer besides its value. See
// [Capture].
type Response struct {
	Status          int
	Header          http.Header
	RequestID       string
	ClientRequestID string
	Attempts        int
	// Count is what the service answered for @odata.count, and NextLink the
	// link to the next page; both for lists only.
	Count    models.Nullable[int64]
	NextLink string
	// RetryAfter is how long the service asked to wait before the next look.
	RetryAfter time.Duration
}

// An emptyBody is the {} that some calls ask for.
type emptyBody struct{}

func (emptyBody) Validate() error { return nil }

// A requestBody checks itself before it is sent.
type requestBody interface{ Validate() error }

// A call is one operation with everything that is fixed about it.
type call struct {
	method string
	path   path
	body   requestBody
	repeat transport.Repeat
	expect transport.Expect
	// resource: the answer is a resource, and without an id none that anything
	// could be done with.
	resource bool
}

// request checks a call and renders it. Nothing has been sent when it fails.
func (c call) request(o *requestOptions) (*transport.Request, error) {
	err := c.path.err
	if err == nil && c.path.noQuery && len(o.query) > 0 {
		err = invalid("query", "this operation takes no OData query options")
	}
	if err == nil && c.body != nil {
		err = c.body.Validate()
	}
	if err != nil {
		return nil, refusal(c.method, c.path.template, err)
	}
	r := &transport.Request{
		Method: c.method, Template: c.path.template, Path: c.path.escaped, Query: o.encodeQuery(),
		Version: o.version, Header: o.header, Repeat: c.repeat, Expect: c.expect,
	}
	if o.mayRunTwice && r.Repeat != transport.RepeatRead {
		r.Repeat = transport.RepeatSafe
	}
	if c.body != nil {
		if r.Body, err = json.Marshal(c.body); err != nil {
			return nil, refusal(c.method, c.path.template, err)
		}
	}
	guardDelta(r)
	return r, nil
}

// guardDelta keeps a PATCH that adds or removes items from being repeated on
// a guess: it would add them twice. In JSON text this sequence cannot occur
// inside a string, where the quote would be escaped.
func guardDelta(r *transport.Request) {
	if r.Repeat == transport.RepeatByMethod && bytes.Contains(r.Body, []byte(`@delta":`)) {
		r.Repeat = transport.RepeatNever
	}
}

// send runs a call. read gets the answer's body, which is valid during read
// only.
func (c *Client) send(ctx context.Context, call call, o requestOptions, read func(*transport.Response) error) error {
	r, err := call.request(&o)
	if err != nil {
		return err
	}
	return c.do(ctx, r, &o, read)
}

func (c *Client) do(ctx context.Context, r *transport.Request, o *requestOptions, read func(*transport.Response) error) error {
	err := c.transport.Do(ctx, r, func(answer *transport.Response) error {
		if o.capture != nil {
			*o.capture = Response{
				Status: answer.Status, Header: answer.Header, Attempts: answer.Attempts,
				RequestID: answer.RequestID, ClientRequestID: answer.ClientRequestID, RetryAfter: answer.RetryAfter,
			}
		}
		if read == nil {
			return nil
		}
		return read(answer)
	})
	return fromTransport(err)
}

// perform runs a call that answers with one value.
func perform[T any](ctx context.Context, c *Client, call call, opts []RequestOption) (T, error) {
	var value T
	o, err := newRequestOptions(opts)
	if err != nil {
		return value, refusal(call.method, call.path.template, err)
	}
	err = c.send(ctx, call, o, func(r *transport.Response) error {
		if err := json.Unmarshal(r.Body, &value); err != nil || !call.resource {
			return err
		}
		return identified(value)
	})
	if err != nil {
		var zero T
		return zero, err
	}
	return value, nil
}

// identified refuses a resource without an id.
func identified(value any) error {
	if resource, ok := value.(interface{ ResourceID() string }); ok && resource.ResourceID() == "" {
		return errors.New("the answer is a resource without an id")
	}
	return nil
}

// performNone runs a call that answers with nothing.
func performNone(ctx context.Context, c *Client, call call, opts []RequestOption) error {
	o, err := newRequestOptions(opts)
	if err != nil {
		return refusal(call.method, call.path.template, err)
	}
	call.expect = transport.ExpectNone
	return c.send(ctx, call, o, nil)
}

func get[T any](ctx context.Context, c *Client, p path, opts []RequestOption) (T, error) {
	return perform[T](ctx, c, call{method: http.MethodGet, path: p, resource: true}, opts)
}

func post[T any](ctx context.Context, c *Client, p path, body requestBody, opts []RequestOption) (T, error) {
	return perform[T](ctx, c, call{method: http.MethodPost, path: p, body: body, resource: true}, opts)
}

func patch[T any](ctx context.Context, c *Client, p path, body requestBody, opts []RequestOption) (T, error) {
	return perform[T](ctx, c, call{method: http.MethodPatch, path: p, body: body}, opts)
}

func remove(ctx context.Context, c *Client, p path, opts []RequestOption) error {
	return performNone(ctx, c, call{method: http.MethodDelete, path: p}, opts)
}

// list reads a collection that begins with a GET.
func list[T any](ctx context.Context, c *Client, p path, opts []RequestOption) iter.Seq2[T, error] {
	return collection(ctx, c, call{method: http.MethodGet, path: p}, itself[T], opts)
}

// listUnion is list for a polymorphic resource.
func listUnion[T any](ctx context.Context, c *Client, p path, opts []RequestOption) iter.Seq2[T, error] {
	return collection(ctx, c, call{method: http.MethodGet, path: p}, held[T], opts)
}

// getUnion is get for a polymorphic resource.
func getUnion[T any](ctx context.Context, c *Client, p path, opts []RequestOption) (T, error) {
	holder, err := get[models.Union[T]](ctx, c, p, opts)
	return holder.Value, err
}

// postUnion is post for a polymorphic resource.
func postUnion[T any](ctx context.Context, c *Client, p path, body requestBody, opts []RequestOption) (T, error) {
	holder, err := post[models.Union[T]](ctx, c, p, body, opts)
	return holder.Value, err
}

func itself[T any](values []T) []T { return values }

func held[T any](holders []models.Union[T]) []T {
	values := make([]T, 0, len(holders))
	for _, holder := range holders {
		// A null in a list would be an interface that holds nothing.
		if any(holder.Value) != nil {
			values = append(values, holder.Value)
		}
	}
	return values
}

// collection reads a collection of W, handed out as T. Its first page is the
// answer to a call, its others are GETs on the links that the service gives.
func collection[W, T any](ctx context.Context, c *Client, first call, unwrap func([]W) []T, opts []RequestOption) iter.Seq2[T, error] {
	o, err := newRequestOptions(opts)
	if err != nil {
		return refused[T](first.method, first.path, err)
	}
	fetch := func(ctx context.Context, link string) (page fetched[T], err error) {
		own := o
		own.capture = &page.answer
		r, err := first.request(&own)
		if err != nil {
			return page, err
		}
		if link != "" {
			r = &transport.Request{Method: http.MethodGet, Template: first.path.template, Link: link, Version: o.version, Header: o.header}
		}
		var wire wirePage[W]
		err = c.do(ctx, r, &own, func(answer *transport.Response) error { return decodePage(answer.Body, &wire, own.capture) })
		if err != nil {
			return page, err
		}
		page.Page = Page[T]{Items: unwrap(*wire.Value), NextLink: wire.NextLink}
		return page, nil
	}
	return walk(ctx, fetch, func(link string) string {
		if link == "" && first.method == http.MethodGet {
			link = first.path.escaped + "?" + o.encodeQuery()
		}
		return c.canonicalLink(link)
	}, o)
}

// refused is a list that cannot be asked for.
func refused[T any](method string, p path, err error) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		yield(zero, refusal(method, p.template, err))
	}
}

// canonicalLink makes two spellings of one link equal. A link that cannot be
// read stays as it is: fetching it will say what is wrong with it.
func (c *Client) canonicalLink(link string) string {
	if link == "" {
		return ""
	}
	u, err := c.transport.ResolveLink(link)
	if err != nil {
		return link
	}
	return transport.CanonicalLink(u)
}

// decodePage reads one page of a collection.
func decodePage[W any](body []byte, page *wirePage[W], capture *Response) error {
	if err := json.Unmarshal(body, page); err != nil {
		return err
	}
	if page.Value == nil {
		return errors.New(`the answer to a list call has no member "value"`)
	}
	capture.NextLink, capture.Count = page.NextLink, page.Count
	return nil
}
