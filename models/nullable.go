package models

import "fmt"

// Nullable is a property that may be absent, null or set. The zero value is
// absent, and a struct field of this type with omitzero is then left out; elsewhere
// an absent value is written as null.
type Nullable[T any] struct {
	value T
	state nullableState
}

type nullableState uint8

const (
	isAbsent nullableState = iota
	isNull
	isSet
)

// Value returns a Nullable that holds v.
func Value[T any](v T) Nullable[T] {
	return Nullable[T]{value: v, state: isSet}
}

// Null returns a Nullable that is present and null.
func Null[T any]() Nullable[T] {
	return Nullable[T]{state: isNull}
}

// Get returns the value, and whether there is one.
func (n Nullable[T]) Get() (T, bool) {
	return n.value, n.state == isSet
}

// Or returns the value, or fallback when there is none.
func (n Nullable[T]) Or(fallback T) T {
	if n.state == isSet {
		return n.value
	}
	return fallback
}

// IsNull reports whether the property is present and null.
func (n Nullable[T]) IsNull() bool { return n.state == isNull }

// IsZero reports whether the property is absent. It is what omitzero asks for.
func (n Nullable[T]) IsZero() bool { return n.state == isAbsent }

// String returns the value as fmt prints it, or <null> or <absent>.
func (n Nullable[T]) String() string {
	switch n.state {
	case isSet:
		return fmt.Sprint(n.value)
	case isNull:
		return "<null>"
	default:
		return "<absent>"
	}
}
