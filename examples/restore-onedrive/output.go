package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// An output is the file for the results. It is opened before the restore, so
// that a name that cannot be written is known before anything is sent.
type output struct{ file *os.File }

func createOutput(name string) (output, error) {
	if name == "" {
		return output{}, nil
	}
	file, err := os.Create(name)
	if err != nil {
		return output{}, fmt.Errorf("-output: %w", err)
	}
	return output{file}, nil
}

// discard removes the file of a job that brought no results.
func (o output) discard() error {
	if o.file == nil {
		return nil
	}
	_ = o.file.Close()
	return os.Remove(o.file.Name())
}

func (o output) write(list results) error {
	if o.file == nil {
		return nil
	}
	err := o.encode(list)
	if closed := o.file.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return fmt.Errorf("-output %s: %w", o.file.Name(), err)
	}
	return nil
}

func (o output) encode(list results) error {
	if strings.EqualFold(filepath.Ext(o.file.Name()), ".json") {
		encoder := json.NewEncoder(o.file)
		encoder.SetIndent("", "  ")
		return encoder.Encode(list)
	}
	writer := csv.NewWriter(o.file)
	rows := [][]string{{"drive", "outcome", "siteUrl", "code", "reason", "restorePointDateTime"}}
	for _, r := range list {
		rows = append(rows, []string{r.Drive, r.Outcome, r.SiteURL, r.Code, r.Reason, r.RestorePoint})
	}
	return writer.WriteAll(rows)
}
