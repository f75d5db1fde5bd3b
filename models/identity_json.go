package models

// decode keeps anything but an object as it is: some answers hold an empty text
// here.
func (s *IdentitySet) decode(dec *decoder) error {
	if dec.PeekKind() == '{' {
		return decodeMembers(dec, s)
	}
	odd, err := dec.ReadValue()
	s.odd = dec.keep(odd)
	return err
}

func (s *IdentitySet) encode(w *writer) {
	if s.odd != nil {
		w.raw(s.odd)
		return
	}
	w.object(s)
}
