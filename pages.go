package backuprestore

import (
	"iter"
	"slices"
)

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
