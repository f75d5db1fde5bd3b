package models

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestUsualDatesAllocateNothing(t *testing.T) {
	for _, text := range []string{"2026-03-04T05:06:07Z", "2026-03-04T05:06:07.8901234Z"} {
		var d DateTime
		src := []byte(text)
		require.Zero(t, testing.AllocsPerRun(100, func() { d.decodeText(src) }))
		require.Equal(t, text, d.String())
	}
}
