package backuprestore

import (
	"context"
	"fmt"
	"net/http"

	"github.com/graphbackup/backuprestore/models"
)

// maxDeltaItems is how many items the service takes in one @delta array.
const maxDeltaItems = 50

// An updateBody is a PATCH that can be split where it exceeds what the service
// takes at once.
type updateBody[U any] interface {
	requestBody
	Chunks(n int) []U
}

// An updateResult is the answer to such a PATCH.
type updateResult[R any] interface {
	Merge(next R) R
	Outcomes() []models.DeltaOutcome
}

// update sends a change in as many requests as it needs, in order, and stops
// at the first that fails.
func update[U updateBody[U], R updateResult[R]](ctx context.Context, c *Client, p path, body U, opts []RequestOption) (R, error) {
	var result R
	if err := body.Validate(); err != nil {
		return result, refusal(http.MethodPatch, p.template, err)
	}
	chunks := body.Chunks(maxDeltaItems)
	for i, chunk := range chunks {
		answer, err := patch[R](ctx, c, p, chunk, opts)
		if err != nil && i == 0 {
			return result, err
		}
		if err != nil {
			return result, &PartialError{Outcomes: result.Outcomes(), Requests: len(chunks), Answered: i, cause: err}
		}
		if i == 0 {
			result = answer
		} else {
			result = result.Merge(answer)
		}
	}
	return result, refusedItems(result.Outcomes(), len(chunks))
}

// refusedItems is the error of a change that was answered and not made as a whole.
func refusedItems(outcomes []models.DeltaOutcome, requests int) error {
	partial := &PartialError{Outcomes: outcomes, Requests: requests, Answered: requests}
	if len(partial.Failed()) == 0 {
		return nil
	}
	return partial
}

// A PartialError is a change of which a part was not made: the service refused
// single items inside an answer of success, or a later one of several requests
// failed. It matches [ErrPartial], and the error of the request that failed.
type PartialError struct {
	// Outcomes has every item that the service answered for, good and bad.
	Outcomes []models.DeltaOutcome
	// Requests is how many requests the change took, Answered how many of them
	// the service has answered. The items of the others were not changed, except
	// that those of the request after the last answered one may have been when
	// the error matches [ErrAmbiguous].
	Requests, Answered int

	cause error
}

// Failed are the outcomes of the items that were refused.
func (e *PartialError) Failed() []models.DeltaOutcome {
	var refused []models.DeltaOutcome
	for _, o := range e.Outcomes {
		if o.Failure != nil {
			refused = append(refused, o)
		}
	}
	return refused
}

func (e *PartialError) Error() string {
	refused := e.Failed()
	text := fmt.Sprintf("%d of %d items refused", len(refused), len(e.Outcomes))
	if len(refused) > 0 {
		first := refused[0]
		text += fmt.Sprintf(", the first %s %s: %s: %s", first.Property, first.ID, first.Failure.Info.Code, first.Failure.Info.Message)
	}
	if e.cause != nil {
		text += fmt.Sprintf("; request %d of %d failed: %v", e.Answered+1, e.Requests, e.cause)
	}
	return oneLine(text)
}

// Is matches [ErrPartial].
func (e *PartialError) Is(target error) bool { return target == ErrPartial }

// Unwrap gives the error of the request that failed, if one did.
func (e *PartialError) Unwrap() error { return e.cause }
