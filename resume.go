package backuprestore

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
)

// A resumeToken names a job in another process. It is encoded as
// "br1.PAYLOAD.CHECK": a version, the kind and ids in JSON as base64url, and
// the first bytes of their hash, which tells damage from another format. The
// hash protects nothing: a token is no secret and grants nothing.
type resumeToken struct {
	Kind string   `json:"kind"`
	IDs  []string `json:"ids"`
}

const resumeVersion = "br1"

func (t resumeToken) String() string {
	// Strings always marshal; invalid UTF-8 in an id is replaced and then
	// caught as an unknown resource.
	raw, _ := json.Marshal(t)
	payload := base64.RawURLEncoding.EncodeToString(raw)
	return resumeVersion + "." + payload + "." + checksum(payload)
}

func checksum(payload string) string {
	sum := sha256.Sum256([]byte(resumeVersion + payload))
	return hex.EncodeToString(sum[:4])
}

func parseResumeToken(token string) (resumeToken, error) {
	var t resumeToken
	version, rest, _ := strings.Cut(strings.TrimSpace(token), ".")
	payload, check, whole := strings.Cut(rest, ".")
	switch {
	case version != resumeVersion:
		return t, fmt.Errorf("%w: it is not a resume token of this version (%s)", ErrResumeToken, resumeVersion)
	case !whole || check != checksum(payload):
		return t, fmt.Errorf("%w: it is damaged or cut short", ErrResumeToken)
	}
	raw, err := base64.RawURLEncoding.DecodeString(payload)
	if err == nil {
		err = json.Unmarshal(raw, &t)
	}
	if err != nil {
		return t, fmt.Errorf("%w: it cannot be read: %w", ErrResumeToken, err)
	}
	for _, id := range t.IDs {
		if err := checkID(id); err != nil {
			return t, fmt.Errorf("%w: %w", ErrResumeToken, err)
		}
	}
	return t, nil
}

// resume makes the poller again that a token describes. jobs are those that
// the service makes, by whose kind the token is told from another service's.
func resume[T any](c *Client, token string, ids int, jobs ...func(ids []string) job[T]) (*Poller[T], error) {
	t, err := parseResumeToken(token)
	if err != nil {
		return nil, err
	}
	var kinds []string
	for _, build := range jobs {
		j := build(t.IDs)
		if j.kind == t.Kind && len(t.IDs) == ids {
			return pollerFor(c, j), nil
		}
		kinds = append(kinds, j.kind)
	}
	return nil, t.foreign(kinds, ids)
}

// foreign refuses a token that other services make.
func (t resumeToken) foreign(kinds []string, ids int) error {
	return fmt.Errorf("%w: it is for %q with %d ids, and this service makes them for %s with %d; use the service that made it",
		ErrResumeToken, t.Kind, len(t.IDs), strings.Join(kinds, ", "), ids)
}
