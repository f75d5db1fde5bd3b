package backuprestore

import (
	"fmt"
	"strings"

	"github.com/graphbackup/backuprestore/models"
)

// An OperationError is a job that ended without complete success, or whose
// end cannot be told. [Poller.Wait] returns it beside the job's last value.
type OperationError struct {
	// Kind and ID name the job, for example "restoreSession" and its id.
	Kind string
	ID   string
	// Status is the job's status as the service spelled it.
	Status string
	// Detail is the job's own error, when it has one.
	Detail *models.PublicError

	sentinel error
}

func (e *OperationError) Error() string {
	text := fmt.Sprintf("%s %s: %v with status %q", e.Kind, e.ID, e.sentinel, e.Status)
	if e.Detail != nil {
		if s := describePublicError(*e.Detail); s != "" {
			text += ": " + s
		}
	}
	return oneLine(text)
}

// Is matches [ErrFailed], [ErrPartial] or [ErrUnknownStatus].
func (e *OperationError) Is(target error) bool { return target == e.sentinel }

// describePublicError renders a resource's error in one line. Details are
// counted, not listed: a bulk request may carry thousands.
func describePublicError(p models.PublicError) string {
	parts := make([]string, 0, 3)
	if code := p.Code.Or(""); code != "" {
		parts = append(parts, code)
	}
	if message := p.Message.Or(""); message != "" {
		parts = append(parts, message)
	}
	if n := len(p.Details); n > 0 {
		parts = append(parts, fmt.Sprintf("%d details", n))
	}
	return strings.Join(parts, ": ")
}
