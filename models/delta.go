package models

import (
	"fmt"

	"github.com/go-json-experiment/json"
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

// removal is the form of one item that leaves a collection.
type removal struct {
	Removed DeltaRemoved `json:"@removed"`
	ID      string       `json:"id"`
}

// MarshalJSONTo implements [json.MarshalerTo].
func (d Delta[A]) MarshalJSONTo(enc *jsontext.Encoder) error {
	if err := enc.WriteToken(jsontext.BeginArray); err != nil {
		return err
	}
	for i := range d.Add {
		if err := json.MarshalEncode(enc, &d.Add[i]); err != nil {
			return err
		}
	}
	for _, id := range d.Remove {
		if err := json.MarshalEncode(enc, &removal{DeltaRemoved{Reason: "changed"}, id}); err != nil {
			return err
		}
	}
	return enc.WriteToken(jsontext.EndArray)
}

// MarshalJSON implements [json.Marshaler].
func (d Delta[A]) MarshalJSON() ([]byte, error) { return json.Marshal(&d) }

// UnmarshalJSONFrom implements [json.UnmarshalerFrom], so that a change can be
// kept in a file and read back.
func (d *Delta[A]) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	var items []jsontext.Value
	if err := json.UnmarshalDecode(dec, &items); err != nil {
		return err
	}
	*d = Delta[A]{}
	for i, item := range items {
		if hasMember(item, "@removed") {
			var r removal
			if err := json.Unmarshal(item, &r); err != nil {
				return fmt.Errorf("removed item %d: %w", i, err)
			}
			d.Remove = append(d.Remove, r.ID)
			continue
		}
		var a A
		if err := json.Unmarshal(item, &a); err != nil {
			return fmt.Errorf("added item %d: %w", i, err)
		}
		d.Add = append(d.Add, a)
	}
	return nil
}

// UnmarshalJSON implements [json.Unmarshaler].
func (d *Delta[A]) UnmarshalJSON(b []byte) error { return json.Unmarshal(b, d) }
