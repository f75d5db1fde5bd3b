package models

import (
	"bytes"
	"sync"

	"github.com/go-json-experiment/json/jsontext"
)

// A decoder reads one document. It has, besides the decoder of the JSON, what the
// values of a document can share.
type decoder struct {
	*jsontext.Decoder
	// rooms are what the concrete types of unions are decoded into. Going into an
	// interface copies them, so one of each type does for a list.
	rooms []room
	// bags is memory for unknown members, which most documents have one or two of
	// in every item of a list.
	bags []byte
	// texts are short texts that were read before, to be had again without an
	// allocation: who made all the sessions of a list, why all its items failed.
	texts *[64]string
	// item is what decodes the members of the current item of a Delta.
	item deltaMembers
}

type room struct {
	variant *variant
	value   object
}

func newDecoder(dec *jsontext.Decoder) *decoder { return &decoder{Decoder: dec} }

// enter returns an empty value of the variant. It is not in the list while it is
// in use, for a union may hold another of the same type.
func (d *decoder) enter(v *variant) object {
	for i, r := range d.rooms {
		if r.variant == v {
			last := len(d.rooms) - 1
			d.rooms[i] = d.rooms[last]
			d.rooms = d.rooms[:last]
			return r.value
		}
	}
	return v.make()
}

// leave gives an emptied value back.
func (d *decoder) leave(v *variant, value object) { d.rooms = append(d.rooms, room{v, value}) }

// The blocks of memory for bags grow to a size that is small, because whoever
// keeps one bag keeps the block that it is in.
const minBagBlock, maxBagBlock = 1 << 7, 1 << 10

// bag adds a member to an object that is empty or was made here. The last object
// grows where it is, so that one with a great many members takes no more time than
// many with one.
func (d *decoder) bag(object, quotedName, value []byte) []byte {
	size := len(object) + len("{,:}") + len(quotedName) + len(value)
	var b []byte
	start := len(d.bags) - len(object)
	switch last := len(object) > 0 && start >= 0 && &d.bags[start] == &object[0]; {
	case last && cap(d.bags)-start >= size:
		b = d.bags[:len(d.bags)-1]
	case len(object) > 0:
		b, start = d.block(2 * size)
		b = append(b, object[:len(object)-1]...)
	default:
		b, start = d.block(size)
	}
	if len(object) == 0 {
		b = append(b, '{')
	} else {
		b = append(b, ',')
	}
	b = append(b, quotedName...)
	b = append(b, ':')
	b = append(b, value...)
	return d.end(append(b, '}'), start)
}

// keep copies JSON that is to stay as it came.
func (d *decoder) keep(raw jsontext.Value) jsontext.Value {
	b, start := d.block(len(raw))
	return d.end(append(b, raw...), start)
}

// block returns memory with room for size bytes behind start.
func (d *decoder) block(size int) (b []byte, start int) {
	if cap(d.bags)-len(d.bags) < size {
		d.bags = make([]byte, 0, max(size, min(max(minBagBlock, 2*cap(d.bags)), maxBagBlock)))
	}
	return d.bags, len(d.bags)
}

// end returns what was written into a block behind start. Appending to it does not
// run into what is written next.
func (d *decoder) end(b []byte, start int) []byte {
	d.bags = b
	return b[start:len(b):len(b)]
}

// maxShortText is the length of an address or a GUID with something to spare.
const maxShortText = 48

func (d *decoder) text(b []byte) string {
	if d.texts == nil || len(b) == 0 || len(b) > maxShortText {
		return string(b)
	}
	at := &d.texts[(len(b)+3*int(b[len(b)/2])+7*int(b[len(b)-1]))%len(d.texts)]
	if *at != string(b) {
		*at = string(b)
	}
	return *at
}

// again reads a value of the document for a second time, under the same options.
func (d *decoder) again(raw jsontext.Value) *decoder {
	return &decoder{Decoder: jsontext.NewDecoder(bytes.NewBuffer(raw), d.Options()), texts: d.texts}
}

// A reader is a decoder of bytes that are in memory, to be used again.
type reader struct {
	decoder
	json jsontext.Decoder
	src  bytes.Buffer
}

var readers = sync.Pool{New: func() any {
	r := new(reader)
	r.Decoder, r.texts = &r.json, new([64]string)
	return r
}}

func open(b []byte, options ...jsontext.Options) *reader {
	r, _ := readers.Get().(*reader)
	r.src = *bytes.NewBuffer(b)
	r.json.Reset(&r.src, options...)
	return r
}

// close gives the reader back. It must not hold on to the document, nor to memory
// that values of the document are in.
func (r *reader) close() {
	r.src = bytes.Buffer{}
	r.json.Reset(&r.src)
	r.bags = nil
	readers.Put(r)
}
