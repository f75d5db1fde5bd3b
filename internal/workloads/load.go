package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"

	"github.com/graphbackup/backuprestore/internal/source"
)

const directive = "//workloads:copy "

// A part is a declaration that is copied.
type part struct {
	text      string // with its comment, without the directive
	workloads []string
	// imports are the packages that the text uses, by the name that it uses.
	imports map[string]string
}

// load finds what is copied. It keeps the order of file names and declarations, so
// that the output is stable.
func load(dir string) ([]part, error) {
	files, err := source.Files(dir)
	if err != nil {
		return nil, err
	}
	copied := map[string][]string{} // types by name
	for _, f := range files {
		for _, decl := range f.Syntax.Decls {
			if d, ok := decl.(*ast.GenDecl); ok && d.Tok == token.TYPE && len(d.Specs) == 1 {
				if list := directiveOf(d.Doc); list != nil {
					copied[d.Specs[0].(*ast.TypeSpec).Name.Name] = list
				}
			}
		}
	}
	var parts []part
	for _, f := range files {
		imports := importsOf(f.Syntax)
		for _, decl := range f.Syntax.Decls {
			doc, list := docOf(decl), []string(nil)
			if d, ok := decl.(*ast.FuncDecl); ok {
				list = copied[source.Receiver(d)]
			}
			if own := directiveOf(doc); own != nil {
				list = own
			}
			if list != nil {
				parts = append(parts, part{text: textOf(f, decl, doc), workloads: list, imports: used(decl, imports)})
			}
		}
	}
	if len(parts) == 0 {
		return nil, fmt.Errorf("nothing in %s carries the directive %s", dir, strings.TrimSpace(directive))
	}
	return parts, nil
}

func docOf(decl ast.Decl) *ast.CommentGroup {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		return d.Doc
	case *ast.GenDecl:
		return d.Doc
	}
	return nil
}

// textOf is a declaration with its comment, without the directive.
func textOf(f source.File, decl ast.Decl, doc *ast.CommentGroup) string {
	start := decl.Pos()
	if doc != nil {
		start = doc.Pos()
	}
	text := string(f.Text[f.Set.Position(start).Offset:f.Set.Position(decl.End()).Offset])
	lines := slices.DeleteFunc(strings.Split(text, "\n"), func(l string) bool { return strings.HasPrefix(l, directive) })
	return strings.Replace(strings.Join(lines, "\n"), "\n//\ntype", "\ntype", 1)
}

func importsOf(file *ast.File) map[string]string {
	imports := map[string]string{}
	for _, spec := range file.Imports {
		path := strings.Trim(spec.Path.Value, `"`)
		imports[path[strings.LastIndexByte(path, '/')+1:]] = path
	}
	return imports
}

// used are the imports that a declaration uses.
func used(decl ast.Decl, imports map[string]string) map[string]string {
	some := map[string]string{}
	ast.Inspect(decl, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if id, ok := s.X.(*ast.Ident); ok && imports[id.Name] != "" {
				some[id.Name] = imports[id.Name]
			}
		}
		return true
	})
	return some
}

func directiveOf(doc *ast.CommentGroup) []string {
	if doc == nil {
		return nil
	}
	for _, c := range doc.List {
		if list, ok := strings.CutPrefix(c.Text, directive); ok {
			return strings.Fields(list)
		}
	}
	return nil
}
