// Package benchmarks compares this SDK with the least that its work can cost,
// net/http and json/v2 into bare structs, and, in the module beside it, with
// msgraph-sdk-go. The three are measured by the same code on the same bytes;
// BENCHMARKS.md holds the numbers and "make bench" makes them again.
//
// The module is apart from the SDK's, so that nobody who imports the SDK gets
// anything from here.
package benchmarks
