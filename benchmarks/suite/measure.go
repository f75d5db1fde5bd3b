package suite

import (
	"runtime"
	"runtime/metrics"
	"syscall"
	"testing"
	"time"
)

// cpu is the processor time that this process has used.
func cpu(tb testing.TB) time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// A heapWatch follows how much memory the objects of the heap occupy, the dead
// ones that are not collected yet included.
type heapWatch struct {
	stop, done chan struct{}
	peak       uint64
}

const heapSample = 500 * time.Microsecond

// watchHeap begins with a collected heap.
func watchHeap() *heapWatch {
	runtime.GC()
	w := &heapWatch{stop: make(chan struct{}), done: make(chan struct{})}
	go func() {
		defer close(w.done)
		sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
		ticker := time.NewTicker(heapSample)
		defer ticker.Stop()
		for {
			metrics.Read(sample)
			w.peak = max(w.peak, sample[0].Value.Uint64())
			select {
			case <-ticker.C:
			case <-w.stop:
				return
			}
		}
	}()
	return w
}

// end returns the largest heap that was seen.
func (w *heapWatch) end() uint64 {
	close(w.stop)
	<-w.done
	return w.peak
}
