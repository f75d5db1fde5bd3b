package backuprestore

import (
	"context"
	"errors"
	"hash/maphash"
	"iter"
	"net/http"

	"github.com/graphbackup/backuprestore/internal/transport"
	"github.com/graphbackup/backuprestore/models"
)

var (
	errRepeatedLink = errors.New("the service led back to a page of this list that was read already; the list would never end")
	errNoValue      = errors.New(`the answer to a list call has no member "value"`)
)

// list reads a collection that begins with a GET.
func list[T any](ctx context.Context, c *Client, p path, opts []RequestOption) iter.Seq2[T, error] {
	return collection[T](ctx, c, call{method: http.MethodGet, path: p}, decodePage[T], opts)
}

// listUnion is list for a polymorphic resource.
func listUnion[T any](ctx context.Context, c *Client, p path, opts []RequestOption) iter.Seq2[T, error] {
	return collection[T](ctx, c, call{method: http.MethodGet, path: p}, decodeUnionPage[T], opts)
}

// collection reads a collection. Its first page is the answer to a call, its
// others are GETs on the links that the service gives.
func collection[T any](ctx context.Context, c *Client, first call, decode func([]byte) (rawPage, error), opts []RequestOption) iter.Seq2[T, error] {
	l := newListing(c, first, decode, opts)
	return func(yield func(T, error) bool) {
		l.read(ctx, func(page rawPage, err error) bool { return hand(page, err, l.options.eachPage, yield) })
	}
}

func decodePage[T any](body []byte) (rawPage, error) {
	page, err := models.DecodeCollection[T](body)
	return rawPage{items: page.Value, nextLink: page.NextLink, count: page.Count, empty: page.Value == nil}, err
}

func decodeUnionPage[T any](body []byte) (rawPage, error) {
	page, err := models.DecodeCollection[models.Union[T]](body)
	values := make([]T, 0, len(page.Value))
	for _, holder := range page.Value {
		// A null in a list would be an interface that holds nothing.
		if any(holder.Value) != nil {
			values = append(values, holder.Value)
		}
	}
	return rawPage{items: values, nextLink: page.NextLink, count: page.Count, empty: page.Value == nil}, err
}

// hand passes a page on, whole to a reader of pages (see [Pages]) or item by
// item, and says whether to go on.
func hand[T any](page rawPage, err error, eachPage any, yield func(T, error) bool) bool {
	var zero T
	if err != nil {
		return yield(zero, err)
	}
	items, _ := page.items.([]T)
	if each, ok := eachPage.(func(Page[T]) bool); ok {
		return each(Page[T]{Items: items, NextLink: page.nextLink})
	}
	for _, item := range items {
		if !yield(item, nil) {
			return false
		}
	}
	return true
}

// refused is a list that cannot be asked for.
func refused[T any](method string, p path, err error) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		yield(zero, refusal(method, p.template, err))
	}
}

// A listing is the reading of one collection. What the items are is known to
// decode and to who ranges over the pages.
type listing struct {
	client  *Client
	first   call
	options requestOptions
	decode  func(body []byte) (rawPage, error)
	refused error
}

// A rawPage brings what is known of its answer with it: of a page that is fetched
// ahead, [Capture] must not show anything before the page is read.
type rawPage struct {
	items    any // []T of the list's own T
	nextLink string
	count    models.Nullable[int64]
	empty    bool // the answer has no items, not even none
	answer   Response
}

func newListing(c *Client, first call, decode func([]byte) (rawPage, error), opts []RequestOption) *listing {
	l := &listing{client: c, first: first, decode: decode}
	if l.options, l.refused = newRequestOptions(opts); l.refused != nil {
		l.refused = refusal(first.method, first.path.template, l.refused)
	}
	return l
}

// read is the one loop behind every list. It fetches lazily, keeps a page it
// has read from being read again, and ends with the first error.
func (l *listing) read(ctx context.Context, yield func(rawPage, error) bool) {
	if l.refused != nil {
		yield(rawPage{}, l.refused)
		return
	}
	// Hashes, since a list may have a hundred thousand long links.
	seed, seen := maphash.MakeSeed(), map[uint64]bool{}
	ahead := prefetcher{fetch: l.fetch}
	defer ahead.stop()
	for link := l.options.startAt; ; {
		key := maphash.String(seed, l.address(link))
		if seen[key] {
			yield(rawPage{}, &Error{Method: http.MethodGet, Path: "@odata.nextLink", kind: transport.KindRequest, err: errRepeatedLink})
			return
		}
		seen[key] = true
		page, err := ahead.get(ctx, link)
		if l.options.capture != nil && page.answer.Status != 0 {
			*l.options.capture = page.answer
		}
		if err != nil {
			yield(rawPage{}, err)
			return
		}
		if l.options.prefetch && page.nextLink != "" {
			ahead.begin(ctx, page.nextLink)
		}
		if !yield(page, nil) || page.nextLink == "" {
			return
		}
		link = page.nextLink
	}
}

// fetch reads the page behind a link, or the first one for "".
func (l *listing) fetch(ctx context.Context, link string) (page rawPage, err error) {
	own := l.options
	own.capture = new(Response)
	r, err := l.first.request(&own)
	if err != nil {
		return page, err
	}
	if link != "" {
		r = &transport.Request{
			Method: http.MethodGet, Template: l.first.path.template, Link: link,
			Version: l.options.version, Header: l.options.header,
		}
	}
	err = l.client.do(ctx, r, &own, func(answer *transport.Response) (err error) {
		if page, err = l.decode(answer.Body); err == nil && page.empty {
			err = errNoValue
		}
		return err
	})
	page.answer = *own.capture
	page.answer.NextLink, page.answer.Count = page.nextLink, page.count
	return page, err
}

// address makes two spellings of a link equal, and names the first page for "". A
// link that cannot be read stays as it is: fetching it will say what is wrong with
// it.
func (l *listing) address(link string) string {
	if link == "" && l.first.method == http.MethodGet {
		link = l.first.path.escaped + "?" + l.options.encodeQuery()
	}
	if link == "" {
		return ""
	}
	u, err := l.client.transport.ResolveLink(link)
	if err != nil {
		return link
	}
	return transport.CanonicalLink(u)
}

// A prefetcher fetches pages, at most one of them ahead of its reader.
type prefetcher struct {
	fetch  func(ctx context.Context, link string) (rawPage, error)
	cancel context.CancelFunc
	result chan prefetched
}

type prefetched struct {
	page rawPage
	err  error
}

func (p *prefetcher) begin(ctx context.Context, link string) {
	ctx, cancel := context.WithCancel(ctx)
	result := make(chan prefetched, 1)
	p.cancel, p.result = cancel, result
	go func() {
		page, err := p.fetch(ctx, link)
		result <- prefetched{page, err}
	}()
}

func (p *prefetcher) get(ctx context.Context, link string) (rawPage, error) {
	if p.result == nil {
		return p.fetch(ctx, link)
	}
	r := <-p.result
	p.cancel()
	p.result = nil
	return r.page, r.err
}

// stop ends a fetch that nobody will read and waits for its goroutine.
func (p *prefetcher) stop() {
	if p.result != nil {
		p.cancel()
		<-p.result
		p.result = nil
	}
}
