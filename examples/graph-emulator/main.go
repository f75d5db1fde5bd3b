// Command graph-emulator serves an offline Microsoft Graph for /solutions/backupRestore, for clients in any language.
//
//	go run ./examples/graph-emulator -addr 127.0.0.1:8484
//
// It prints a base URL, a bearer token and curl commands that work with them, and shows at / what is going on. Time runs an
// hour per second unless -scale says otherwise, so that a mass restore ends while one watches. With -faults it reads what is
// to go wrong from a file, such as bad-day.json beside this one; the package graphtest documents the members.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/graphbackup/backuprestore/graphtest"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	switch {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		fmt.Fprintln(os.Stderr, "graph-emulator:", err)
		os.Exit(1)
	}
}

type settings struct {
	addr, ca, faults, start string
	tls, env                bool
	size                    graphtest.Size
	seed                    uint64
	scale                   float64
	lifetime                time.Duration
}

func parse(args []string, stderr io.Writer) (settings, error) {
	var s settings
	f := flag.NewFlagSet("graph-emulator", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.StringVar(&s.addr, "addr", "127.0.0.1:8484", "address to listen on; port 0 takes a free one")
	f.BoolVar(&s.tls, "tls", false, "serve https, which sign-in through the token endpoint needs")
	f.StringVar(&s.ca, "ca", "", "with -tls, write the certificate to this `file` for clients to trust")
	f.BoolVar(&s.env, "env", false, "begin the output with NAME=value lines for scripts")
	f.IntVar(&s.size.Drives, "drives", 300, "number of OneDrives")
	f.IntVar(&s.size.Sites, "sites", 100, "number of SharePoint sites")
	f.IntVar(&s.size.Mailboxes, "mailboxes", 300, "number of mailboxes")
	f.Uint64Var(&s.seed, "seed", 1, "selects one of many tenants of the same size")
	f.Float64Var(&s.scale, "scale", 3600, "how many times faster than the clock the tenant's time runs")
	f.StringVar(&s.start, "start", "", "the tenant's time at the start, like 2026-01-31T08:00:00Z; now if empty")
	f.StringVar(&s.faults, "faults", "", "`file` with a fault script, a JSON array")
	f.DurationVar(&s.lifetime, "token-lifetime", 24*time.Hour, "how long access tokens live")
	err := f.Parse(args)
	if err == nil && f.NArg() > 0 {
		err = fmt.Errorf("unexpected argument %q", f.Arg(0))
	}
	if err == nil && s.scale <= 0 {
		err = fmt.Errorf("-scale must be above 0, not %v", s.scale)
	}
	if err == nil && s.ca != "" && !s.tls {
		err = errors.New("-ca needs -tls")
	}
	return s, err
}

func (s settings) options() ([]graphtest.Option, error) {
	opts := []graphtest.Option{
		graphtest.WithAddr(s.addr), graphtest.WithTimeScale(s.scale), graphtest.WithTokenLifetime(s.lifetime), graphtest.WithWebPage(),
		graphtest.WithLogLimit(10_000), // it may run for weeks
	}
	if !s.tls {
		opts = append(opts, graphtest.WithPlainHTTP())
	}
	if s.start != "" {
		at, err := time.Parse(time.RFC3339, s.start)
		if err != nil {
			return nil, fmt.Errorf("-start: %w", err)
		}
		opts = append(opts, graphtest.WithStart(at))
	}
	if s.faults != "" {
		file, err := os.Open(s.faults)
		if err != nil {
			return nil, err
		}
		defer func() { _ = file.Close() }()
		faults, err := graphtest.ReadFaults(file)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.faults, err)
		}
		opts = append(opts, graphtest.WithFaults(faults...))
	}
	return opts, nil
}

// run serves until ctx is done.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	s, err := parse(args, stderr)
	if err != nil {
		return err
	}
	opts, err := s.options()
	if err != nil {
		return err
	}
	tenant := graphtest.NewTenant(s.size, graphtest.WithSeed(s.seed))
	srv, err := graphtest.NewServer(tenant, opts...)
	if err != nil {
		return err
	}
	defer srv.Close()
	if s.ca != "" {
		if err := os.WriteFile(s.ca, srv.CertificatePEM(), 0o600); err != nil {
			return err
		}
	}
	if _, err := io.WriteString(stdout, s.greeting(srv)); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}
