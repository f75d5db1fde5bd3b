package graphtest

import (
	"bytes"
	"fmt"
	"reflect"
	"strconv"
	"strings"
)

// wireTypes are all structured types that the service writes or reads, by the names of the metadata.
func wireTypes() []reflect.Type {
	return []reflect.Type{
		reflect.TypeFor[artifactQuery](), reflect.TypeFor[backupRestoreRoot](), reflect.TypeFor[browseQueryResponseItem](),
		reflect.TypeFor[browseSessionBase](), reflect.TypeFor[driveProtectionRule](), reflect.TypeFor[driveProtectionUnit](),
		reflect.TypeFor[driveProtectionUnitsBulkAdditionJob](), reflect.TypeFor[driveRestoreArtifact](),
		reflect.TypeFor[driveRestoreArtifactsBulkAdditionRequest](), reflect.TypeFor[emailIdentity](),
		reflect.TypeFor[emailNotificationsSetting](), reflect.TypeFor[entity](), reflect.TypeFor[exchangeProtectionPolicy](),
		reflect.TypeFor[exchangeRestoreSession](), reflect.TypeFor[granularDriveRestoreArtifact](),
		reflect.TypeFor[granularMailboxRestoreArtifact](), reflect.TypeFor[granularRestoreArtifactBase](),
		reflect.TypeFor[granularSiteRestoreArtifact](), reflect.TypeFor[identity](), reflect.TypeFor[identitySet](),
		reflect.TypeFor[mailboxProtectionRule](), reflect.TypeFor[mailboxProtectionUnit](),
		reflect.TypeFor[mailboxProtectionUnitsBulkAdditionJob](), reflect.TypeFor[mailboxRestoreArtifact](),
		reflect.TypeFor[mailboxRestoreArtifactsBulkAdditionRequest](), reflect.TypeFor[notificationRecipients](),
		reflect.TypeFor[oneDriveForBusinessBrowseSession](), reflect.TypeFor[oneDriveForBusinessProtectionPolicy](),
		reflect.TypeFor[oneDriveForBusinessRestoreSession](), reflect.TypeFor[protectionPolicyArtifactCount](),
		reflect.TypeFor[protectionPolicyBase](), reflect.TypeFor[protectionRuleBase](), reflect.TypeFor[protectionUnitBase](),
		reflect.TypeFor[protectionUnitsBulkJobBase](), reflect.TypeFor[publicError](), reflect.TypeFor[publicErrorDetail](),
		reflect.TypeFor[publicInnerError](), reflect.TypeFor[restoreArtifactBase](),
		reflect.TypeFor[restoreArtifactsBulkRequestBase](), reflect.TypeFor[restorePoint](),
		reflect.TypeFor[restorePointSearchResponse](), reflect.TypeFor[restorePointSearchResult](),
		reflect.TypeFor[restoreSessionArtifactCount](), reflect.TypeFor[restoreSessionBase](), reflect.TypeFor[retentionSetting](),
		reflect.TypeFor[serviceApp](), reflect.TypeFor[serviceStatus](), reflect.TypeFor[sharePointBrowseSession](),
		reflect.TypeFor[sharePointProtectionPolicy](), reflect.TypeFor[sharePointRestoreSession](),
		reflect.TypeFor[siteProtectionRule](), reflect.TypeFor[siteProtectionUnit](),
		reflect.TypeFor[siteProtectionUnitsBulkAdditionJob](), reflect.TypeFor[siteRestoreArtifact](),
		reflect.TypeFor[siteRestoreArtifactsBulkAdditionRequest](), reflect.TypeFor[timePeriod](),
	}
}

// structured is a type as the metadata shows it.
type structured struct {
	name, base string
	isEntity   bool
	properties []property
}

type property struct {
	name, typ  string
	nullable   bool
	navigation bool
}

// describe reads a wire type: its embedded struct is its base, its tags are the rest.
func describe(t reflect.Type) structured {
	s := structured{name: t.Name(), isEntity: t == reflect.TypeFor[entity]()}
	for i := range t.NumField() {
		f := t.Field(i)
		switch {
		case f.Anonymous && f.Type == reflect.TypeFor[stamps]():
			s.properties = append(s.properties, describe(f.Type).properties...)
		case f.Anonymous:
			s.base, s.isEntity = f.Type.Name(), true
		case f.Tag.Get("edm") == "base":
			s.base = "identity"
		case f.Tag.Get("edm") != "-":
			s.properties = append(s.properties, describeField(f))
		}
	}
	return s
}

func describeField(f reflect.StructField) property {
	name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
	edm := f.Tag.Get("edm")
	p := property{name: name, nullable: options != "" || f.Type.Kind() == reflect.Pointer}
	kind, typ, named := strings.Cut(edm, " ")
	switch kind {
	case "nav":
		p.navigation = true
	case "null":
		p.nullable = true
	case "":
	default:
		typ, named = edm, true
	}
	if !named {
		typ = edmType(f.Type)
	}
	p.typ = typ
	return p
}

func edmType(t reflect.Type) string {
	switch {
	case t.Kind() == reflect.Pointer:
		return edmType(t.Elem())
	case t.Kind() == reflect.Slice:
		return "Collection(" + edmType(t.Elem()) + ")"
	case t == reflect.TypeFor[timestamp]():
		return "Edm.DateTimeOffset"
	case t.PkgPath() != "":
		return "graph." + t.Name()
	}
	return map[reflect.Kind]string{reflect.String: "Edm.String", reflect.Int32: "Edm.Int32", reflect.Bool: "Edm.Boolean"}[t.Kind()]
}

