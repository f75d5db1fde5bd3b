// Package models holds the wire types of the Microsoft 365 Backup Storage API.
//
// A type says what the metadata of Microsoft Graph says. A nullable property is
// a [Nullable], which keeps absent, null and a value apart. A property that
// cannot be null has its plain Go type and is left out when it is zero. A
// collection is a slice: nil is left out, empty is sent as [].
//
// What the service sends survives a round trip: members that this version does
// not know stay in [Unknowns], enum values stay in the text that arrived, dates
// keep the text they came in, and a resource of an unknown subtype keeps
// everything. Decoding is strict about kinds (a number where a text belongs is an
// error) but for dates, [IdentitySet] and [PublicError], where the service is known
// to send other things.
//
// What may be sent has its own types, named after the call (…Create, …Update),
// with a Validate method; a read-only property has no place in them.
//
// Every type gives the same JSON through encoding/json and through
// json/v2 ([github.com/go-json-experiment/json]). The structs whose names end in Base, and
// [Entity] and [Unknowns], are parts to be embedded and not documents of their
// own: they carry no JSON methods on purpose, because Go would promote such
// methods to the structs around them and the outer members would be lost.
package models

//go:generate go run ./internal/gen
