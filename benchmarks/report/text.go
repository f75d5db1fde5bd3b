package main

const intro = `# Benchmarks

This SDK beside the least that its work can cost and beside Microsoft's own Go SDK for Graph, measured on
the same bytes by the same code in one run. ` + "`make bench`" + ` makes all numbers again and rewrites this page.

- **floor** is net/http and json/v2 into bare structs: strings, numbers, times; null is not told from absent,
  nothing unknown is kept, nothing is repeated or checked.
- **this SDK** is the client as a user has it, with its defaults.
- **msgraph-sdk-go** is the client as a user has it, but for a transport that keeps as many idle connections as
  the others' do.

Before anything is measured a test holds all three to the same results: every value of every document, the same
request, every item of a list, an end for every session.

`

const targetsIntro = `
## Targets

Ratios of medians within the run.

`

const numbersIntro = `
## Numbers

Medians, with the range in which the median is at 95 % confidence where there is one.

`

const meaning = `
## What they mean

- **Decode** reads an answer that is in memory. The SDK keeps short texts that come again, which is why it allocates
  less than the floor for sessions. A session is one of three types, told by its annotation; the
  floor reads all into one struct. msgraph-sdk-go has no types for ` + "`@delta`" + ` and leaves the outcomes as maps.
- **Encode** writes the request's JSON. The SDK looks through the list for entries that are empty or twice in it
  before that, which nobody else does; it is the row below and is not part of the comparison.
- **Call** reads one session over loopback, without TLS, on connections that are kept. The server is another
  process, so allocations and processor time are the client's alone. Over a real network all three wait tens of
  milliseconds.
- **List** ranges over pages of 1,000. Peak heap is what live and dead objects occupied at most.
- **Wait** follows sessions that end after one to ten looks, with a millisecond between looks, so that little but
  work is left. By GET there is one request per look, from pollers in the SDK's case and from a hand-written loop
  in the others'. By lists there is one for each page of 100 sessions, from the SDK's watcher and from a
  hand-written loop. Neither the floor nor msgraph-sdk-go has anything for it.
- **Build** compiles a program that creates a session, adds drives, activates, waits and lists. From nothing
  means with an empty build cache, so the standard library and azidentity are part of it; then what each adds
  where these are built already, as they are on most machines; and the program alone, compiled and linked again
  after an edit. Memory is that of the largest process of the compiler. The floor's program has azidentity,
  net/http and encoding/json only. The edit is dearer than the floor's because the compiler makes the instances of
  generic types, such as the pollers' and the nullable values', anew in each package that imports them.
`

const statIntro = `
## benchstat

`
