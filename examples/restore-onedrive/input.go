package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net/mail"
	"regexp"
	"strings"
)

// maxDrives is what the service takes in one bulk request.
const maxDrives = 10_000

// An entry is one drive of the input: the address of its owner or the owner's
// directory object id.
type entry struct {
	text string
	isID bool
}

// key is the same for two spellings of one drive.
func (e entry) key() string { return strings.ToLower(e.text) }

// siteKey is the key as it shows in the URL of a personal site: an address
// with an underscore for every character that is no letter or digit.
func (e entry) siteKey() string {
	if e.isID {
		return e.key()
	}
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, e.key())
}

var directoryObjectID = regexp.MustCompile(`^(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)

// readEntries reads a CSV file whose first column names the drives. A first
// line that says "drive" is a heading; lines that begin with # are skipped.
func readEntries(name string, r io.Reader) ([]entry, error) {
	reader := csv.NewReader(r)
	reader.Comment, reader.FieldsPerRecord, reader.TrimLeadingSpace = '#', -1, true
	var entries []entry
	lines := map[string]int{}
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		line, _ := reader.FieldPos(0)
		e, err := parseEntry(record[0])
		switch {
		case err != nil && len(entries) == 0 && strings.EqualFold(strings.TrimSpace(record[0]), "drive"):
			continue
		case err != nil:
			return nil, fmt.Errorf("%s:%d: %w", name, line, err)
		case lines[e.key()] > 0:
			return nil, fmt.Errorf("%s:%d: %s is on line %d already", name, line, e.text, lines[e.key()])
		case len(entries) == maxDrives:
			return nil, fmt.Errorf("%s:%d: more than %d drives; the service takes no more in one request, so split the file", name, line, maxDrives)
		}
		lines[e.key()] = line
		entries = append(entries, e)
	}
	if len(entries) == 0 {
		return nil, fmt.Errorf("%s: no drives in it; give one address or directory object id a line", name)
	}
	return entries, nil
}

func parseEntry(field string) (entry, error) {
	text := strings.TrimSpace(field)
	if directoryObjectID.MatchString(text) {
		return entry{text: text, isID: true}, nil
	}
	if address, err := mail.ParseAddress(text); err == nil && address.Address == text && address.Name == "" {
		return entry{text: text}, nil
	}
	return entry{}, fmt.Errorf("%q is neither an address nor a directory object id", text)
}
