package main

import (
	"go/ast"
	"go/token"
	"reflect"
	"slices"
	"strings"

	"github.com/graphbackup/backuprestore/internal/source"
)

// pkg is what the generator has to know about the source of package models.
type pkg struct {
	structs []structType
	codecs  []string // with their type parameters, as in Nullable[T]
	enums   []enumType
}

type structType struct {
	name     string
	fields   []field
	embedded []string
	// document says that the type has JSON methods, and that they are generated.
	document bool
	// object says that the type reads and writes its members.
	object bool
}

// field is a struct field that is a member of the JSON object.
type field struct {
	Go, JSON string
	// Omit says that the member is left out when it is zero.
	Omit bool
	Kind fieldKind
	// Of is the type of a field whose type is a plain name.
	Of string
}

// fieldKind says how the code that reads and writes a field looks.
type fieldKind string

const (
	fieldText    fieldKind = "text"    // a string or an enum
	fieldBool    fieldKind = "bool"    // a boolean
	fieldList    fieldKind = "list"    // a plain slice
	fieldObject  fieldKind = "object"  // a struct with generated methods
	fieldPointer fieldKind = "pointer" // a pointer to one
	fieldCodec   fieldKind = "codec"   // a type with methods of its own
)

// keeper is the struct that keeps unknown members; its method is hand-written.
const keeper = "Unknowns"

type enumType struct {
	name    string
	members []string // names of the constants
	flags   bool
	none    string // text of the member that means the empty set
}

// load reads the hand-written files of a folder. It keeps the order of file names
// and declarations, so that the output is stable.
func load(dir string) (*pkg, error) {
	files, err := source.Files(dir)
	if err != nil {
		return nil, err
	}
	p := &pkg{}
	methods := map[string][]string{} // of receivers
	consts := map[string][]string{}
	for _, file := range files {
		for _, decl := range file.Syntax.Decls {
			switch d := decl.(type) {
			case *ast.FuncDecl:
				if recv := source.Receiver(d); recv != "" {
					methods[recv] = append(methods[recv], d.Name.Name)
				}
			case *ast.GenDecl:
				p.addDecl(d, consts)
			}
		}
	}
	custom := map[string]bool{}
	for recv, names := range methods {
		if ast.IsExported(recv) && slices.Contains(names, "decode") && slices.Contains(names, "encode") {
			p.codecs = append(p.codecs, recv)
			custom[recv] = true
		}
	}
	slices.Sort(p.codecs)
	p.finish(custom, consts)
	return p, nil
}

func (p *pkg) addDecl(d *ast.GenDecl, consts map[string][]string) {
	for _, spec := range d.Specs {
		switch s := spec.(type) {
		case *ast.ValueSpec:
			if typ, ok := s.Type.(*ast.Ident); ok && d.Tok == token.CONST {
				for _, n := range s.Names {
					consts[typ.Name] = append(consts[typ.Name], n.Name)
				}
			}
		case *ast.TypeSpec:
			if s.TypeParams != nil || s.Assign.IsValid() || !s.Name.IsExported() {
				continue
			}
			switch t := s.Type.(type) {
			case *ast.Ident:
				if t.Name == "string" {
					p.enums = append(p.enums, newEnum(s.Name.Name, d.Doc))
				}
			case *ast.StructType:
				p.structs = append(p.structs, newStruct(s.Name.Name, t))
			}
		}
	}
}

// finish drops strings without constants and structs that have nothing to do with
// JSON, and tells documents from the parts that they are made of.
func (p *pkg) finish(custom map[string]bool, consts map[string][]string) {
	p.enums = slices.DeleteFunc(p.enums, func(e enumType) bool { return len(consts[e.name]) == 0 })
	for i := range p.enums {
		p.enums[i].members = consts[p.enums[i].name]
	}
	enums := map[string]bool{}
	for _, e := range p.enums {
		enums[e.name] = true
	}
	part := map[string]bool{}
	byName := map[string]structType{}
	for _, s := range p.structs {
		byName[s.name] = s
		for _, e := range s.embedded {
			part[e] = true
		}
	}
	for i := range p.structs {
		s := &p.structs[i]
		s.document = !part[s.name] && !custom[s.name] && len(s.fields)+len(s.embedded) > 0
		s.object = s.name != keeper && (s.document || keepsUnknowns(*s, byName))
		for j := range s.fields {
			s.fields[j].settle(enums, custom)
		}
	}
	p.structs = slices.DeleteFunc(p.structs, func(s structType) bool { return !s.document && !s.object })
}

func keepsUnknowns(s structType, byName map[string]structType) bool {
	return s.name == keeper || slices.ContainsFunc(s.embedded, func(e string) bool {
		return keepsUnknowns(byName[e], byName)
	})
}

func newEnum(name string, doc *ast.CommentGroup) enumType {
	e := enumType{name: name}
	if doc == nil {
		return e
	}
	for _, c := range doc.List {
		if rest, ok := strings.CutPrefix(c.Text, "//models:flags"); ok {
			e.flags = true
			e.none = strings.TrimSpace(rest)
		}
	}
	return e
}

func newStruct(name string, t *ast.StructType) structType {
	s := structType{name: name}
	for _, f := range t.Fields.List {
		if f.Tag != nil && len(f.Names) == 1 {
			if name, options, _ := strings.Cut(jsonTag(f.Tag.Value), ","); name != "" {
				m := field{Go: f.Names[0].Name, JSON: name, Omit: options == "omitzero"}
				m.Kind, m.Of = kindOf(f.Type)
				s.fields = append(s.fields, m)
			}
		}
		if id, ok := f.Type.(*ast.Ident); ok && len(f.Names) == 0 {
			s.embedded = append(s.embedded, id.Name)
		}
	}
	return s
}

func kindOf(expr ast.Expr) (kind fieldKind, of string) {
	switch t := expr.(type) {
	case *ast.ArrayType:
		return fieldList, ""
	case *ast.StarExpr:
		return fieldPointer, ""
	case *ast.Ident:
		return "", t.Name
	}
	return fieldCodec, ""
}

// settle tells the kinds that a name alone does not.
func (f *field) settle(enums, custom map[string]bool) {
	switch {
	case f.Kind != "":
	case f.Of == "string" || enums[f.Of]:
		f.Kind = fieldText
	case f.Of == "bool":
		f.Kind = fieldBool
	case custom[f.Of]:
		f.Kind = fieldCodec
	default:
		f.Kind = fieldObject
	}
}

func jsonTag(literal string) string {
	return reflect.StructTag(strings.Trim(literal, "`")).Get("json")
}
