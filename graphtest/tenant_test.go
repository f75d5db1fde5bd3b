package graphtest_test

import (
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore/graphtest"
)

// The addresses of generated tenants are written down in lists outside this package; they must not change.
func TestGeneratedTenantsAreStable(t *testing.T) {
	tenant := graphtest.NewTenant(graphtest.Size{Drives: 300, Sites: 2, Mailboxes: 2}, graphtest.WithSeed(1))
	require.Equal(t, graphtest.Drive{
		UnitID: "96c5799e-28bc-d437-bc8f-10c9fce269bb", DirectoryObjectID: "c591f2ba-81a2-fbd0-afad-f85642d34a5b",
		Email: "carlos.deyoung001@contoso.example", DisplayName: "Carlos Deyoung",
		SiteURL: "https://contoso-my.sharepoint.example/personal/carlos_deyoung001_contoso_example",
	}, tenant.Drive(0))
	require.Equal(t, "bao.pereira300@contoso.example", tenant.Drive(299).Email)
	require.Equal(t, graphtest.Site{
		UnitID: "8a466959-bf1c-f38a-d36a-e3b4abee8465",
		SiteID: "contoso.sharepoint.example,f716b1dd-7493-0adb-2930-349bd7d01a13,5504bd14-9dac-1366-1e3e-c47bf498a46a",
		WebURL: "https://contoso.sharepoint.example/sites/facilities-001", Name: "Facilities 001",
	}, tenant.Site(0))
	require.Equal(t, graphtest.Mailbox{
		UnitID: "0ee4d404-9996-b192-6ac2-ae5c14af7d03", DirectoryObjectID: "a0b4307f-7d75-e21b-9417-1ec9f4d5baa7",
		Email: "wanda.berger002@contoso.example", DisplayName: "Wanda Berger",
	}, tenant.Mailbox(1))
	require.Zero(t, tenant.Drive(300))
}

func TestSeedsMakeDifferentTenants(t *testing.T) {
	one, two := graphtest.NewTenant(graphtest.Size{Drives: 50}), graphtest.NewTenant(graphtest.Size{Drives: 50}, graphtest.WithSeed(2))
	require.NotEqual(t, one.Drive(0).UnitID, two.Drive(0).UnitID)
	require.NotEqual(t, one.Drive(0).DirectoryObjectID, two.Drive(0).DirectoryObjectID)
	seen := map[string]bool{}
	for d := range one.Drives() {
		require.False(t, seen[d.Email] || seen[d.UnitID])
		seen[d.Email], seen[d.UnitID] = true, true
	}
	require.Len(t, seen, 100)
}

func TestLargeTenantsCostNothingUntilTheyAreUsed(t *testing.T) {
	began := time.Now()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	tenant := graphtest.NewTenant(graphtest.Size{Drives: 40_000, Sites: 30_000, Mailboxes: 30_000})
	srv, err := graphtest.NewInMemory(tenant)
	require.NoError(t, err)
	defer srv.Close()
	c := newClient(t, srv)
	require.Len(t, c.want(200, "GET", "/driveProtectionUnits", nil).items(), 100)
	runtime.ReadMemStats(&after)
	require.Less(t, time.Since(began), 2*time.Second)
	require.Less(t, after.Sys-before.Sys, uint64(500<<20))
}
