package backuprestore

import (
	"context"
	"errors"
	"hash/maphash"
	"iter"
	"net/http"
	"slices"

	"github.com/graphbackup/backuprestore/internal/transport"
	"github.com/graphbackup/backuprestore/models"
)

var errRepeatedLink = errors.New("the service led back to a page of this list that was read already; the list would never end")

// A wirePage is one answer of a collection. A collection without the member
// "value" is no answer, hence the pointer.
type wirePage[T any] struct {
	Value    *models.List[T]        `json:"value"`
	NextLink string                 `json:"@odata.nextLink"`
	Count    models.Nullable[int64] `json:"@odata.count"`
}

// A fetchPage reads the page behind a link, or the first one for "".
type fetchPage[T any] func(ctx context.Context, link string) (fetched[T], error)

// A fetched page brings what is known of its answer with it: of a page that is
// fetched ahead, [Capture] must not show anything before the page is read.
type fetched[T any] struct {
	Page[T]
	answer Response
}

// walk is the one loop behind every list. It fetches lazily, keeps a page it
// has read from being read again, and ends with the first error. address makes
// two spellings of a link equal, and names the first page for "".
func walk[T any](ctx context.Context, fetch fetchPage[T], address func(link string) string, o requestOptions) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		// Hashes, since a list may have a hundred thousand long links.
		seed, seen := maphash.MakeSeed(), map[uint64]bool{}
		ahead := prefetcher[T]{fetch: fetch}
		defer ahead.stop()
		for link := o.startAt; ; {
			key := maphash.String(seed, address(link))
			if seen[key] {
				yield(zero, &Error{Method: http.MethodGet, Path: "@odata.nextLink", kind: transport.KindRequest, err: errRepeatedLink})
				return
			}
			seen[key] = true
			page, err := ahead.get(ctx, link)
			if o.capture != nil && page.answer.Status != 0 {
				*o.capture = page.answer
			}
			if err != nil {
				yield(zero, err)
				return
			}
			if o.prefetch && page.NextLink != "" {
				ahead.begin(ctx, page.NextLink)
			}
			if !hand(page.Page, o.eachPage, yield) || page.NextLink == "" {
				return
			}
			link = page.NextLink
		}
	}
}

// hand passes a page on, whole to a reader of pages (see [Pages]) or item by
// item, and says whether to go on.
func hand[T any](page Page[T], eachPage any, yield func(T, error) bool) bool {
	if each, ok := eachPage.(func(Page[T]) bool); ok {
		return each(page)
	}
	for _, item := range page.Items {
		if !yield(item, nil) {
			return false
		}
	}
	return true
}

// A prefetcher fetches pages, at most one of them ahead of its reader.
type prefetcher[T any] struct {
	fetch  fetchPage[T]
	link   string
	cancel context.CancelFunc
	result chan prefetched[T]
}

type prefetched[T any] struct {
	page fetched[T]
	err  error
}

func (p *prefetcher[T]) begin(ctx context.Context, link string) {
	ctx, cancel := context.WithCancel(ctx)
	result := make(chan prefetched[T], 1)
	p.link, p.cancel, p.result = link, cancel, result
	go func() {
		page, err := p.fetch(ctx, link)
		result <- prefetched[T]{page, err}
	}()
}

func (p *prefetcher[T]) get(ctx context.Context, link string) (fetched[T], error) {
	if p.result == nil {
		return p.fetch(ctx, link)
	}
	r := <-p.result
	p.cancel()
	p.result = nil
	return r.page, r.err
}

// stop ends a fetch that nobody will read and waits for its goroutine.
func (p *prefetcher[T]) stop() {
	if p.result != nil {
		p.cancel()
		<-p.result
		p.result = nil
	}
}

// A Page is one page of a list, with the link to the one after it ("" for the
// last). [StartAt] continues there, in another process if need be.
type Page[T any] struct {
	Items    []T
	NextLink string
}

// Pages gives a list page by page:
//
//	list := func(opts ...backuprestore.RequestOption) iter.Seq2[models.DriveRestoreArtifact, error] {
//		return client.RestoreSessions.OneDrive.Artifacts(ctx, id, opts...)
//	}
//	for page, err := range backuprestore.Pages(list) { ... }
//
// An error ends it. The page before it is then the last whole one: its
// NextLink is where to start again.
func Pages[T any](list func(opts ...RequestOption) iter.Seq2[T, error], opts ...RequestOption) iter.Seq2[Page[T], error] {
	return func(yield func(Page[T], error) bool) {
		each := func(page Page[T]) bool { return yield(page, nil) }
		byPage := func(o *requestOptions) { o.eachPage = each }
		// Told to go page by page, the list yields nothing but its error.
		for _, err := range list(append(slices.Clip(opts), byPage)...) {
			yield(Page[T]{}, err)
			return
		}
	}
}

// Collect gathers a list. On an error it returns what came before it, too.
func Collect[T any](list iter.Seq2[T, error]) ([]T, error) {
	var items []T
	for item, err := range list {
		if err != nil {
			return items, err
		}
		items = append(items, item)
	}
	return items, nil
}
