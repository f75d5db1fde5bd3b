package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/graphbackup/backuprestore/models"
)

// options are the command line, checked.
type options struct {
	input, output string
	from, to      time.Time
	destination   models.DestinationType
	live          bool
	sessionID     string
	entries       []entry
}

const usage = `Restores the OneDrives of a list with one bulk request and shows what became of each.

Without -live nothing real is touched: the program starts an embedded server with
a made-up tenant and restores against that, an hour of the service's time per second.

usage: go run ./examples/restore-onedrive [flags]

`

const exitStatuses = `
exit status: 0 all drives were restored, 3 some were not, 1 the job could not be done.
"go run" itself exits with 1 for any of these and prints the number; build the
program to see it as the status.
`

func parseOptions(args []string, now time.Time, stderr io.Writer) (*options, error) {
	var o options
	var from, to, destination string
	flags := flag.NewFlagSet("restore-onedrive", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		_, _ = fmt.Fprint(stderr, usage)
		flags.PrintDefaults()
		_, _ = fmt.Fprint(stderr, exitStatuses)
	}
	flags.StringVar(&o.input, "input", "examples/restore-onedrive/drives.csv", "CSV `file` whose first column has one address or directory object id a line")
	flags.StringVar(&from, "from", "", "take restore points of this `time` or later: 2026-01-31 or RFC 3339 (default 14 days before -to)")
	flags.StringVar(&to, "to", "", "take restore points of this `time` or earlier; the latest one is used (default now)")
	flags.StringVar(&destination, "destination", "new", "where to restore to: new (a new site for each drive) or inPlace")
	flags.StringVar(&o.output, "output", "", "also write the outcome of every drive to this .csv or .json `file`")
	flags.BoolVar(&o.live, "live", false, "restore in the tenant that azidentity's DefaultAzureCredential signs in to")
	flags.StringVar(&o.sessionID, "session", "", "do not start anything: watch the restore session of this `id` (with -live)")
	if err := flags.Parse(args); err != nil {
		return nil, err
	}
	return &o, o.check(flags.Args(), from, to, destination, now)
}

func (o *options) check(rest []string, from, to, destination string, now time.Time) (err error) {
	if len(rest) > 0 {
		return fmt.Errorf("unexpected argument %q; see -h", rest[0])
	}
	if o.to, err = parseTime("-to", to, now); err != nil {
		return err
	}
	if o.from, err = parseTime("-from", from, o.to.AddDate(0, 0, -14)); err != nil {
		return err
	}
	if !o.from.Before(o.to) {
		return fmt.Errorf("the period ends (-to %s) before it starts (-from %s)", o.to.Format(time.RFC3339), o.from.Format(time.RFC3339))
	}
	switch o.destination = models.DestinationType(destination); o.destination {
	case models.DestinationTypeNew, models.DestinationTypeInPlace:
	default:
		return fmt.Errorf("-destination %q is neither new nor inPlace", destination)
	}
	switch ext := strings.ToLower(filepath.Ext(o.output)); {
	case o.output == "", ext == ".csv", ext == ".json":
	default:
		return fmt.Errorf("-output %s: the name must end in .csv or .json", o.output)
	}
	if o.sessionID != "" && !o.live {
		return fmt.Errorf("-session needs -live: the embedded server of an earlier run is gone")
	}
	return o.readInput()
}

func (o *options) readInput() error {
	file, err := os.Open(o.input)
	if err != nil {
		return fmt.Errorf("%w; name your own list with -input, or run this in the root of the project", err)
	}
	defer func() { _ = file.Close() }()
	o.entries, err = readEntries(o.input, file)
	return err
}

func parseTime(name, text string, otherwise time.Time) (time.Time, error) {
	if text == "" {
		return otherwise.UTC().Truncate(time.Second), nil
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("%s %q is not a time; write 2026-01-31 or 2026-01-31T15:04:05Z", name, text)
}
