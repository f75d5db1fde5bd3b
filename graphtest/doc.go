// Package graphtest is an offline Microsoft Graph for /solutions/backupRestore: a server to test disaster recovery against
// without a tenant, a network or a wait of ten hours.
//
// # A first test
//
// Describe a tenant, start a server, and point the code under test at it:
//
//	tenant := graphtest.NewTenant(graphtest.Size{Drives: 300})
//	tenant.FailRestore(tenant.Drive(7).Email, graphtest.CodeArtifactCannotBeRestored)
//	srv, err := graphtest.NewServer(tenant, graphtest.WithTimeScale(3600))
//	...
//	defer srv.Close()
//	restoreEverything(srv.BaseURL(), srv.HTTPClient(), srv.Token())
//	for _, r := range srv.Restores() { ... } // what really happened to the tenant
//
// The server is an ordinary one: any client in any language can use it, and it shares no code with this module's client.
// azidentity's client secret, client certificate and workload identity credentials sign in at [Server.AuthorityHost].
//
// # Tenants
//
// A [Tenant] has any number of drives, sites and mailboxes, each with restore points every ten minutes for two weeks and
// every week for a year (mailboxes: every ten minutes for the year), and with files below its drives and sites. All of it
// follows from a seed and is computed when it is looked at. The daily points carry the tag fastRestore and can be browsed.
// By default one active policy per workload protects everything; [WithoutPolicies] and [BeforeEnabling] start earlier.
//
// # Time
//
// Nothing runs in the background. Every long operation is planned when it is asked for, and its status follows from the clock
// at each request. The tenant's time runs as fast as the clock, or faster with [WithTimeScale], or not at all with a clock of
// your own. How long things take is a [Speed]; restores take as long as Microsoft publishes unless told otherwise, and the
// zero Speed does everything at once. Access tokens, Retry-After and injected delays live on the unscaled clock, because the
// client does.
//
// Inside a testing/synctest bubble use [NewInMemory]: no sockets, no goroutines, and a test that waits for a mass restore
// with time.Sleep ends at once. Tokens expire in a bubble as they do elsewhere: ask for a new one after a long sleep.
//
// # What goes wrong
//
// [Tenant.FailRestore], [Tenant.LeaveUnprotected], [Tenant.FailProtection] and [Tenant.FailBrowse] are about single units.
// A [Fault] is about requests: throttling, broken connections before or after the work was done, garbage, loops of links,
// revoked tokens, lost writes. Faults are chosen by operation and by count or share, and the same seed makes the same calls
// fail. [Server.Requests] lists what came in, [Server.Effects] what it changed, [Server.Restores] what was restored, and how
// often: the one number that a disaster recovery service must get right.
//
// # How far it goes
//
// Every documented v1.0 operation is here, with its permissions, its state machine and its limits, and with the habits that
// documentation and metadata disagree about: hidden enum members unless the Prefer header asks for them, relative links,
// failures of single items inside a 200. Where nobody knows what the real service answers, the choice made here is one of
// those that a client must be able to cope with; do not take it for knowledge about the real service. The choices that a
// test is most likely to meet: which points carry fastRestore; an unknown session id is a 404 when it looks like a GUID and a
// 400 otherwise; entries of a bulk request that were not resolved never become artifacts, so they do not keep a session from
// being completed, unless nothing else is in it.
package graphtest
