package backuprestore_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore"
	"github.com/graphbackup/backuprestore/models"
)

const pagePath = "/solutions/backupRestore/protectionUnits/microsoft.graph.driveProtectionUnit"

// pageJSON is a page of units with the given ids.
func pageJSON(next string, ids ...string) string {
	var items []string
	for _, id := range ids {
		items = append(items, fmt.Sprintf(`{"id":%q}`, id))
	}
	link := ""
	if next != "" {
		link = fmt.Sprintf(`,"@odata.nextLink":%q`, next)
	}
	return `{"@odata.count":` + strconv.Itoa(len(ids)) + `,"value":[` + strings.Join(items, ",") + `]` + link + `}`
}

// token is the link to a page.
func pageLink(token string) string { return pagePath + "?$skiptoken=" + token }

// threePages hold a1, a2, b1, nothing, and c1.
func threePages() *stub {
	return &stub{answer: func(_ int, r request) (int, string) {
		switch r.query {
		case "$skiptoken=b":
			return http.StatusOK, pageJSON("https://graph.microsoft.com/v1.0"+pageLink("empty"), "b1")
		case "$skiptoken=empty":
			return http.StatusOK, pageJSON(pageLink("c"))
		case "$skiptoken=c":
			return http.StatusOK, pageJSON("", "c1")
		}
		return http.StatusOK, pageJSON(pageLink("b"), "a1", "a2")
	}}
}

type unitList = iter.Seq2[models.DriveProtectionUnit, error]

func unitsOf(t testing.TB, server http.RoundTripper) func(opts ...backuprestore.RequestOption) unitList {
	t.Helper()
	c := newTestClient(t, server)
	return func(opts ...backuprestore.RequestOption) unitList {
		return c.ProtectionUnits.Drives.List(t.Context(), opts...)
	}
}

// ids reads a list to its end.
func idsOf(list unitList) (ids []string, err error) {
	units, err := backuprestore.Collect(list)
	for _, unit := range units {
		ids = append(ids, unit.ID)
	}
	return ids, err
}

func TestPagesAreReadLazilyAndToTheEnd(t *testing.T) {
	server := threePages()
	list := unitsOf(t, server)()
	require.Empty(t, server.seen(), "nothing is sent before the list is ranged over")
	for range 2 {
		ids, err := idsOf(list)
		require.NoError(t, err)
		require.Equal(t, []string{"a1", "a2", "b1", "c1"}, ids)
	}
	require.Len(t, server.seen(), 8, "four pages, twice")
}

func TestPagesAreNotFetchedBeforeTheyAreNeeded(t *testing.T) {
	for stop, want := range map[string]int{"a1": 1, "a2": 1, "b1": 2, "c1": 4} {
		server := threePages()
		for unit, err := range unitsOf(t, server)() {
			require.NoError(t, err)
			if unit.ID == stop {
				break
			}
		}
		require.Len(t, server.seen(), want, "left at %s", stop)
	}
}

func TestPagesCarryTheHeadersOfTheFirst(t *testing.T) {
	server := threePages()
	_, err := idsOf(unitsOf(t, server)(backuprestore.Header("X-Trace", "1"), backuprestore.Header("Prefer", "odata.maxpagesize=2"), backuprestore.Top(2)))
	require.NoError(t, err)
	for i, r := range server.seen() {
		require.Equal(t, "1", r.header.Get("X-Trace"))
		require.Equal(t, []string{"include-unknown-enum-members", "odata.maxpagesize=2"}, r.header.Values("Prefer"))
		require.Equal(t, "Bearer secret-token", r.header.Get("Authorization"))
		require.Equal(t, i == 0, strings.Contains(r.query, "$top"), "a link is followed as it is")
	}
}

