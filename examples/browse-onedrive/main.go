// Command browse-onedrive opens a snapshot of a OneDrive, walks its folders
// page by page, and restores one file from it. Without -live it runs against
// an embedded server and needs no set-up. See -h.
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

const usage = `Opens the newest fast restore point of a OneDrive, shows the folders and files in it,
and restores one file with a granular session.

Without -live nothing real is touched: the program starts an embedded server with
a made-up tenant and works on that, an hour of the service's time per second.

usage: go run ./examples/browse-onedrive [flags]

`

const exitStatuses = `
exit status: 0 the file was restored (or, with -list, the drive shown), 3 it was not,
1 the job could not be done.
`

type options struct {
	drive, file string
	listOnly    bool
	depth       int
	live        bool
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	status := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

// run is the program: results go to stdout, progress and errors to stderr.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o, err := parseOptions(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	restored := false
	if err == nil {
		restored, err = browse(ctx, o, stdout, stderr)
	}
	switch {
	case err != nil:
		_, _ = fmt.Fprintln(stderr, "browse-onedrive:", sandbox.Explain(err))
		return 1
	case !restored:
		return 3
	}
	return 0
}

func parseOptions(args []string, stderr io.Writer) (*options, error) {
	var o options
	flags := flag.NewFlagSet("browse-onedrive", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		_, _ = fmt.Fprint(stderr, usage)
		flags.PrintDefaults()
		_, _ = fmt.Fprint(stderr, exitStatuses)
	}
	flags.StringVar(&o.drive, "drive", "", "the drive by its owner's directory object `id`, or address where the caller may see addresses (default the first drive of the tenant)")
	flags.StringVar(&o.file, "file", "", "restore the first file of this `name` (default the first file found)")
	flags.BoolVar(&o.listOnly, "list", false, "show the drive and restore nothing")
	flags.IntVar(&o.depth, "depth", 4, "walk this many `levels` below the drive's site")
	flags.BoolVar(&o.live, "live", false, "work in the tenant that azidentity's DefaultAzureCredential signs in to; needs -drive")
	switch err := flags.Parse(args); {
	case err != nil:
		return nil, err
	case flags.NArg() > 0:
		return nil, fmt.Errorf("unexpected argument %q; see -h", flags.Arg(0))
	case o.depth < 1:
		return nil, errors.New("-depth must be at least 1")
	case o.live && o.drive == "":
		return nil, errors.New("-live needs -drive: say whose drive to open")
	}
	return &o, nil
}

func say(w io.Writer, format string, args ...any) {
	_, _ = fmt.Fprintf(w, "%s %s\n", time.Now().Format(time.TimeOnly), fmt.Sprintf(format, args...))
}
