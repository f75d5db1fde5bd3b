package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

const directive = "//workloads:copy "

// A part is a declaration that is copied.
type part struct {
	text      string // with its comment, without the directive
	workloads []string
	// imports are the packages that the text uses, by the name that it uses.
	imports map[string]string
}

// load reads the hand-written files of a folder. It keeps the order of file names
// and declarations, so that the output is stable.
func load(dir string) ([]part, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	var files []*source
	copied := map[string][]string{} // types by name
	for _, name := range names {
		if base := filepath.Base(name); strings.HasSuffix(base, "_test.go") || strings.HasPrefix(base, "zz_") {
			continue
		}
		f, err := parse(name)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
		for _, decl := range f.syntax.Decls {
			if d, ok := decl.(*ast.GenDecl); ok && d.Tok == token.TYPE && len(d.Specs) == 1 {
				if list := directiveOf(d.Doc); list != nil {
					copied[d.Specs[0].(*ast.TypeSpec).Name.Name] = list
				}
			}
		}
	}
	var parts []part
	for _, f := range files {
		for _, decl := range f.syntax.Decls {
			if p, ok := f.part(decl, copied); ok {
				parts = append(parts, p)
			}
		}
	}
	if len(parts) == 0 {
		return nil, fmt.Errorf("nothing in %s carries the directive %s", dir, strings.TrimSpace(directive))
	}
	return parts, nil
}

type source struct {
	text    []byte
	fset    *token.FileSet
	syntax  *ast.File
	imports map[string]string
}

func parse(name string) (*source, error) {
	f := &source{fset: token.NewFileSet(), imports: map[string]string{}}
	var err error
	if f.text, err = os.ReadFile(name); err != nil {
		return nil, err
	}
	if f.syntax, err = parser.ParseFile(f.fset, name, f.text, parser.ParseComments); err != nil {
		return nil, err
	}
	for _, spec := range f.syntax.Imports {
		path := strings.Trim(spec.Path.Value, `"`)
		f.imports[path[strings.LastIndexByte(path, '/')+1:]] = path
	}
	return f, nil
}

func (f *source) part(decl ast.Decl, copied map[string][]string) (part, bool) {
	var p part
	var doc *ast.CommentGroup
	switch d := decl.(type) {
	case *ast.FuncDecl:
		doc, p.workloads = d.Doc, copied[receiver(d)]
		if own := directiveOf(doc); own != nil {
			p.workloads = own
		}
	case *ast.GenDecl:
		doc, p.workloads = d.Doc, directiveOf(d.Doc)
	}
	if p.workloads == nil {
		return p, false
	}
	start := decl.Pos()
	if doc != nil {
		start = doc.Pos()
	}
	lines := strings.Split(string(f.text[f.fset.Position(start).Offset:f.fset.Position(decl.End()).Offset]), "\n")
	p.text = strings.Join(slices.DeleteFunc(lines, func(l string) bool { return strings.HasPrefix(l, directive) }), "\n")
	p.text = strings.Replace(p.text, "\n//\ntype", "\ntype", 1)
	p.imports = map[string]string{}
	ast.Inspect(decl, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if id, ok := s.X.(*ast.Ident); ok && f.imports[id.Name] != "" {
				p.imports[id.Name] = f.imports[id.Name]
			}
		}
		return true
	})
	return p, true
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

func receiver(d *ast.FuncDecl) string {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return ""
	}
	t := d.Recv.List[0].Type
	if star, ok := t.(*ast.StarExpr); ok {
		t = star.X
	}
	if id, ok := t.(*ast.Ident); ok {
		return id.Name
	}
	return ""
}
