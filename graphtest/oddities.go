package graphtest

import (
	"net/http"
	"slices"
	"strings"
)

// jsonObject is an object that an oddity changes.
type jsonObject = map[string]any

// oddly rewrites an answer the way the documentation's example of the operation has it.
func oddly(row int, rep reply) reply {
	if rep.body == nil {
		return rep
	}
	body := asMap(rep.body)
	items, isList := body["value"].([]any)
	if !isList {
		items = []any{body}
	}
	for _, item := range items {
		if m, isObject := item.(jsonObject); isObject {
			oddMember(row, m)
		}
	}
	if row == 81 {
		body = jsonObject{"value": []any{body}}
	}
	rep.body = body
	if status, ok := map[int]int{4: http.StatusAccepted, 36: http.StatusOK, 42: http.StatusOK, 43: http.StatusOK, 44: http.StatusOK}[row]; ok {
		rep.status = status
	}
	return rep
}

func oddMember(row int, m jsonObject) {
	rows := func(all ...int) bool { return slices.Contains(all, row) }
	switch {
	case row == 2:
		delete(m, "backupServiceConsumer")
		m["id"], m["serviceConsumer"] = "00000000-0000-0000-0000-000000000000", "thirdParty"
	case rows(11, 12, 14, 15, 16, 17, 18):
		delete(m, "isEnabled")
	case rows(22, 25):
		delete(m, "protectionSources")
	case rows(50, 51, 52, 53, 54, 55):
		capitalise(m)
		dashes(m)
	case rows(3, 5, 8):
		dashes(m)
	case rows(77, 78):
		capitalise(m)
		m["createdBy"], m["lastModifiedBy"] = "", ""
		if e, failed := m["error"]; failed && row == 78 {
			m["error"] = []any{e}
		}
	case rows(71, 72) && m["status"] == "inProgress":
		m["status"] = "unknown"
	}
}

func capitalise(m jsonObject) {
	if s, ok := m["status"].(string); ok && strings.HasPrefix(s, "completed") {
		m["status"] = title(s)
	}
}

// dashes writes times of day as 12-01-03, which is no RFC 3339.
func dashes(m jsonObject) {
	for name, v := range m {
		if s, ok := v.(string); ok && strings.HasSuffix(name, "DateTime") {
			day, clock, _ := strings.Cut(s, "T")
			m[name] = day + "T" + strings.ReplaceAll(clock, ":", "-")
		}
	}
}
