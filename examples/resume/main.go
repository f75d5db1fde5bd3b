// Command resume shows a wait that outlives its process: one process starts a
// restore and ends half-way, a second one takes the wait up again from a token
// and sees it through. It runs against an embedded server and needs no set-up.
// See -h.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"time"
)

const usage = `Starts a restore in one process and finishes waiting for it in another.

The program starts an embedded server with a made-up tenant, and then itself
twice: the first process activates a restore session, saves the resume token of
its poller, and ends when half of the drives are done. The second process knows
the token and nothing else of the session.

usage: go run ./examples/resume [flags]

`

type options struct {
	drives int
	speed  float64
	// step and dir are for the processes that the program starts.
	step, dir string
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	status := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

// run is the program: progress goes to stdout, errors to stderr.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o, err := parseOptions(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	if err == nil {
		err = o.run(ctx, stdout, stderr)
	}
	if err != nil {
		_, _ = fmt.Fprintln(stderr, "resume:", err)
		return 1
	}
	return 0
}

func parseOptions(args []string, stderr io.Writer) (*options, error) {
	var o options
	flags := flag.NewFlagSet("resume", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		_, _ = fmt.Fprint(stderr, usage)
		flags.PrintDefaults()
	}
	flags.IntVar(&o.drives, "drives", 40, "restore this `many` drives")
	flags.Float64Var(&o.speed, "speed", 3600, "how many `seconds` pass in the embedded service in one second")
	flags.StringVar(&o.step, "step", "", "what the program starts itself with: `start or finish`")
	flags.StringVar(&o.dir, "dir", "", "with -step: the `folder` with what the processes share")
	switch err := flags.Parse(args); {
	case err != nil:
		return nil, err
	case flags.NArg() > 0:
		return nil, fmt.Errorf("unexpected argument %q; see -h", flags.Arg(0))
	case o.drives < 1 || o.drives > 10_000:
		return nil, errors.New("-drives must be from 1 to 10000")
	case o.speed <= 0:
		return nil, errors.New("-speed must be more than 0")
	case (o.step == "") != (o.dir == ""):
		return nil, errors.New("-step and -dir go together; the program sets them itself")
	}
	return &o, nil
}

func (o *options) run(ctx context.Context, stdout, stderr io.Writer) error {
	switch o.step {
	case "":
		return o.demonstrate(ctx, stdout, stderr)
	case "start":
		return o.start(ctx, stdout)
	case "finish":
		return o.finish(ctx, stdout)
	}
	return fmt.Errorf("-step %q is neither start nor finish", o.step)
}

// The files that the processes share.
func (o *options) accessFile() string { return filepath.Join(o.dir, "access.json") }
func (o *options) tokenFile() string  { return filepath.Join(o.dir, "token.txt") }

func say(w io.Writer, format string, args ...any) {
	_, _ = fmt.Fprintf(w, "%s [process %d] %s\n", time.Now().Format(time.TimeOnly), os.Getpid(), fmt.Sprintf(format, args...))
}
