package transport

import (
	"bytes"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

const (
	maxErrorBody = 256 << 10
	maxInner     = 16
	maxDetails   = 100
	maxCode      = 128
)

// envelope is what an error answer says, as far as it could be read.
type envelope struct {
	found     bool
	codes     []string
	message   string
	target    string
	details   []Detail
	requestID string
}

func (e *envelope) code() string {
	if len(e.codes) == 0 {
		return ""
	}
	return e.codes[0]
}

// parseEnvelope reads {"error": {"code", "message", "innerError", ...}} and
// what proxies and older services send in its place: the object without its
// wrapper, a string, an array. It keeps what came before the point where the
// text breaks off.
func parseEnvelope(body []byte, secrets []string) envelope {
	w := envelopeWalker{
		dec: jsontext.NewDecoder(bytes.NewReader(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))),
			jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)),
		secrets: secrets,
	}
	// An error here means that the rest is unreadable; what was found stays.
	_ = w.outer(0)
	if w.env.code() == "" && w.bare.code != "" {
		w.env.codes = append([]string{w.bare.code}, w.env.codes...)
	}
	if w.env.message == "" {
		w.env.message = w.bare.message
	}
	w.env.found = len(w.env.codes) > 0 || w.env.message != ""
	return w.env
}

type envelopeWalker struct {
	dec     *jsontext.Decoder
	secrets []string
	env     envelope
	bare    struct{ code, message string }
}

// members calls read for each member of the object that comes next.
func (w *envelopeWalker) members(read func(name string) error) error {
	if _, err := w.dec.ReadToken(); err != nil {
		return err
	}
	for w.dec.PeekKind() != '}' {
		token, err := w.dec.ReadToken()
		if err != nil {
			return err
		}
		if err := read(strings.ToLower(token.String())); err != nil {
			return err
		}
	}
	_, err := w.dec.ReadToken()
	return err
}

// elements calls read for each element of the array that comes next.
func (w *envelopeWalker) elements(read func() error) error {
	if _, err := w.dec.ReadToken(); err != nil {
		return err
	}
	for w.dec.PeekKind() != ']' {
		if err := read(); err != nil {
			return err
		}
	}
	_, err := w.dec.ReadToken()
	return err
}

// text reads a string; any other value is skipped.
func (w *envelopeWalker) text(into *string, limit int) error {
	switch w.dec.PeekKind() {
	case '"', '0':
		token, err := w.dec.ReadToken()
		if err == nil && *into == "" {
			*into = safeText(token.String(), w.secrets, limit)
		}
		return err
	default:
		return w.dec.SkipValue()
	}
}

func (w *envelopeWalker) outer(depth int) error {
	switch w.dec.PeekKind() {
	case '[':
		if depth > 0 {
			return w.dec.SkipValue()
		}
		return w.elements(func() error { return w.outer(depth + 1) })
	case '{':
		return w.members(func(name string) error {
			switch name {
			case "error", "odata.error":
				return w.errorValue()
			case "code":
				return w.text(&w.bare.code, maxCode)
			case "message", "error_description", "detail", "title":
				return w.message(&w.bare.message)
			default:
				return w.dec.SkipValue()
			}
		})
	default:
		return w.dec.SkipValue()
	}
}

func (w *envelopeWalker) errorValue() error {
	switch w.dec.PeekKind() {
	case '{':
		return w.errorObject(0)
	case '[':
		return w.elements(w.errorValue)
	case '"':
		var code string
		if err := w.text(&code, maxCode); err != nil {
			return err
		}
		w.addCode(code)
		return nil
	default:
		return w.dec.SkipValue()
	}
}

// errorObject reads an error and, inside it, its inner errors.
func (w *envelopeWalker) errorObject(depth int) error {
	if depth >= maxInner {
		return w.dec.SkipValue()
	}
	// The code belongs in front of the inner ones, wherever it stands.
	at := len(w.env.codes)
	return w.members(func(name string) error {
		switch name {
		case "code":
			var code string
			err := w.text(&code, maxCode)
			if code != "" && len(w.env.codes) < maxInner {
				w.env.codes = append(w.env.codes, "")
				copy(w.env.codes[at+1:], w.env.codes[at:])
				w.env.codes[at] = code
			}
			return err
		case "message":
			if depth > 0 && w.env.message != "" {
				return w.dec.SkipValue()
			}
			return w.message(&w.env.message)
		case "target":
			if depth > 0 {
				return w.dec.SkipValue()
			}
			return w.text(&w.env.target, maxCode)
		case "details":
			return w.detailList()
		case "innererror":
			if w.dec.PeekKind() == '{' {
				return w.errorObject(depth + 1)
			}
			return w.dec.SkipValue()
		case "request-id":
			return w.text(&w.env.requestID, maxID)
		default:
			return w.dec.SkipValue()
		}
	})
}

// message is a string, or an object with the string in it.
func (w *envelopeWalker) message(into *string) error {
	if w.dec.PeekKind() != '{' {
		return w.text(into, maxText)
	}
	return w.members(func(name string) error {
		if name == "value" {
			return w.text(into, maxText)
		}
		return w.dec.SkipValue()
	})
}

func (w *envelopeWalker) detailList() error {
	switch w.dec.PeekKind() {
	case '[':
		return w.elements(w.detail)
	case '{':
		return w.detail()
	default:
		return w.dec.SkipValue()
	}
}

func (w *envelopeWalker) detail() error {
	if w.dec.PeekKind() != '{' || len(w.env.details) >= maxDetails {
		return w.dec.SkipValue()
	}
	var d Detail
	err := w.members(func(name string) error {
		switch name {
		case "code":
			return w.text(&d.Code, maxCode)
		case "message":
			return w.text(&d.Message, maxText)
		case "target":
			return w.text(&d.Target, maxCode)
		default:
			return w.dec.SkipValue()
		}
	})
	if d != (Detail{}) {
		w.env.details = append(w.env.details, d)
	}
	return err
}

func (w *envelopeWalker) addCode(code string) {
	if code != "" && len(w.env.codes) < maxInner {
		w.env.codes = append(w.env.codes, code)
	}
}
