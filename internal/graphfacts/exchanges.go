package graphfacts

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Exchange is one documented request with its answer.
type Exchange struct {
	Row       int
	File      string // base name
	Comments  []string
	Method    string
	URL       string
	ReqHeader http.Header
	ReqBody   []byte
	Status    int
	Header    http.Header
	Body      []byte
}

func readExchanges(folder string) ([]Exchange, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.http"))
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(folder); err != nil {
		return nil, err
	}
	list := make([]Exchange, len(files))
	for i, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		if list[i], err = parseExchange(filepath.Base(file), src); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
	}
	return list, nil
}

func parseExchange(file string, src []byte) (Exchange, error) {
	x := Exchange{File: file}
	var err error
	if x.Row, err = strconv.Atoi(file[:2]); err != nil {
		return x, fmt.Errorf("the name does not begin with a row: %w", err)
	}
	for bytes.HasPrefix(src, []byte("#")) {
		var line []byte
		line, src, _ = bytes.Cut(src, []byte("\n"))
		x.Comments = append(x.Comments, strings.TrimSpace(string(line[1:])))
	}
	request, answer, ok := bytes.Cut(src, []byte("\nHTTP/1.1 "))
	if !ok {
		return x, fmt.Errorf("no answer")
	}
	var start string
	start, x.ReqHeader, x.ReqBody = parseMessage(request)
	if x.Method, x.URL, ok = strings.Cut(start, " "); !ok {
		return x, fmt.Errorf("bad request line %q", start)
	}
	start, x.Header, x.Body = parseMessage(answer)
	code, _, _ := strings.Cut(start, " ")
	x.Status, err = strconv.Atoi(code)
	return x, err
}

func parseMessage(src []byte) (start string, header http.Header, body []byte) {
	head, body, _ := bytes.Cut(src, []byte("\n\n"))
	first, rest, _ := strings.Cut(string(head), "\n")
	header = http.Header{}
	for line := range strings.Lines(rest) {
		if name, value, ok := strings.Cut(line, ":"); ok {
			header.Add(strings.TrimSpace(name), strings.TrimSpace(value))
		}
	}
	if body = bytes.TrimSpace(body); len(body) == 0 {
		body = nil
	}
	return strings.TrimSpace(first), header, body
}
