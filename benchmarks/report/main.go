// Command report reads benchmark results and prints them as Markdown: whether
// each target is met, and the medians behind that. The statistics are those of
// benchstat.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

func main() {
	machine := flag.String("machine", "", "file that describes machine and versions")
	stat := flag.String("benchstat", "", "file with benchstat's own table")
	flag.Parse()
	if err := run(os.Stdout, *machine, *stat, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "report:", err)
		os.Exit(1)
	}
}

func run(w io.Writer, machine, stat string, files []string) error {
	r, err := readResults(files)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(machine)
	if err != nil {
		return err
	}
	table, err := os.ReadFile(stat)
	if err != nil {
		return err
	}
	var b strings.Builder
	b.WriteString(intro)
	b.Write(text)
	b.WriteString(targetsIntro)
	writeTargets(&b, r)
	b.WriteString(numbersIntro)
	writeNumbers(&b, r)
	b.WriteString(meaning)
	b.WriteString(statIntro)
	b.WriteString("```text\n" + strings.TrimSpace(string(table)) + "\n```\n")
	_, err = io.WriteString(w, b.String())
	return err
}
