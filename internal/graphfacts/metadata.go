package graphfacts

import (
	"encoding/xml"
	"fmt"
	"os"
	"strings"
)

// Metadata is the schema of namespace microsoft.graph.
type Metadata struct {
	EnumTypes    []EnumType
	ComplexTypes []StructType
	EntityTypes  []StructType
	Actions      []Callable
	Functions    []Callable
}

// EnumType is a set of named values.
type EnumType struct {
	Name    string
	IsFlags bool
	Members []string
}

// StructType is an entity type or a complex type.
type StructType struct {
	Name       string
	Base       string // without namespace, or empty
	Abstract   bool
	Open       bool
	Properties []Property
}

// Property is a property or a navigation property.
type Property struct {
	Name       string
	Type       string // without namespace unless it is a primitive of Edm
	Collection bool
	Nullable   bool
	Navigation bool
}

// Callable is an action or a function.
type Callable struct {
	Name       string
	Binding    Property
	Parameters []Property
	Returns    Property
}

type xmlSchema struct {
	Namespace    string      `xml:"Namespace,attr"`
	EnumTypes    []xmlEnum   `xml:"EnumType"`
	ComplexTypes []xmlStruct `xml:"ComplexType"`
	EntityTypes  []xmlStruct `xml:"EntityType"`
	Actions      []xmlCall   `xml:"Action"`
	Functions    []xmlCall   `xml:"Function"`
}

type xmlEnum struct {
	Name    string `xml:"Name,attr"`
	IsFlags bool   `xml:"IsFlags,attr"`
	Members []struct {
		Name string `xml:"Name,attr"`
	} `xml:"Member"`
}

type xmlStruct struct {
	Name       string        `xml:"Name,attr"`
	BaseType   string        `xml:"BaseType,attr"`
	Abstract   bool          `xml:"Abstract,attr"`
	OpenType   bool          `xml:"OpenType,attr"`
	Properties []xmlProperty `xml:"Property"`
	Navigation []xmlProperty `xml:"NavigationProperty"`
}

type xmlProperty struct {
	Name     string `xml:"Name,attr"`
	Type     string `xml:"Type,attr"`
	Nullable string `xml:"Nullable,attr"`
}

type xmlCall struct {
	Name       string        `xml:"Name,attr"`
	Parameters []xmlProperty `xml:"Parameter"`
	ReturnType xmlProperty   `xml:"ReturnType"`
}

func readMetadata(path string) (Metadata, error) {
	src, err := os.ReadFile(path)
	if err != nil {
		return Metadata{}, err
	}
	return parseMetadata(src)
}

func parseMetadata(src []byte) (Metadata, error) {
	var doc struct {
		Schemas []xmlSchema `xml:"DataServices>Schema"`
	}
	if err := xml.Unmarshal(src, &doc); err != nil {
		return Metadata{}, fmt.Errorf("metadata: %w", err)
	}
	for _, s := range doc.Schemas {
		if s.Namespace == "microsoft.graph" {
			return s.metadata(), nil
		}
	}
	return Metadata{}, fmt.Errorf("metadata: no schema microsoft.graph")
}

func (s xmlSchema) metadata() Metadata {
	m := Metadata{
		ComplexTypes: structs(s.ComplexTypes),
		EntityTypes:  structs(s.EntityTypes),
		Actions:      calls(s.Actions),
		Functions:    calls(s.Functions),
	}
	for _, e := range s.EnumTypes {
		enum := EnumType{Name: e.Name, IsFlags: e.IsFlags}
		for _, member := range e.Members {
			enum.Members = append(enum.Members, member.Name)
		}
		m.EnumTypes = append(m.EnumTypes, enum)
	}
	return m
}

func structs(list []xmlStruct) []StructType {
	var types []StructType
	for _, x := range list {
		t := StructType{Name: x.Name, Base: local(x.BaseType), Abstract: x.Abstract, Open: x.OpenType}
		for _, p := range x.Properties {
			t.Properties = append(t.Properties, p.property(false))
		}
		for _, p := range x.Navigation {
			t.Properties = append(t.Properties, p.property(true))
		}
		types = append(types, t)
	}
	return types
}

func calls(list []xmlCall) []Callable {
	var callables []Callable
	for _, x := range list {
		c := Callable{Name: x.Name, Returns: x.ReturnType.property(false)}
		for i, p := range x.Parameters {
			if i == 0 {
				c.Binding = p.property(false)
				continue
			}
			c.Parameters = append(c.Parameters, p.property(false))
		}
		callables = append(callables, c)
	}
	return callables
}

func (p xmlProperty) property(navigation bool) Property {
	typ, collection := strings.CutPrefix(p.Type, "Collection(")
	return Property{
		Name:       p.Name,
		Type:       local(strings.TrimSuffix(typ, ")")),
		Collection: collection,
		Nullable:   p.Nullable != "false",
		Navigation: navigation,
	}
}

// local cuts the namespace of the schema, which comes in full or as its alias.
func local(name string) string {
	name = strings.TrimPrefix(name, "microsoft.graph.")
	return strings.TrimPrefix(name, "graph.")
}

// StructTypes returns the complex types and then the entity types.
func (m Metadata) StructTypes() []StructType {
	return append(append([]StructType{}, m.ComplexTypes...), m.EntityTypes...)
}
