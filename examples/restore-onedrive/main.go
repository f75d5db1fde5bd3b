// Command restore-onedrive restores the OneDrives of a CSV file with one bulk
// request: session, request, activation, waiting, results. Without -live it
// runs against an embedded server and needs no set-up. See -h.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"

	"github.com/graphbackup/backuprestore/examples/internal/sandbox"
)

// Exit statuses.
const (
	exitRestored = 0
	exitFailed   = 1
	exitPartly   = 3
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	status := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

// run is the program: results go to stdout, progress and errors to stderr.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	allRestored, err := runJob(ctx, args, stdout, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return exitRestored
	case err != nil:
		_, _ = fmt.Fprintln(stderr, "restore-onedrive:", sandbox.Explain(err))
		return exitFailed
	case !allRestored:
		return exitPartly
	}
	return exitRestored
}

func runJob(ctx context.Context, args []string, stdout, stderr io.Writer) (allRestored bool, err error) {
	o, err := parseOptions(args, time.Now(), stderr)
	if err != nil {
		return false, err
	}
	file, err := createOutput(o.output)
	if err != nil {
		return false, err
	}
	list, err := runConnected(ctx, o, stderr)
	if err != nil {
		return false, errors.Join(err, file.discard())
	}
	if err := file.write(list); err != nil {
		return false, err
	}
	return list.print(stdout), nil
}

func runConnected(ctx context.Context, o *options, stderr io.Writer) (results, error) {
	client, disconnect, err := connect(o, stderr)
	if err != nil {
		return nil, err
	}
	defer disconnect()
	return restore(ctx, client, o, stderr)
}
