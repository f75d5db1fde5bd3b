package models

func (n *Nullable[T]) decode(dec *decoder) error {
	null, err := decodeValue(dec, &n.value)
	n.state = isSet
	if null {
		n.state = isNull
	}
	return err
}

// encode writes an absent value as null, for it has no JSON of its own.
func (n *Nullable[T]) encode(w *writer) {
	if n.state != isSet {
		w.null()
		return
	}
	w.value(&n.value)
}