// action is a bound action or function.
type action struct {
	name, on   string
	parameters []property
	result     string
	function   bool
}

func actions() []action {
	text := func(name string, nullable bool) property {
		return property{name: name, typ: "Edm.String", nullable: nullable}
	}
	return []action{
		{name: "activate", on: "graph.protectionPolicyBase", result: "graph.protectionPolicyBase"},
		{name: "activate", on: "graph.restoreSessionBase", result: "graph.restoreSessionBase"},
		{name: "activate", on: "graph.serviceApp", parameters: []property{{name: "effectiveDateTime", typ: "Edm.DateTimeOffset"}}, result: "graph.serviceApp"},
		{name: "browse", on: "graph.browseSessionBase", parameters: []property{
			text("browseLocationItemKey", true), {name: "browseResourceType", typ: "graph.browsableResourceType", nullable: true},
			text("filter", true), {name: "orderBy", typ: "graph.browseQueryOrder", nullable: true},
		}, result: "Collection(graph.browseQueryResponseItem)"},
		{name: "cancelOffboard", on: "graph.protectionUnitBase", result: "graph.protectionUnitBase"},
		{name: "deactivate", on: "graph.protectionPolicyBase", result: "graph.protectionPolicyBase"},
		{name: "deactivate", on: "graph.serviceApp", result: "graph.serviceApp"},
		{name: "deleteAndUnprotect", on: "graph.protectionRuleBase", result: "graph.protectionRuleBase"},
		{name: "enable", on: "graph.backupRestoreRoot", parameters: []property{text("appOwnerTenantId", false)}, result: "graph.serviceStatus"},
		{name: "offboard", on: "graph.protectionUnitBase", result: "graph.protectionUnitBase"},
		{name: "run", on: "graph.protectionRuleBase", result: "graph.protectionRuleBase"},
		{name: "search", on: "Collection(graph.restorePoint)", parameters: []property{
			{name: "protectionUnitIds", typ: "Collection(Edm.String)", nullable: true}, {name: "protectionTimePeriod", typ: "graph.timePeriod", nullable: true},
			{name: "restorePointPreference", typ: "graph.restorePointPreference", nullable: true},
			{name: "tags", typ: "graph.restorePointTags", nullable: true}, {name: "artifactQuery", typ: "graph.artifactQuery", nullable: true},
		}, result: "graph.restorePointSearchResponse"},
		{name: "browse", on: "graph.browseSessionBase", parameters: []property{text("nextFetchToken", false)}, result: "Collection(graph.browseQueryResponseItem)", function: true},
	}
}

// metadataDocument is the CSDL of what this server serves, made from its own types.
func metadataDocument() []byte {
	var b bytes.Buffer
	b.WriteString(`<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx xmlns="http://docs.oasis-open.org/odata/ns/edm" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0">
<edmx:DataServices><Schema Namespace="microsoft.graph" Alias="graph">
`)
	for _, e := range enumTypes() {
		isFlags := ""
		if e.flags {
			isFlags = ` IsFlags="true"`
		}
		fmt.Fprintf(&b, "<EnumType Name=%q%s>\n", e.name, isFlags)
		for i, m := range e.members {
			fmt.Fprintf(&b, "<Member Name=%q Value=\"%d\" />\n", m, e.value(i))
		}
		b.WriteString("</EnumType>\n")
	}
	for _, t := range wireTypes() {
		writeType(&b, describe(t))
	}
	for _, a := range actions() {
		writeAction(&b, a)
	}
	b.WriteString(`<EntityContainer Name="GraphService"><Singleton Name="solutions" Type="graph.solutionsRoot" /></EntityContainer>
<EntityType Name="solutionsRoot"><NavigationProperty Name="backupRestore" Type="graph.backupRestoreRoot" ContainsTarget="true" /></EntityType>
</Schema></edmx:DataServices></edmx:Edmx>
`)
	return b.Bytes()
}

func writeType(b *bytes.Buffer, s structured) {
	element, base := "ComplexType", ""
	if s.isEntity {
		element = "EntityType"
	}
	if s.base != "" {
		base = fmt.Sprintf(" BaseType=%q", "graph."+s.base)
	}
	fmt.Fprintf(b, "<%s Name=%q%s>\n", element, s.name, base)
	if s.name == "entity" {
		b.WriteString("<Key><PropertyRef Name=\"id\" /></Key>\n")
	}
	for _, p := range s.properties {
		kind, nullable := "Property", ""
		if p.navigation {
			kind = "NavigationProperty"
		} else if !p.nullable {
			nullable = ` Nullable="false"`
		}
		fmt.Fprintf(b, "<%s Name=%q Type=%q%s />\n", kind, p.name, p.typ, nullable)
	}
	fmt.Fprintf(b, "</%s>\n", element)
}

func writeAction(b *bytes.Buffer, a action) {
	element := "Action"
	if a.function {
		element = "Function"
	}
	fmt.Fprintf(b, "<%s Name=%q IsBound=\"true\">\n<Parameter Name=\"bindingParameter\" Type=%q />\n", element, a.name, a.on)
	for _, p := range a.parameters {
		fmt.Fprintf(b, "<Parameter Name=%q Type=%q Nullable=%q />\n", p.name, p.typ, strconv.FormatBool(p.nullable))
	}
	fmt.Fprintf(b, "<ReturnType Type=%q />\n</%s>\n", a.result, element)
}
