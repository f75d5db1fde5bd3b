package backuprestore_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore"
	"github.com/graphbackup/backuprestore/graphtest"
)

func newServer(t testing.TB, size graphtest.Size, opts ...graphtest.Option) (*graphtest.Server, *backuprestore.Client) {
	t.Helper()
	server, err := graphtest.NewServer(graphtest.NewTenant(size, graphtest.WithSeed(1)), append([]graphtest.Option{graphtest.WithSpeed(graphtest.Speed{})}, opts...)...)
	require.NoError(t, err)
	t.Cleanup(server.Close)
	c, err := backuprestore.NewClient(serverToken{server}, backuprestore.WithEndpoint(server.BaseURL()), backuprestore.WithTransport(server.Transport()))
	require.NoError(t, err)
	return server, c
}

// The embedded server knows every operation of the surface: it answers with
// success or with an error of the API, never that there is no such path or
// method.
func TestEmbeddedServerAnswersEveryOperation(t *testing.T) {
	server, c := newServer(t, graphtest.Size{Drives: 2, Sites: 2, Mailboxes: 2})
	for _, op := range operations() {
		t.Run(op.name, func(t *testing.T) {
			server.ResetLog()
			err := op.call(t.Context(), c, func(any) {})
			var e *backuprestore.Error
			if err != nil {
				require.ErrorAs(t, err, &e)
				require.False(t, e.HasCode("ResourceNotFound") && strings.Contains(e.Message, "segment"), "%v", err)
				require.NotEqual(t, http.StatusMethodNotAllowed, e.Status, "%v", err)
				require.Less(t, e.Status, 500, "%v", err)
				require.NotEmpty(t, e.Code)
			}
			method, path, _ := strings.Cut(op.name, " ")
			requests := server.Requests()
			require.NotEmpty(t, requests)
			require.True(t, strings.EqualFold(method+" "+strings.TrimPrefix(path, "/solutions/backupRestore"), placeholders(requests[0].Operation)) || path == "/solutions/backupRestore",
				"the server took %s for %s", op.name, requests[0].Operation)
		})
	}
}

// placeholders writes {id} for every parameter of an operation.
func placeholders(operation string) string { return parameter.ReplaceAllString(operation, "{id}") }

// One client serves 64 goroutines over all services.
func TestClientIsSafeForConcurrentUse(t *testing.T) {
	_, c := newServer(t, graphtest.Size{Drives: 2, Sites: 2, Mailboxes: 2})
	ops := operations()
	var wg sync.WaitGroup
	failures := make(chan error, 64)
	for worker := range 64 {
		wg.Go(func() {
			for i := range 20 {
				op := ops[(worker*7+i*13)%len(ops)]
				var e *backuprestore.Error
				if err := op.call(context.Background(), c, func(any) {}); err != nil && !errors.As(err, &e) {
					failures <- fmt.Errorf("%s: %w", op.name, err)
					return
				}
			}
		})
	}
	wg.Wait()
	close(failures)
	for err := range failures {
		t.Error(err)
	}
}
