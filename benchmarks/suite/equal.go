package suite

import (
	"encoding/json"
	"fmt"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore/benchmarks/fixture"
)

// Equal holds a contender to the same results as everybody: every value that
// is in the documents, the same request, every item of a list, an end for
// every session.
func Equal(t *testing.T, c Contender) {
	t.Run("artifacts", func(t *testing.T) {
		decoded, err := c.Artifacts.Decode(artifactPage())
		require.NoError(t, err)
		require.Equal(t, fixture.Artifacts(artifactsOnPage), c.Artifacts.Facts(t, decoded))
	})
	t.Run("sessions", func(t *testing.T) {
		decoded, err := c.Sessions.Decode(sessionPage())
		require.NoError(t, err)
		require.Equal(t, fixture.Sessions(sessionsOnPage), c.Sessions.Facts(t, decoded))
	})
	t.Run("delta", func(t *testing.T) {
		want := fixture.Delta(deltaItems)
		decoded, err := c.Delta.Decode(fixture.JSON(want))
		require.NoError(t, err)
		require.Equal(t, want.Items, c.Delta.Facts(t, decoded))
	})
	t.Run("bulk request", func(t *testing.T) {
		request := fixture.Bulk(bulkDrives)
		encoded, err := c.Bulk(request)()
		require.NoError(t, err)
		require.Equal(t, tree(t, fixture.JSON(request)), tree(t, encoded))
	})
	t.Run("client", func(t *testing.T) { equalClient(t, c) })
}

// tree is a JSON document without the order of its members.
func tree(t *testing.T, document []byte) any {
	var v any
	require.NoError(t, json.Unmarshal(document, &v))
	return v
}

func equalClient(t *testing.T, c Contender) {
	url := service(t)
	client := c.Connect(t, url)
	session, err := client.Session(t.Context(), fixture.OneSession)
	require.NoError(t, err)
	want := fixture.Sessions(1)[0]
	want.ID = fixture.OneSession
	require.Equal(t, want, client.Facts(t, session))

	var listed []string
	pages := 3
	err = client.List(t.Context(), strconv.Itoa(pages*fixture.PageSize), func(id, status string) { listed = append(listed, id+status) })
	require.NoError(t, err)
	require.Len(t, listed, pages*fixture.PageSize)
	for i, a := range fixture.Artifacts(fixture.PageSize) {
		for page := range pages {
			require.Equal(t, a.ID+a.Status, listed[page*fixture.PageSize+i])
		}
	}

	const sessions = 250
	ids := fixture.SessionIDs(sessions)
	reset := func() { control(t, "POST", fmt.Sprintf("%s/reset/%d", url, sessions)) }
	reset()
	require.NoError(t, client.WaitEach(t.Context(), ids))
	looks := 0
	for i := range sessions {
		looks += 1 + i%fixture.Rounds
	}
	require.Equal(t, looks, requests(t, url), "every session is looked at until it has ended, and not once more")
	reset()
	require.NoError(t, client.WaitByList(t.Context(), ids))
	perPass := (sessions + fixture.SessionPageSize - 1) / fixture.SessionPageSize
	require.LessOrEqual(t, requests(t, url), fixture.Rounds*perPass, "a pass over the list is a request for each page")
}
