package suite

import (
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/graphbackup/backuprestore/benchmarks/fixture"
)

// each runs a benchmark for every contender.
func each(b *testing.B, contenders []Contender, run func(*testing.B, Contender)) {
	for _, c := range contenders {
		b.Run("impl="+c.Name, func(b *testing.B) {
			b.ReportAllocs()
			run(b, c)
		})
	}
}

// loop measures one thing, in processor time too: what the collector does
// elsewhere counts, and what other programs do does not.
func loop(b *testing.B, do func() error) {
	before := cpu(b)
	for b.Loop() {
		if err := do(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(cpu(b)-before)/float64(b.N), "cpu-ns/op")
}

// Decode measures the reading of answers.
func Decode(b *testing.B, contenders ...Contender) {
	document := func(name string, src []byte, decode func(Contender) func([]byte) (any, error)) {
		b.Run("doc="+name, func(b *testing.B) {
			each(b, contenders, func(b *testing.B, c Contender) {
				read := decode(c)
				b.SetBytes(int64(len(src)))
				loop(b, func() error { _, err := read(src); return err })
			})
		})
	}
	document("artifacts", artifactPage(), func(c Contender) func([]byte) (any, error) { return c.Artifacts.Decode })
	document("sessions", sessionPage(), func(c Contender) func([]byte) (any, error) { return c.Sessions.Decode })
	document("delta", fixture.JSON(fixture.Delta(deltaItems)), func(c Contender) func([]byte) (any, error) { return c.Delta.Decode })
}

func artifactPage() []byte {
	return fixture.JSON(fixture.Page[fixture.Artifact]{Value: fixture.Artifacts(artifactsOnPage)})
}

func sessionPage() []byte {
	return fixture.JSON(fixture.Page[fixture.Session]{Value: fixture.Sessions(sessionsOnPage)})
}

// Encode measures the writing of a bulk request.
func Encode(b *testing.B, contenders ...Contender) {
	each(b, contenders, func(b *testing.B, c Contender) {
		encode := c.Bulk(fixture.Bulk(bulkDrives))
		loop(b, func() error { _, err := encode(); return err })
	})
}

// parallel is how many calls are under way at a time.
const parallel = 16

// Call measures reading one session, one call after the other and 16 at a
// time.
func Call(b *testing.B, contenders ...Contender) {
	b.Run("mode=sequential", func(b *testing.B) {
		each(b, contenders, func(b *testing.B, c Contender) { Sequential(b, c.Connect) })
	})
	b.Run("mode=parallel16", func(b *testing.B) {
		each(b, contenders, func(b *testing.B, c Contender) {
			client := c.Connect(b, service(b))
			get(b, client)
			turns := make(chan struct{}, parallel)
			var workers sync.WaitGroup
			for range parallel {
				workers.Go(func() {
					for range turns {
						get(b, client)
					}
				})
			}
			before := cpu(b)
			for b.Loop() {
				turns <- struct{}{}
			}
			close(turns)
			workers.Wait()
			b.ReportMetric(float64(cpu(b)-before)/float64(b.N), "cpu-ns/op")
		})
	})
}

// Sequential measures reading one session, one call after the other.
func Sequential(b *testing.B, connect func(tb testing.TB, url string) Client) {
	client := connect(b, service(b))
	get(b, client)
	loop(b, func() error { _, err := client.Session(b.Context(), fixture.OneSession); return err })
}

func get(b *testing.B, client Client) {
	if _, err := client.Session(b.Context(), fixture.OneSession); err != nil {
		b.Error(err)
	}
}

// List measures ranging over lists of two lengths.
func List(b *testing.B, contenders ...Contender) {
	for _, items := range []int{10_000, 100_000} {
		b.Run("items="+strconv.Itoa(items), func(b *testing.B) {
			each(b, contenders, func(b *testing.B, c Contender) {
				client := c.Connect(b, service(b))
				var peak uint64
				for b.Loop() {
					b.StopTimer()
					watch := watchHeap()
					b.StartTimer()
					seen := 0
					err := client.List(b.Context(), strconv.Itoa(items), func(_, _ string) { seen++ })
					b.StopTimer()
					peak = max(peak, watch.end())
					if err != nil || seen != items {
						b.Fatalf("%d of %d items: %v", seen, items, err)
					}
					b.StartTimer()
				}
				b.ReportMetric(float64(peak), "peak-heap-B")
			})
		})
	}
}

// waited is the number of sessions that are waited for.
const waited = 1000

// Wait measures waiting until all of many sessions have ended.
func Wait(b *testing.B, contenders ...Contender) {
	ids := fixture.SessionIDs(waited)
	measure := func(b *testing.B, c Contender, wait func(Client) error) {
		url := service(b)
		client := c.Connect(b, url)
		var used time.Duration
		var sent int
		for b.Loop() {
			b.StopTimer()
			control(b, "POST", url+"/reset/"+strconv.Itoa(waited))
			before := cpu(b)
			b.StartTimer()
			err := wait(client)
			b.StopTimer()
			used += cpu(b) - before
			sent += requests(b, url)
			if err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
		}
		b.ReportMetric(float64(used)/float64(b.N), "cpu-ns/op")
		b.ReportMetric(float64(sent)/float64(b.N), "requests/op")
	}
	b.Run("by=get", func(b *testing.B) {
		each(b, contenders, func(b *testing.B, c Contender) {
			measure(b, c, func(client Client) error { return client.WaitEach(b.Context(), ids) })
		})
	})
	b.Run("by=list", func(b *testing.B) {
		each(b, contenders, func(b *testing.B, c Contender) {
			measure(b, c, func(client Client) error { return client.WaitByList(b.Context(), ids) })
		})
	})
}
