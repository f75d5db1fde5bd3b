// Package source is what the generators of this module share: which files of a
// folder are written by hand, and what their declarations belong to.
package source

import (
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"os"
	"path/filepath"
	"strings"
)

// A File is a hand-written file of a package.
type File struct {
	Text   []byte
	Set    *token.FileSet
	Syntax *ast.File
}

// Files reads the hand-written files of a folder, in the order of their names:
// neither tests nor what the generators write.
func Files(dir string) ([]File, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	var files []File
	for _, name := range names {
		if base := filepath.Base(name); strings.HasSuffix(base, "_test.go") || strings.HasPrefix(base, "zz_") {
			continue
		}
		f := File{Set: token.NewFileSet()}
		if f.Text, err = os.ReadFile(name); err != nil {
			return nil, err
		}
		if f.Syntax, err = parser.ParseFile(f.Set, name, f.Text, parser.ParseComments); err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	return files, nil
}

// Receiver names the type that a function is a method of, with its type
// parameters; "" for a function that is none.
func Receiver(d *ast.FuncDecl) string {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return ""
	}
	t := d.Recv.List[0].Type
	if star, ok := t.(*ast.StarExpr); ok {
		t = star.X
	}
	return Expr(t)
}

// Expr writes an expression as source.
func Expr(e ast.Expr) string {
	var b strings.Builder
	_ = printer.Fprint(&b, token.NewFileSet(), e) // a strings.Builder takes everything
	return b.String()
}
