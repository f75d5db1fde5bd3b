package graphtest

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"strings"
)

// idKind keeps the ids of different things apart: an id of one kind never decodes as another.
type idKind byte

const (
	kindUser idKind = iota + 1
	kindUnit
	kindSite
	kindWeb
	kindLibrary
	kindItem
	kindPoint
	kindPolicy
	kindEntity
	kindRequest
	kindBrowse
	kindNoise
	kindGroup
)

// idSpace turns small numbers into ids that look random and can be turned back. That is what lets a tenant of any size
// be computed instead of stored: a unit, a restore point or a file is found again by decrypting its id.
type idSpace struct{ block cipher.Block }

func newIDSpace(seed uint64) idSpace {
	key := sha256.Sum256(binary.BigEndian.AppendUint64([]byte("graphtest ids "), seed))
	block, err := aes.NewCipher(key[:16])
	if err != nil {
		panic(err) // a 16-byte key is always accepted
	}
	return idSpace{block}
}

func (s idSpace) encode(k idKind, a, b, c uint32) [16]byte {
	var plain, out [16]byte
	plain[0] = byte(k)
	binary.BigEndian.PutUint32(plain[1:], a)
	binary.BigEndian.PutUint32(plain[5:], b)
	binary.BigEndian.PutUint32(plain[9:], c)
	s.block.Encrypt(out[:], plain[:])
	return out
}

func (s idSpace) decode(k idKind, id [16]byte) (a, b, c uint32, ok bool) {
	var plain [16]byte
	s.block.Decrypt(plain[:], id[:])
	ok = plain[0] == byte(k) && plain[13] == 0 && plain[14] == 0 && plain[15] == 0
	return binary.BigEndian.Uint32(plain[1:]), binary.BigEndian.Uint32(plain[5:]), binary.BigEndian.Uint32(plain[9:]), ok
}

// guid is the usual form of an id.
func (s idSpace) guid(k idKind, a, b, c uint32) string {
	raw := s.encode(k, a, b, c)
	h := hex.EncodeToString(raw[:])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

func (s idSpace) parseGUID(k idKind, id string) (a, b, c uint32, ok bool) {
	if len(id) != 36 {
		return 0, 0, 0, false
	}
	raw, err := hex.DecodeString(strings.ReplaceAll(id, "-", ""))
	if err != nil || len(raw) != 16 {
		return 0, 0, 0, false
	}
	return s.decode(k, [16]byte(raw))
}

// opaque is the form that restore points use: base64 with padding, which a client has to escape in a path.
func (s idSpace) opaque(k idKind, a, b, c uint32) string {
	raw := s.encode(k, a, b, c)
	return base64.URLEncoding.EncodeToString(raw[:])
}

func (s idSpace) parseOpaque(k idKind, id string) (a, b, c uint32, ok bool) {
	raw, err := base64.URLEncoding.DecodeString(id)
	if err != nil || len(raw) != 16 {
		return 0, 0, 0, false
	}
	return s.decode(k, [16]byte(raw))
}

// noise is a reproducible random number that belongs to (a, b, c).
func (s idSpace) noise(a, b, c uint32) uint64 {
	raw := s.encode(kindNoise, a, b, c)
	return binary.BigEndian.Uint64(raw[:8])
}

// share maps noise to [0, 1).
func (s idSpace) share(a, b, c uint32) float64 {
	return float64(s.noise(a, b, c)>>11) / (1 << 53)
}