func TestPagesEndWithTheFirstError(t *testing.T) {
	for name, test := range map[string]struct {
		status int
		body   string
		want   error
	}{
		"refused":      {http.StatusForbidden, `{"error":{"code":"accessDenied","message":"m"}}`, backuprestore.ErrForbidden},
		"unavailable":  {http.StatusServiceUnavailable, ``, backuprestore.ErrUnavailable},
		"no value":     {http.StatusOK, `{"@odata.count":0}`, backuprestore.ErrBadAnswer},
		"null value":   {http.StatusOK, `{"value":null}`, backuprestore.ErrBadAnswer},
		"one entity":   {http.StatusOK, `{"id":"x"}`, backuprestore.ErrBadAnswer},
		"broken off":   {http.StatusOK, `{"value":[{"id":"x"},{"i`, backuprestore.ErrBadAnswer},
		"empty answer": {http.StatusOK, ``, backuprestore.ErrBadAnswer},
	} {
		for _, first := range []bool{true, false} {
			for _, prefetch := range []bool{true, false} {
				t.Run(fmt.Sprint(name, " first ", first, " prefetch ", prefetch), func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) {
						server := &stub{answer: func(n int, _ request) (int, string) {
							if n == 1 && !first {
								return http.StatusOK, pageJSON(pageLink("b"), "a1", "a2")
							}
							return test.status, test.body
						}}
						var opts []backuprestore.RequestOption
						if prefetch {
							opts = append(opts, backuprestore.Prefetch())
						}
						ids, ends := 0, 0
						for unit, err := range unitsOf(t, server)(opts...) {
							if err != nil {
								require.ErrorIs(t, err, test.want)
								require.Zero(t, unit)
								ends++
								continue
							}
							ids++
						}
						require.Equal(t, 1, ends)
						require.Equal(t, map[bool]int{true: 0, false: 2}[first], ids)
					})
				})
			}
		}
	}
}

func TestPagesThatLeadBackAreRefused(t *testing.T) {
	self := pageLink("b")
	for name, again := range map[string]string{
		"the same":         self,
		"absolute":         "https://graph.microsoft.com/v1.0" + self,
		"with the version": "/v1.0" + self,
		"host in capitals": "https://GRAPH.Microsoft.COM/v1.0" + self,
		"default port":     "https://graph.microsoft.com:443/v1.0" + self,
		"path in capitals": "https://graph.microsoft.com/v1.0" + strings.Replace(self, "backupRestore", "BACKUPRESTORE", 1),
		"the first page":   pagePath,
	} {
		t.Run(name, func(t *testing.T) {
			server := &stub{answer: func(n int, _ request) (int, string) {
				if n == 1 {
					return http.StatusOK, pageJSON(self, "a1")
				}
				return http.StatusOK, pageJSON(again, "b"+strconv.Itoa(n))
			}}
			ids, err := idsOf(unitsOf(t, server)())
			require.ErrorIs(t, err, backuprestore.ErrRefusedURL)
			require.ErrorContains(t, err, "never end")
			require.Equal(t, []string{"a1", "b2"}, ids)
			require.Len(t, server.seen(), 2)
		})
	}
}

// A link that leads elsewhere is not dialled, and no token is made for it.
func TestPagesElsewhereAreNeverDialled(t *testing.T) {
	for _, link := range []string{
		"https://evil.example/v1.0" + pageLink("b"), "//evil.example" + pageLink("b"), "http://graph.microsoft.com/v1.0" + pageLink("b"),
		"https://graph.microsoft.com:8443/v1.0" + pageLink("b"), "https://graph.microsoft.com@evil.example/v1.0" + pageLink("b"),
		"https://graph.microsoft.com.evil.example/v1.0" + pageLink("b"), `https:\\evil.example`, "javascript:alert(1)", "/v1.0/../../x?y", " ",
	} {
		for _, prefetch := range []bool{true, false} {
			server := inOrder(pageJSON(link, "a1"), pageJSON("", "b1"))
			var opts []backuprestore.RequestOption
			if prefetch {
				opts = append(opts, backuprestore.Prefetch())
			}
			ids, err := idsOf(unitsOf(t, server)(opts...))
			require.ErrorIs(t, err, backuprestore.ErrRefusedURL, link)
			require.Equal(t, []string{"a1"}, ids)
			require.Len(t, server.seen(), 1)
			require.NotContains(t, err.Error(), "skiptoken")
		}
	}
	server := inOrder(pageJSON("", "a1"))
	_, err := idsOf(unitsOf(t, server)(backuprestore.StartAt("https://evil.example/v1.0" + pageLink("b"))))
	require.ErrorIs(t, err, backuprestore.ErrRefusedURL)
	require.Empty(t, server.seen())
}

func TestPagesGivesBoundariesAndAPlaceToGoOn(t *testing.T) {
	server := threePages()
	list := unitsOf(t, server)
	var got []string
	for page, err := range backuprestore.Pages(list) {
		require.NoError(t, err)
		text := ""
		for _, unit := range page.Items {
			text += unit.ID + " "
		}
		got = append(got, text+page.NextLink[strings.LastIndex(page.NextLink, "=")+1:])
	}
	require.Equal(t, []string{"a1 a2 b", "b1 empty", "c", "c1 "}, got)

	for page, err := range backuprestore.Pages(list) {
		require.NoError(t, err)
		ids, err := idsOf(list(backuprestore.StartAt(page.NextLink)))
		require.NoError(t, err)
		require.Equal(t, []string{"b1", "c1"}, ids)
		break
	}
	require.Len(t, server.seen(), 4+1+3)
}

