package graphtest

import (
	"fmt"
	"net/http"
)

// Codes with which an artifact can fail, for [Tenant.FailRestore].
const (
	CodeUnknownError                    = "UnknownError"
	CodeArtifactNotFound                = "ArtifactNotFound"
	CodeInvalidRestoreTime              = "InvalidRestoreTime"
	CodeArtifactCannotBeRestored        = "ArtifactCannotBeRestored"
	CodeDuplicateArtifactRestoreRequest = "DuplicateArtifactRestoreRequest"
)

// refusal is a request that failed as a whole.
type refusal struct {
	status  int
	code    string
	message string
	header  http.Header
	// bare refusals carry an empty details array and no inner error, as OperationNotAllowed does.
	bare bool
}

func refuse(status int, code, format string, args ...any) *refusal {
	return &refusal{status: status, code: code, message: fmt.Sprintf(format, args...)}
}

func badRequest(code, format string, args ...any) *refusal {
	return refuse(http.StatusBadRequest, code, format, args...)
}

func notFound(code, format string, args ...any) *refusal {
	return refuse(http.StatusNotFound, code, format, args...)
}

func forbidden(code, format string, args ...any) *refusal {
	return refuse(http.StatusForbidden, code, format, args...)
}

func tooLarge(code, format string, args ...any) *refusal {
	return refuse(http.StatusRequestEntityTooLarge, code, format, args...)
}

// errorBody is the envelope of a refusal.
type errorBody struct {
	Error struct {
		Code       string               `json:"code"`
		Message    string               `json:"message"`
		Details    *[]publicErrorDetail `json:"details,omitempty"`
		InnerError *innerError          `json:"innerError,omitempty"`
	} `json:"error"`
}

type innerError struct {
	Date            string `json:"date"`
	RequestID       string `json:"request-id"`
	ClientRequestID string `json:"client-request-id"`
}

func (f *refusal) body(date, requestID, clientRequestID string) errorBody {
	var b errorBody
	b.Error.Code, b.Error.Message = f.code, f.message
	if f.bare {
		b.Error.Details = &[]publicErrorDetail{}
		return b
	}
	b.Error.InnerError = &innerError{Date: date, RequestID: requestID, ClientRequestID: clientRequestID}
	return b
}

// itemFailure is one item of a PATCH answer that could not be done.
type itemFailure struct {
	ContentID string                    `json:"@contentId"`
	Exception dataModificationException `json:"@Core.DataModificationException"`
	ID        string                    `json:"id,omitempty"`
}

type dataModificationException struct {
	Info struct {
		Code    string `json:"code"`
		Message string `json:"message"`
	} `json:"info"`
	FailedOperation string `json:"failedOperation"`
	ResponseCode    int    `json:"responseCode"`
}

func (s *Server) failItem(id, operation string, f *refusal) itemFailure {
	failed := itemFailure{ContentID: s.state.newID(), ID: id}
	failed.Exception.Info.Code, failed.Exception.Info.Message = f.code, f.message
	failed.Exception.FailedOperation, failed.Exception.ResponseCode = operation, f.status
	return failed
}
