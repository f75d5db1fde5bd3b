package models_test

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore/models"
)

// jsonName returns the member name that a field's tag gives.
func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}

// march returns a period in March 2026.
func march(from, to int) models.TimePeriod {
	return models.NewTimePeriod(day(from), day(to))
}

func day(d int) time.Time { return time.Date(2026, time.March, d, 0, 0, 0, 0, time.UTC) }

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	src, err := os.ReadFile(filepath.Join("..", "testdata", "models", name))
	require.NoError(t, err)
	return src
}

// replace puts text where the pattern has its percent sign.
func replace(pattern, text string) string { return strings.Replace(pattern, "%", text, 1) }

func lowerFirst(s string) string { return strings.ToLower(s[:1]) + s[1:] }

func standardTime(text string) (time.Time, bool) {
	t, err := time.Parse(time.RFC3339Nano, text)
	return t, err == nil
}
