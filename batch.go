package backuprestore

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/graphbackup/backuprestore/internal/transport"
)

// batchSize is how many requests Graph takes in one batch.
const batchSize = 20

// A batch is one POST to /$batch that carries up to twenty GETs, and no more
// than GETs: nothing in it can do harm by running twice, so the transport's
// rules for reads hold for each of them.
type batch struct {
	client  *Client
	options *requestOptions
	parts   []*batchPart
	open    []*batchPart // those without a final answer
	round   int
}

// A batchPart is one GET of a batch. decode gets the body of its answer; err
// is what became of it otherwise.
type batchPart struct {
	id      string
	request *transport.Request
	decode  func(body []byte) error
	header  http.Header
	err     error
}

// add puts a GET into the batch. One that must not be sent is refused by
// itself.
func (b *batch) add(p path, decode func(body []byte) error) {
	part := &batchPart{id: strconv.Itoa(len(b.parts) + 1), decode: decode}
	part.request, part.err = call{method: http.MethodGet, path: p}.request(b.options)
	b.parts = append(b.parts, part)
	if part.err == nil {
		b.open = append(b.open, part)
	}
}

// run sends the batch, and again what the service wants to be asked for later.
// Its error is that of the batch as a whole.
func (b *batch) run(ctx context.Context) error {
	for len(b.open) > 0 {
		wait, err := b.send(ctx)
		if err != nil && b.round == 1 {
			return err
		}
		if err == nil && len(b.open) > 0 {
			err = sleep(ctx, wait)
		}
		if err != nil {
			// What has been answered stands, and so does what was said of the rest.
			b.giveUp(ctx)
		}
	}
	return nil
}

func (b *batch) giveUp(ctx context.Context) {
	for _, p := range b.open {
		if err := ctx.Err(); err != nil {
			p.err = fmt.Errorf("%w: %w", p.err, err)
		}
	}
	b.open = nil
}

type batchBody struct {
	Requests []batchRequest `json:"requests"`
}

type batchRequest struct {
	ID      string            `json:"id"`
	Method  string            `json:"method"`
	URL     string            `json:"url"`
	Headers map[string]string `json:"headers"`
}

type batchAnswer struct {
	ID      string                    `json:"id"`
	Status  int                       `json:"status"`
	Headers map[string]jsontext.Value `json:"headers"`
	Body    jsontext.Value            `json:"body"`
}

// send asks once for everything that is open and says how long to wait before
// what is open after that is asked for again.
func (b *batch) send(ctx context.Context) (wait time.Duration, err error) {
	b.round++
	r := &transport.Request{
		Method: http.MethodPost, Template: "/$batch", Path: "/$batch", Version: b.options.version,
		Header: b.options.header, Repeat: transport.RepeatRead,
	}
	if r.Body, err = json.Marshal(b.body()); err != nil {
		return 0, refusal(r.Method, r.Template, err)
	}
	sent := time.Now()
	err = b.client.do(ctx, r, b.options, func(outer *transport.Response) error {
		var answer struct {
			Responses *[]batchAnswer `json:"responses"`
		}
		if err := json.Unmarshal(outer.Body, &answer); err != nil {
			return err
		}
		if answer.Responses == nil {
			return errors.New(`the answer to a batch has no member "responses"`)
		}
		wait = b.deal(ctx, *answer.Responses, sent, outer)
		return nil
	})
	return wait, err
}

func (b *batch) body() batchBody {
	var body batchBody
	headers := b.itemHeaders()
	for _, p := range b.open {
		url := p.request.Path
		if p.request.Query != "" {
			url += "?" + p.request.Query
		}
		body.Requests = append(body.Requests, batchRequest{ID: p.id, Method: p.request.Method, URL: url, Headers: headers})
	}
	return body
}

// itemHeaders are the headers of every GET. Those of the batch itself do not
// reach the requests in it, so the wish for every enum member is repeated
// here; without it a failed session has a status without a name.
func (b *batch) itemHeaders() map[string]string {
	headers := map[string]string{"Prefer": "include-unknown-enum-members"}
	for name, values := range b.options.header {
		text := strings.Join(values, ", ")
		if name == "Prefer" {
			text = headers[name] + ", " + text
		}
		headers[name] = text
	}
	return headers
}

// deal gives each GET its answer and leaves open what is to be asked for
// again.
func (b *batch) deal(ctx context.Context, answers []batchAnswer, sent time.Time, outer *transport.Response) (wait time.Duration) {
	var again []*batchPart
	for _, p := range b.open {
		item := transport.Item{Sent: sent, Attempts: b.round}
		at := slices.IndexFunc(answers, func(a batchAnswer) bool { return a.ID == p.id })
		if at < 0 {
			item.Unreadable = errors.New("the answer to the batch leaves this request out")
		} else {
			item.Status, item.Header, item.Body = answers[at].Status, answers[at].header(), answers[at].Body
		}
		p.header, p.err = item.Header, nil
		if item.Status/100 == 2 {
			if item.Unreadable = p.accept(item.Body); item.Unreadable == nil {
				continue
			}
		}
		failure, pause, repeat := b.client.transport.ItemError(ctx, p.request, item, outer)
		p.err = fromTransport(failure)
		if repeat {
			again, wait = append(again, p), max(wait, pause)
		}
	}
	b.open = again
	return wait
}

func (p *batchPart) accept(body jsontext.Value) error {
	if len(body) == 0 || body.Kind() != '{' {
		return errors.New("the answer holds no json object")
	}
	return p.decode(body)
}

// header reads the headers of an answer, whatever the type of their values.
func (a batchAnswer) header() http.Header {
	h := http.Header{}
	for name, value := range a.Headers {
		var text string
		if json.Unmarshal(value, &text) != nil {
			text = value.String()
		}
		h.Set(name, text)
	}
	return h
}