func TestPagesCanBeTakenUpAfterAnError(t *testing.T) {
	down := true
	inner := threePages()
	server := &stub{answer: func(n int, r request) (int, string) {
		if down && r.query == "$skiptoken=empty" {
			return http.StatusForbidden, `{"error":{"code":"accessDenied","message":"m"}}`
		}
		return inner.answer(n, r)
	}}
	list := unitsOf(t, server)
	last, got := "", []string{}
	var failure error
	for page, err := range backuprestore.Pages(list, backuprestore.Header("X-Trace", "1")) {
		if failure = err; err != nil {
			continue
		}
		last = page.NextLink
		for _, unit := range page.Items {
			got = append(got, unit.ID)
		}
	}
	require.ErrorIs(t, failure, backuprestore.ErrForbidden)
	down = false
	rest, err := idsOf(list(backuprestore.StartAt(last)))
	require.NoError(t, err)
	require.Equal(t, []string{"a1", "a2", "b1", "c1"}, append(got, rest...))

	_, err = idsOf(list(backuprestore.StartAt("")))
	require.ErrorIs(t, err, backuprestore.ErrInvalid)
	for _, err := range backuprestore.Pages(list, backuprestore.Top(0)) {
		require.ErrorIs(t, err, backuprestore.ErrInvalid)
	}
}

func TestPagesOfAPolymorphicListLeaveOutNulls(t *testing.T) {
	sessions, err := backuprestore.Collect(newTestClient(t, inOrder(`{"value":[null,`+sessionJSON("active")+`,null]}`)).RestoreSessions.List(t.Context()))
	require.NoError(t, err)
	require.Len(t, sessions, 1)
	require.Equal(t, sampleID, sessions[0].Base().ID)
}

// A gate holds back what is asked for behind the first page.
func gated(inner *stub) (server http.RoundTripper, open chan struct{}) {
	open = make(chan struct{})
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		if r.URL.RawQuery != "" {
			select {
			case <-open:
			case <-r.Context().Done():
				return nil, r.Context().Err()
			}
		}
		return inner.RoundTrip(r)
	}), open
}

func TestPagesPrefetchOneAheadAndNoMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := threePages()
		var ids []string
		var answer backuprestore.Response
		for unit, err := range unitsOf(t, server)(backuprestore.Prefetch(), backuprestore.Capture(&answer)) {
			require.NoError(t, err)
			synctest.Wait()
			ids = append(ids, unit.ID)
			// The page that is being read, and the one behind it.
			want := map[string]int{"a1": 2, "a2": 2, "b1": 3, "c1": 4}[unit.ID]
			require.Len(t, server.seen(), want, unit.ID)
			next := map[string]string{"a1": "b", "a2": "b", "b1": "empty"}[unit.ID]
			require.Equal(t, next, answer.NextLink[strings.LastIndex(answer.NextLink, "=")+1:], "what is captured belongs to the page that is read")
		}
		require.Equal(t, []string{"a1", "a2", "b1", "c1"}, ids)
	})
}

// Leaving a list ends what is being fetched ahead: synctest.Test fails when a
// goroutine is left.
func TestPagesPrefetchLeavesNothingBehind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, _ := gated(threePages())
		before := runtime.NumGoroutine()
		for _, err := range unitsOf(t, server)(backuprestore.Prefetch()) {
			require.NoError(t, err)
			synctest.Wait()
			break
		}
		// The goroutine has handed in its result; let it return.
		synctest.Wait()
		require.Equal(t, before, runtime.NumGoroutine())
	})
}

func TestPagesPrefetchWaitsForWhatIsOnItsWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		inner := threePages()
		server, open := gated(inner)
		time.AfterFunc(time.Minute, func() { close(open) })
		start := time.Now()
		ids, err := idsOf(unitsOf(t, server)(backuprestore.Prefetch()))
		require.NoError(t, err)
		require.Equal(t, []string{"a1", "a2", "b1", "c1"}, ids)
		require.Equal(t, time.Minute, time.Since(start))
		require.Len(t, inner.seen(), 4)
	})
}

func TestPagesPrefetchEndsWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, _ := gated(threePages())
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Minute, cancel)
		var err error
		for _, e := range newTestClient(t, server).ProtectionUnits.Drives.List(ctx, backuprestore.Prefetch()) {
			err = e
		}
		require.ErrorIs(t, err, context.Canceled)
	})
}

func TestPagesCaptureShowsTheNewestPage(t *testing.T) {
	var answer backuprestore.Response
	server := threePages()
	counts := []int64{}
	for _, err := range unitsOf(t, server)(backuprestore.Count(), backuprestore.Capture(&answer)) {
		require.NoError(t, err)
		counts = append(counts, answer.Count.Or(-1))
	}
	require.Equal(t, []int64{2, 2, 1, 1}, counts)
	require.Empty(t, answer.NextLink)
	require.Equal(t, http.StatusOK, answer.Status)
	require.Equal(t, "$count=true", server.seen()[0].query)
}

func TestCollectKeepsWhatCameBeforeAnError(t *testing.T) {
	failure := errors.New("stop")
	items, err := backuprestore.Collect(func(yield func(int, error) bool) {
		_ = yield(1, nil) && yield(2, nil) && yield(0, failure)
	})
	require.Equal(t, failure, err)
	require.Equal(t, []int{1, 2}, items)
}

// An artifactStream serves a list of n artifacts in pages, from one page that
// is made once.
type artifactStream struct {
	items    []byte
	pages, n int
}

func newArtifactStream(total, page int) *artifactStream {
	var items bytes.Buffer
	for i := range page {
		if i > 0 {
			items.WriteByte(',')
		}
		fmt.Fprintf(&items, `{"id":"5e551015-0000-4000-8000-%012d","status":"succeeded","destinationType":"new","startDateTime":"2026-05-01T08:00:00.1234567Z",`+
			`"completionDateTime":"2026-05-01T09:00:00.1234567Z","restoredSiteId":"site%d","restoredSiteName":"Site %d","restoredSiteWebUrl":"https://contoso.example/personal/user%d_R0",`+
			`"restorePoint":{"id":"90147000-0000-4000-8000-%012d","protectionDateTime":"2026-04-30T00:00:00Z"}}`, i, i, i, i, i)
	}
	return &artifactStream{items: items.Bytes(), pages: total / page}
}

func (s *artifactStream) RoundTrip(r *http.Request) (*http.Response, error) {
	s.n++
	tail := "]}"
	if s.n < s.pages {
		tail = `],"@odata.nextLink":"` + strings.TrimPrefix(r.URL.Path, "/v1.0") + `?$skiptoken=` + strconv.Itoa(s.n) + `"}`
	}
	body := io.MultiReader(strings.NewReader(`{"value":[`), bytes.NewReader(s.items), strings.NewReader(tail))
	return &http.Response{
		StatusCode: http.StatusOK, Request: r, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"application/json"}}, ContentLength: int64(len(s.items) + len(`{"value":[`) + len(tail)), Body: io.NopCloser(body),
	}, nil
}

// BenchmarkList1e6 streams a million artifacts in pages of 1,000. peak-MB is
// the most that the heap held at any page, what the server holds included.
func BenchmarkList1e6(b *testing.B) {
	const total = 1_000_000
	peak := uint64(0)
	for b.Loop() {
		list := newTestClient(b, newArtifactStream(total, 1000)).RestoreSessions.OneDrive.Artifacts(b.Context(), sampleID)
		read := 0
		for artifact, err := range list {
			if err != nil || artifact.ID == "" {
				b.Fatalf("artifact %d %q: %v", read, artifact.ID, err)
			}
			if read++; read%50_000 == 0 {
				peak = max(peak, heap())
			}
		}
		if read != total {
			b.Fatalf("%d artifacts", read)
		}
	}
	b.ReportMetric(float64(peak)/(1<<20), "peak-MB")
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/total, "ns/artifact")
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// However long a list is, it holds no more than a page or two: 40,000
// artifacts as a whole would take more than 30 MB.
func TestPagesStreamInConstantMemory(t *testing.T) {
	var first, last uint64
	read := 0
	for _, err := range newTestClient(t, newArtifactStream(40_000, 200)).RestoreSessions.OneDrive.Artifacts(t.Context(), sampleID) {
		require.NoError(t, err)
		switch read++; read {
		case 2_000:
			runtime.GC()
			first = heap()
		case 40_000:
			runtime.GC()
			last = heap()
		}
	}
	require.Equal(t, 40_000, read)
	require.Less(t, last, first+4<<20)
}
