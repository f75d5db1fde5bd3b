package backuprestore

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

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

func (emptyBody) Validate() error              { return nil }
func (emptyBody) MarshalJSON() ([]byte, error) { return []byte("{}"), nil }

// A requestBody checks itself before it is sent.
type requestBody interface {
	json.Marshaler
	Validate() error
}

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
		if r.Body, err = c.body.MarshalJSON(); err != nil {
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

// perform runs a call that answers with one value, which into points to.
//
// What follows is generic in the types of the API only as far as it must be. The
// compiler makes a generic function again for every type and in every package
// that uses it, so the work is done by code that is compiled once.
func (c *Client) perform(ctx context.Context, call call, into any, opts []RequestOption) error {
	o, err := newRequestOptions(opts)
	if err != nil {
		return refusal(call.method, call.path.template, err)
	}
	return c.send(ctx, call, o, func(r *transport.Response) error {
		if err := unmarshal(r.Body, into); err != nil || !call.resource {
			return err
		}
		return identified(into)
	})
}

// unmarshal reads a document into the pointer to a model.
func unmarshal(body []byte, into any) error {
	model, ok := into.(json.Unmarshaler)
	if !ok {
		return fmt.Errorf("%T is no model", into)
	}
	return model.UnmarshalJSON(body)
}

func perform[T any](ctx context.Context, c *Client, call call, opts []RequestOption) (value T, err error) {
	if err = c.perform(ctx, call, &value, opts); err != nil {
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
	o, err := newRequestOptions(opts)
	if err != nil {
		return refusal(http.MethodDelete, p.template, err)
	}
	return c.send(ctx, call{method: http.MethodDelete, path: p, expect: transport.ExpectNone}, o, nil)
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
