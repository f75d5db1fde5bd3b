package main

import (
	"fmt"
	"io"
	"time"

	"github.com/graphbackup/backuprestore"
	"github.com/graphbackup/backuprestore/examples/internal/sandbox"
	"github.com/graphbackup/backuprestore/graphtest"
)

// connect signs in to a real tenant only when that was typed.
func connect(o *options, stderr io.Writer) (*backuprestore.Client, func(), error) {
	if o.live {
		client, err := sandbox.Live(backuprestore.WithUserAgent("restore-onedrive"))
		return client, func() {}, err
	}
	client, server, err := sandbox.Offline(demoTenant(), []graphtest.Option{graphtest.WithTimeScale(3600)},
		backuprestore.WithPolling(backuprestore.PollingPolicy{Initial: 250 * time.Millisecond, Max: time.Second}))
	if err != nil {
		return nil, nil, err
	}
	_, _ = fmt.Fprintf(stderr, "offline: embedded server at %s, an hour of its time per second\n", server.BaseURL())
	return client, server.Close, nil
}

// demoTenant is the made-up tenant behind drives.csv and trouble.csv.
func demoTenant() *graphtest.Tenant {
	tenant := graphtest.NewTenant(graphtest.Size{Drives: 300}, graphtest.WithSeed(1))
	for n, code := range map[int]string{
		41: "ArtifactCannotBeRestored", 42: "ArtifactNotFound", 43: "InvalidRestoreTime", 44: "UnknownError",
	} {
		tenant.FailRestore(tenant.Drive(n).DirectoryObjectID, code)
	}
	return tenant
}
