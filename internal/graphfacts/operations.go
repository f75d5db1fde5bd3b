package graphfacts

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
)

// Operation is one row of the table of documented operations.
type Operation struct {
	Row    int
	Method string
	// Paths are below /solutions/backupRestore. A few rows name two.
	Paths []string
	// Cells are the columns of the row as they are written.
	Cells []string
}

var (
	operationRow  = regexp.MustCompile(`^\| (\d\d) \|`)
	operationCall = regexp.MustCompile("`(GET|POST|PATCH|DELETE|PUT) ([^`]+)`")
)

func readOperations(path string) ([]Operation, error) {
	src, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var list []Operation
	for line := range strings.Lines(string(src)) {
		m := operationRow.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		op := Operation{Cells: cells}
		op.Row, _ = strconv.Atoi(m[1])
		for _, call := range operationCall.FindAllStringSubmatch(cells[1], -1) {
			op.Method = call[1]
			op.Paths = append(op.Paths, call[2])
		}
		if len(op.Paths) == 0 {
			return nil, fmt.Errorf("%s: row %d names no call", path, op.Row)
		}
		list = append(list, op)
	}
	return list, nil
}
