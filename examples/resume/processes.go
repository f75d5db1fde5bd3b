package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"

	"github.com/graphbackup/backuprestore"
	"github.com/graphbackup/backuprestore/examples/internal/sandbox"
	"github.com/graphbackup/backuprestore/graphtest"
)

// demonstrate keeps the embedded server alive, as the real service would be,
// while one process after the other comes and goes.
func (o *options) demonstrate(ctx context.Context, stdout, stderr io.Writer) (err error) {
	server, err := graphtest.NewServer(graphtest.NewTenant(graphtest.Size{Drives: o.drives}), graphtest.WithTimeScale(o.speed))
	if err != nil {
		return fmt.Errorf("embedded server: %w", err)
	}
	defer server.Close()
	if o.dir, err = os.MkdirTemp("", "resume-example-"); err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(o.dir) }()
	access, err := json.Marshal(sandbox.AccessTo(server))
	if err != nil {
		return err
	}
	if err := os.WriteFile(o.accessFile(), access, 0o600); err != nil {
		return err
	}
	say(stdout, "embedded server at %s, %g of its seconds in one", server.BaseURL(), o.speed)
	for _, step := range []string{"start", "finish"} {
		if err := o.spawn(ctx, step, stdout, stderr); err != nil {
			return err
		}
	}
	return tally(server, stdout)
}

// tally asks the server, and not the client that is being shown, what became
// of the drives.
func tally(server *graphtest.Server, stdout io.Writer) error {
	times := map[string]int{}
	for _, r := range server.Restores() {
		if times[r.UnitID]++; times[r.UnitID] > 1 {
			return fmt.Errorf("drive %s was restored more than once", r.DirectoryObjectID)
		}
	}
	say(stdout, "the service restored %d drives, each of them once", len(times))
	return nil
}

// spawn runs one step in a process of its own.
func (o *options) spawn(ctx context.Context, step string, stdout, stderr io.Writer) error {
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("the program does not know where it lies: %w", err)
	}
	process := exec.CommandContext(ctx, self, "-step", step, "-dir", o.dir)
	process.Stdout, process.Stderr, process.WaitDelay = stdout, stderr, time.Second
	if err := process.Run(); err != nil {
		return fmt.Errorf("the process that was to %s: %w", step, err)
	}
	return nil
}

// connect signs in to the server that the first process keeps alive.
func (o *options) connect() (*backuprestore.Client, error) {
	text, err := os.ReadFile(o.accessFile())
	if err != nil {
		return nil, err
	}
	var access sandbox.Access
	if err := json.Unmarshal(text, &access); err != nil {
		return nil, fmt.Errorf("%s: %w", o.accessFile(), err)
	}
	return access.Connect(backuprestore.WithPolling(backuprestore.PollingPolicy{Initial: 100 * time.Millisecond, Max: 500 * time.Millisecond}))
}
