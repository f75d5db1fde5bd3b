package graphtest

import (
	"iter"
	"strings"
	"sync"
)

// Size says how many units of each workload a tenant has.
type Size struct{ Drives, Sites, Mailboxes int }

// Drive is a OneDrive that a tenant holds.
type Drive struct{ UnitID, DirectoryObjectID, Email, DisplayName, SiteURL string }

// Site is a SharePoint site that a tenant holds.
type Site struct{ UnitID, SiteID, WebURL, Name string }

// Mailbox is an Exchange mailbox that a tenant holds.
type Mailbox struct{ UnitID, DirectoryObjectID, Email, DisplayName string }

// Tenant describes the organisation behind a [Server]: its drives, sites and mailboxes, and what is wrong with some of them.
// Everything generated follows from the seed and is computed when asked for, so a tenant of 100,000 units costs nothing
// until it is looked at. User number i owns both drive i and mailbox i.
//
// A Tenant may be changed while a server uses it. All methods are safe for concurrent use.
type Tenant struct {
	seed       uint64
	domain     string
	size       [3]uint32
	ids        idSpace
	noPolicies bool
	untouched  bool

	mu          sync.RWMutex
	added       [3][]unit
	byKey       map[string][]unitRef
	restore     map[string]string // unit's address or id, in lower case -> code
	browse      map[string]string
	protect     map[string]string
	groups      map[string][]string
	unprotected map[string]bool
	files       map[string][]string
}

// TenantOption adjusts a tenant at its creation.
type TenantOption func(*Tenant)

// WithSeed selects one of many tenants of the same size. The default seed is 1.
func WithSeed(seed uint64) TenantOption { return func(t *Tenant) { t.seed = seed } }

// WithDomain sets the domain of the generated addresses; the default is contoso.example.
func WithDomain(domain string) TenantOption { return func(t *Tenant) { t.domain = domain } }

// WithoutPolicies makes a tenant on its first day: it has units, and no protection policy covers them, so there are no
// restore points. By default one active policy per workload covers every unit and has done so for more than a year.
func WithoutPolicies() TenantOption { return func(t *Tenant) { t.noPolicies = true } }

// BeforeEnabling makes a tenant in which nobody has used the service yet: it is disabled, no application controls it, and
// there are no policies.
func BeforeEnabling() TenantOption { return func(t *Tenant) { t.noPolicies, t.untouched = true, true } }

// NewTenant makes a tenant of the given size.
func NewTenant(size Size, opts ...TenantOption) *Tenant {
	t := &Tenant{
		seed: 1, domain: "contoso.example",
		size:  [3]uint32{count(size.Drives), count(size.Sites), count(size.Mailboxes)},
		byKey: map[string][]unitRef{}, restore: map[string]string{}, browse: map[string]string{}, protect: map[string]string{}, groups: map[string][]string{},
		unprotected: map[string]bool{}, files: map[string][]string{},
	}
	for _, opt := range opts {
		opt(t)
	}
	t.ids = newIDSpace(t.seed)
	return t
}

func count(n int) uint32 { return uint32(max(0, min(n, 1<<24))) }

// Drive returns drive number i, counting the generated ones first and the added ones after them. It is the zero Drive when
// there is none.
func (t *Tenant) Drive(i int) Drive { return at(t, driveWorkload, i, toDrive) }

// Site returns site number i, as [Tenant.Drive] does.
func (t *Tenant) Site(i int) Site { return at(t, siteWorkload, i, toSite) }

// Mailbox returns mailbox number i, as [Tenant.Drive] does.
func (t *Tenant) Mailbox(i int) Mailbox { return at(t, mailboxWorkload, i, toMailbox) }

// Drives goes through all drives in their fixed order.
func (t *Tenant) Drives() iter.Seq[Drive] { return all(t, driveWorkload, toDrive) }

// Sites goes through all sites in their fixed order.
func (t *Tenant) Sites() iter.Seq[Site] { return all(t, siteWorkload, toSite) }

