package models

import (
	"fmt"

	"github.com/go-json-experiment/json/jsontext"
)

// Delta is a change to a collection: what to add and the ids of what to remove.
// On the wire it is one array, the additions first.
type Delta[A any] struct {
	Add    []A
	Remove []string
}

// Len returns the number of items that go over the wire.
func (d Delta[A]) Len() int { return len(d.Add) + len(d.Remove) }

// IsZero reports whether there is nothing to change. It is what omitzero asks for.
func (d Delta[A]) IsZero() bool { return d.Len() == 0 }

// chunks splits the change into changes of at most n items, in order.
func (d Delta[A]) chunks(n int) []Delta[A] {
	if n <= 0 {
		n = maxDeltaItems
	}
	var list []Delta[A]
	for !d.IsZero() {
		adds := min(n, len(d.Add))
		removes := min(n-adds, len(d.Remove))
		list = append(list, Delta[A]{Add: d.Add[:adds:adds], Remove: d.Remove[:removes:removes]})
		d = Delta[A]{Add: d.Add[adds:], Remove: d.Remove[removes:]}
	}
	return list
}

// removed is one item that leaves a collection, as it is written.
type removed struct{ id string }

func (r *removed) encodeMembers(w *writer) {
	w.member("@removed", &DeltaRemoved{Reason: "changed"})
	w.member("id", &r.id)
}

func (r *removed) decodeMember(name []byte, dec *decoder) error {
	if string(name) == "id" {
		return decodeField(dec, &r.id)
	}
	return dec.SkipValue()
}

func (d *Delta[A]) encode(w *writer) {
	w.buf = append(w.buf, '[')
	for i := range d.Add {
		w.comma()
		w.value(&d.Add[i])
	}
	for _, id := range d.Remove {
		w.comma()
		w.object(&removed{id})
	}
	w.buf = append(w.buf, ']')
}

// decode is there so that a change can be kept in a file and read back.
func (d *Delta[A]) decode(dec *decoder) error {
	return decodeChange(dec, func(i int, item jsontext.Value) error {
		if hasMember(item, "@removed") {
			var r removed
			if err := unmarshal(item, &r); err != nil {
				return fmt.Errorf("removed item %d: %w", i, err)
			}
			d.Remove = append(d.Remove, r.id)
			return nil
		}
		var a A
		if err := unmarshal(item, &a); err != nil {
			return fmt.Errorf("added item %d: %w", i, err)
		}
		d.Add = append(d.Add, a)
		return nil
	})
}

func decodeChange(dec *decoder, item func(i int, raw jsontext.Value) error) error {
	if some, err := begin(dec, '[', new([]any)); !some {
		return err
	}
	for i := 0; dec.PeekKind() != ']'; i++ {
		raw, err := dec.ReadValue()
		if err != nil {
			return err
		}
		if err := item(i, raw); err != nil {
			return err
		}
	}
	_, err := dec.ReadToken()
	return err
}
