package backuprestore

import (
	"net/url"
	"strings"
)

// root is the path below which the whole API lives.
const root = "/solutions/backupRestore"

// A path is the address of a resource. It grows segment by segment, so that
// an id can reach the URL only through [path.item], which checks and escapes
// it. The template is what errors, logs and spans show: it names no resource.
//
// A path is a value: growing one leaves the path it grew from as it was.
type path struct {
	template string
	escaped  string
	noQuery  bool
	err      error
}

func rootPath() path { return path{template: root, escaped: root} }

// sub adds a constant segment of the API: a collection, a property, a type
// cast or an action.
func (p path) sub(segment string) path {
	p.template += "/" + segment
	p.escaped += "/" + segment
	return p
}

// item adds the key of one resource.
func (p path) item(id string) path {
	if p.err == nil {
		p.err = checkID(id)
	}
	p.template += "/{id}"
	p.escaped += "/" + url.PathEscape(id)
	return p
}

// withoutQuery marks a path whose page rules out OData query options.
func (p path) withoutQuery() path {
	p.noQuery = true
	return p
}

// checkID refuses what no identifier of this API contains and what could
// turn one resource's address into another's on the way: a proxy may decode
// %2F, and dot segments are resolved by some servers.
func checkID(id string) error {
	if strings.TrimSpace(id) == "" {
		return invalid("id", "is empty; pass the id that a create or list call returned")
	}
	for _, r := range id {
		switch {
		case r == '/' || r == '\\' || r == '.' || r == '%' || r == '?' || r == '#':
			return invalid("id", "contains "+quoteRune(r)+", which no id of this API does; pass the id itself, unescaped, not a path or URL")
		case r <= ' ' || r == 0x7f:
			return invalid("id", "contains white space or a control character")
		}
	}
	return nil
}

func quoteRune(r rune) string { return "'" + string(r) + "'" }