// Mailboxes goes through all mailboxes in their fixed order.
func (t *Tenant) Mailboxes() iter.Seq[Mailbox] { return all(t, mailboxWorkload, toMailbox) }

// AddDrive adds a protected drive with an address of your choice. An empty directoryObjectID is filled in.
func (t *Tenant) AddDrive(email, directoryObjectID string) Drive {
	return toDrive(t.add(driveWorkload, email, directoryObjectID))
}

// AddSite adds a protected site with a URL of your choice.
func (t *Tenant) AddSite(webURL string) Site { return toSite(t.add(siteWorkload, webURL, "")) }

// AddMailbox adds a protected mailbox with an address of your choice. An empty directoryObjectID is filled in.
func (t *Tenant) AddMailbox(email, directoryObjectID string) Mailbox {
	return toMailbox(t.add(mailboxWorkload, email, directoryObjectID))
}

// FailRestore makes every restore of a unit end as failed with a code, such as [CodeArtifactCannotBeRestored]. The unit is
// named by its address, URL, directory object id, site id or unit id. An empty code heals it.
func (t *Tenant) FailRestore(addressOrID, code string) { set(t, t.restore, addressOrID, code) }

// FailBrowse makes every browse session of a unit end as failed with a code. An empty code heals it.
func (t *Tenant) FailBrowse(addressOrID, code string) { set(t, t.browse, addressOrID, code) }

// FailProtection keeps a unit from ever being protected: it shows an error with a code, such as "QuotaExceeded", and its
// policy becomes activeWithErrors. An empty code heals it.
func (t *Tenant) FailProtection(addressOrID, code string) { set(t, t.protect, addressOrID, code) }

// SetGroup gives a group its members, named by address or directory object id, for the rules that protect the drives and
// mailboxes of groups. [Tenant.Group] names the groups that exist without this.
func (t *Tenant) SetGroup(id string, members ...string) {
	set(t, t.groups, id, append([]string{}, members...))
}

// Group is the id of generated group number i, from 0 to 9. Every tenth user is in it.
func (t *Tenant) Group(i int) string { return t.ids.guid(kindGroup, uint32(i%generatedGroups), 0, 0) }

// LeaveUnprotected takes a unit out of the tenant's policy: it exists in the directory and has no restore points.
func (t *Tenant) LeaveUnprotected(addressOrID string) { set(t, t.unprotected, addressOrID, true) }

// SetFiles replaces the generated files of a drive or site by those at the given paths ("Budget/2026.xlsx"). The folders
// follow from the paths; of a site, the first part of a path is the document library.
func (t *Tenant) SetFiles(addressOrID string, paths ...string) {
	set(t, t.files, addressOrID, append([]string{}, paths...))
}

func set[V any](t *Tenant, m map[string]V, key string, v V) {
	t.mu.Lock()
	defer t.mu.Unlock()
	m[strings.ToLower(key)] = v
}

func at[T any](t *Tenant, w *workload, i int, as func(unit) T) T {
	t.mu.RLock()
	defer t.mu.RUnlock()
	if i < 0 || i >= t.total(w) {
		var none T
		return none
	}
	return as(t.unit(unitRef{w, uint32(i)}))
}

func all[T any](t *Tenant, w *workload, as func(unit) T) iter.Seq[T] {
	return func(yield func(T) bool) {
		for i := 0; i < t.count(w); i++ {
			if !yield(at(t, w, i, as)) {
				return
			}
		}
	}
}

func toDrive(u unit) Drive {
	return Drive{UnitID: u.id, DirectoryObjectID: u.object, Email: u.address, DisplayName: u.name, SiteURL: u.url}
}

func toSite(u unit) Site {
	return Site{UnitID: u.id, SiteID: u.object, WebURL: u.address, Name: u.name}
}

func toMailbox(u unit) Mailbox {
	return Mailbox{UnitID: u.id, DirectoryObjectID: u.object, Email: u.address, DisplayName: u.name}
}
