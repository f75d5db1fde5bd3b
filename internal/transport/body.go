package transport

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"
	"sync"
	"time"
)

const (
	// maxPooled keeps one huge answer from being held for ever.
	maxPooled = 1 << 20
	// maxDrain is read away so that a connection can be used again; beyond it
	// a new connection is cheaper.
	maxDrain     = 64 << 10
	maxDrainTime = time.Second
	// maxErrorTime bounds the wait for the text of a refusal.
	maxErrorTime = 10 * time.Second
)

var errTooLarge = errors.New("answer is larger than the limit")

type bufferPool struct{ pool sync.Pool }

func (p *bufferPool) get() *bytes.Buffer {
	if b, ok := p.pool.Get().(*bytes.Buffer); ok {
		return b
	}
	return new(bytes.Buffer)
}

func (p *bufferPool) put(b *bytes.Buffer) {
	if b != nil && b.Cap() <= maxPooled {
		b.Reset()
		p.pool.Put(b)
	}
}

// A bodyReader gives every read of an answer the idle timeout, within the time
// that the attempt has left, and ends after a number of bytes.
type bodyReader struct {
	r     io.Reader
	timer *time.Timer
	idle  time.Duration
	until time.Time
	left  int64
}

func (b *bodyReader) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, io.EOF
	}
	if int64(len(p)) > b.left {
		p = p[:b.left]
	}
	b.timer.Reset(min(b.idle, time.Until(b.until)))
	n, err := b.r.Read(p)
	b.left -= int64(n)
	return n, err
}

// within shortens the time for what is not worth a long wait.
func (b *bodyReader) within(d time.Duration) *bodyReader {
	if until := time.Now().Add(d); until.Before(b.until) {
		b.until = until
	}
	return b
}

// atMost sets how many bytes are read from here on.
func (b *bodyReader) atMost(n int64) *bodyReader {
	b.left = n
	return b
}

// readBody reads all of r, at most limit bytes of it.
func readBody(into *bytes.Buffer, r *bodyReader, size, limit int64) error {
	if size > limit {
		return errTooLarge
	}
	if size > 0 && size < maxPooled {
		// bytes.Buffer wants room for one more read to see the end.
		into.Grow(int(size) + bytes.MinRead)
	}
	n, err := into.ReadFrom(r.atMost(limit + 1))
	if err == nil && n > limit {
		return errTooLarge
	}
	return err
}

func drain(r *bodyReader) { _, _ = io.Copy(io.Discard, r.atMost(maxDrain)) }

var errNoValue = errors.New("the answer holds no value")

// checkValue refuses a 2xx answer that is not the JSON value that was promised.
func checkValue(resp *http.Response, body []byte) error {
	if encoding := resp.Header.Get("Content-Encoding"); encoding != "" && !strings.EqualFold(encoding, "identity") {
		return errors.New("the answer has a content encoding that was not asked for")
	}
	trimmed := bytes.TrimSpace(body)
	if len(trimmed) == 0 || string(trimmed) == "null" {
		return errNoValue
	}
	if contentType := resp.Header.Get("Content-Type"); contentType != "" && !isJSONType(contentType) {
		return errors.New("the answer is not json by its content type")
	}
	if c := trimmed[0]; c != '{' && c != '[' {
		return errors.New("the answer is not a json object")
	}
	return nil
}

func isJSONType(contentType string) bool {
	if strings.HasPrefix(contentType, "application/json") {
		return true
	}
	media, _, err := mime.ParseMediaType(contentType)
	return (err == nil || errors.Is(err, mime.ErrInvalidMediaParameter)) &&
		(media == "text/json" || media == "application/json" || strings.HasSuffix(media, "+json"))
}
