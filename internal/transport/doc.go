// Package transport runs one authenticated call against Microsoft Graph and
// survives what lies between: expired tokens, throttling, proxies that answer
// HTML, connections that break. Nothing that may have run is run again unless
// that does no harm, and every failure is an [*Error] that says what may have
// happened.
//
// # Repetition
//
// The retry table, the only one, is data: see rules in retry.go. In words:
//
//	outcome                          GET      PATCH, PUT, DELETE   POST, or RepeatNever
//	429                              repeat   repeat               repeat
//	503 or 509 with Retry-After      repeat   repeat               ambiguous
//	408, other 5xx but 501 and 505   repeat   repeat               ambiguous
//	answer lost, whole or in part    repeat   repeat               ambiguous
//	not sent, or not processed       repeat   repeat               repeat
//	500 TooManyActiveRestoreSessions refused  refused              refused
//	401 with a claims challenge      once     once                 once
//	anything else                    refused  refused              refused
//
// A call with [RepeatSafe] is repeated like a PATCH. The wait is Retry-After,
// or the policy's growing delay where that is longer. A wait beyond the
// policy's cap or the context's deadline is not begun: the failure is returned
// at once. A 429 closes the gate for all calls of the client; see gate.
//
// # Crowds
//
// No more than [Config.MaxInFlight] requests are under way at one time. With
// the default, 100 calls that start together against a service that takes 10
// or 50 per second all succeed, with 14 to 16 % of the attempts refused (those
// that were under way when the first 429 came); of 2,000 calls by 100 callers
// about 1.5 % are (TestHundredCallersOfAThrottledService).
//
// # Time
//
// An attempt has [RetryPolicy.AttemptTimeout] from the connection to the last
// byte, and a body that stalls ends it after [RetryPolicy.IdleTimeout]. The
// call as a whole has the caller's context and no other limit. Getting a token
// counts towards the context only.
//
// # Ids
//
// All attempts of a call carry the same client-request-id, so that support
// finds them together, and from the second on Retry-Attempt with the number of
// attempts before. A caller may choose the id by setting the header.
//
// # Addresses
//
// Requests go to the origin of [Config.BaseURL] or nowhere: links, middleware
// and redirects that lead elsewhere are refused before a token is asked for
// and before a connection is opened.
//
// # What is linked
//
// [New] knows nothing of kiota, slog and OpenTelemetry. What speaks to them is
// made by [KiotaPipeline], [KiotaProvider], [Logging] and [Tracing], so that the
// linker leaves it out of a program that calls none of them
// (TestUnusedIsNotLinked).
package transport
