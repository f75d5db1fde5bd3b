package graphfacts

import (
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
)

// Registry says which Go type stands for which type of the metadata.
type Registry struct {
	// Types holds enums, complex types and entities by their metadata names.
	Types map[string]reflect.Type
	// Unions holds what a property of an abstract type is declared as.
	Unions map[string]reflect.Type
	// Primitives holds the types of Edm.
	Primitives map[string]reflect.Type
	// Exceptions holds a reason for each "type", "type.property" or "enum.member"
	// that departs from the metadata.
	Exceptions map[string]string
}

// Count is how many things were found of how many the metadata requires.
type Count struct{ Found, Required int }

// String returns the count as found/required.
func (c Count) String() string { return fmt.Sprintf("%d/%d", c.Found, c.Required) }

// Report is the result of a check.
type Report struct {
	Types, Properties, Members Count
	// Problems are the departures that no exception explains, and the exceptions
	// that are without a reason or no longer needed.
	Problems []string
}

// Check holds the registry against the metadata.
func (m Metadata) Check(reg Registry) Report {
	c := checker{Registry: reg, unused: maps.Clone(reg.Exceptions), structs: map[string]StructType{}}
	for _, s := range m.StructTypes() {
		c.structs[s.Name] = s
	}
	for _, e := range m.EnumTypes {
		c.checkEnum(e)
	}
	for _, s := range m.StructTypes() {
		c.checkStruct(s)
	}
	for _, key := range slices.Sorted(maps.Keys(reg.Exceptions)) {
		if strings.TrimSpace(reg.Exceptions[key]) == "" {
			c.report.Problems = append(c.report.Problems, key+": the exception has no reason")
		}
		if _, ok := c.unused[key]; ok {
			c.report.Problems = append(c.report.Problems, key+": the exception is not needed")
		}
	}
	return c.report
}

type checker struct {
	Registry
	unused  map[string]string
	structs map[string]StructType
	report  Report
}

// verdict counts one thing and notes what is wrong with it, unless an exception
// covers it.
func (c *checker) verdict(count *Count, key, problem string) {
	count.Required++
	if problem == "" {
		count.Found++
		return
	}
	if _, ok := c.Exceptions[key]; ok {
		delete(c.unused, key)
		count.Found++
		return
	}
	c.report.Problems = append(c.report.Problems, key+": "+problem)
}

func (c *checker) checkEnum(e EnumType) {
	typ, ok := c.Types[e.Name]
	if !ok {
		c.verdict(&c.report.Types, e.Name, "new enum")
		for _, member := range e.Members {
			c.verdict(&c.report.Members, e.Name+"."+member, "new member")
		}
		return
	}
	c.verdict(&c.report.Types, e.Name, enumProblem(typ, e))
	have := enumMembers(typ)
	for _, member := range e.Members {
		problem := ""
		if !slices.Contains(have, member) {
			problem = "new member"
		}
		c.verdict(&c.report.Members, e.Name+"."+member, problem)
	}
	for _, member := range have {
		if !slices.Contains(e.Members, member) {
			c.report.Problems = append(c.report.Problems, e.Name+"."+member+": not in the metadata")
		}
	}
}

func enumProblem(typ reflect.Type, e EnumType) string {
	_, flags := typ.MethodByName("Has")
	switch {
	case typ.Name() != GoName(e.Name):
		return fmt.Sprintf("is called %s, want %s", typ.Name(), GoName(e.Name))
	case typ.Kind() != reflect.String:
		return "is no string"
	case flags != e.IsFlags:
		return fmt.Sprintf("flags: %t, want %t", flags, e.IsFlags)
	}
	return ""
}

func enumMembers(typ reflect.Type) []string {
	method, ok := typ.MethodByName("Members")
	if !ok {
		return nil
	}
	list := method.Func.Call([]reflect.Value{reflect.Zero(typ)})[0]
	members := make([]string, list.Len())
	for i := range members {
		members[i] = list.Index(i).String()
	}
	return members
}

