// Command gen writes the JSON methods of the structs in package models and the
// member lists and methods of its enums. Run it with go generate ./models.
package main

import (
	"fmt"
	"os"
)

func main() {
	if err := run("."); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(dir string) error {
	pkg, err := load(dir)
	if err != nil {
		return err
	}
	files, err := pkg.generate()
	if err != nil {
		return err
	}
	for name, content := range files {
		if err := os.WriteFile(dir+"/"+name, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}