func (c *checker) checkStruct(s StructType) {
	typ, ok := c.Types[s.Name]
	if !ok {
		c.verdict(&c.report.Types, s.Name, "new type")
		for _, p := range s.Properties {
			c.verdict(&c.report.Properties, s.Name+"."+p.Name, "new property")
		}
		return
	}
	problem := ""
	if typ.Name() != GoName(s.Name) {
		problem = fmt.Sprintf("is called %s, want %s", typ.Name(), GoName(s.Name))
	}
	// What the type inherits is counted with its base and only has to be there.
	fields := jsonFields(typ)
	declared := map[string]bool{}
	for base, ok := s, true; ok; base, ok = c.structs[base.Base] {
		for _, p := range base.Properties {
			declared[p.Name] = true
			if _, found := fields[p.Name]; !found && base.Name != s.Name {
				problem = "does not inherit " + p.Name
			}
		}
	}
	c.verdict(&c.report.Types, s.Name, problem)
	for _, p := range s.Properties {
		c.verdict(&c.report.Properties, s.Name+"."+p.Name, c.propertyProblem(fields, p))
	}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if !declared[name] && !strings.HasPrefix(name, "@") {
			c.report.Problems = append(c.report.Problems, s.Name+"."+name+": not in the metadata")
		}
	}
}

func (c *checker) propertyProblem(fields map[string]reflect.StructField, p Property) string {
	field, ok := fields[p.Name]
	if !ok {
		return "new property"
	}
	if want := GoName(p.Name); field.Name != want {
		return fmt.Sprintf("is called %s, want %s", field.Name, want)
	}
	if !strings.Contains(field.Tag.Get("json"), ",omitzero") {
		return "is sent even when it is absent"
	}
	elem, union, ok := c.elem(p.Type)
	if !ok {
		return "has the new type " + p.Type
	}
	have := field.Type
	switch {
	case p.Collection:
		if have.Kind() != reflect.Slice || have.Elem() != elem {
			return fmt.Sprintf("is a %v, want []%v", have, elem)
		}
	case p.Nullable && !union:
		if inner, ok := nullable(have); !ok || inner != elem {
			return fmt.Sprintf("is a %v, want a Nullable of %v", have, elem)
		}
	case have != elem:
		return fmt.Sprintf("is a %v, want %v", have, elem)
	}
	return ""
}

// elem returns the Go type of one value. A union can be null by itself.
func (c *checker) elem(name string) (typ reflect.Type, union, ok bool) {
	if typ, ok = c.Unions[name]; ok {
		return typ, true, true
	}
	if typ, ok = c.Primitives[name]; ok {
		return typ, false, true
	}
	typ, ok = c.Types[name]
	return typ, false, ok
}

// nullable returns the T of a Nullable[T].
func nullable(typ reflect.Type) (reflect.Type, bool) {
	get, ok := typ.MethodByName("Get")
	if !ok || !strings.HasPrefix(typ.Name(), "Nullable[") {
		return nil, false
	}
	return get.Type.Out(0), true
}

// jsonFields returns the fields of a struct, those of embedded structs included,
// by their JSON names.
func jsonFields(typ reflect.Type) map[string]reflect.StructField {
	fields := map[string]reflect.StructField{}
	for _, f := range reflect.VisibleFields(typ) {
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" && name != "-" && f.IsExported() {
			fields[name] = f
		}
	}
	return fields
}

var initialisms = regexp.MustCompile(`(Id|Url)(s?)($|[A-Z])`)

// GoName returns the name that a metadata name has in Go.
func GoName(name string) string {
	name = strings.ToUpper(name[:1]) + name[1:]
	return initialisms.ReplaceAllStringFunc(name, func(part string) string {
		return strings.NewReplacer("Id", "ID", "Url", "URL").Replace(part)
	})
}
