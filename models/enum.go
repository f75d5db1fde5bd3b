package models

import (
	"slices"
	"strings"
)

// unknownFutureValue is what the service sends in place of a member that the
// client has not asked for. It never goes out in a request.
const unknownFutureValue = "unknownFutureValue"

// isMember compares without case: some answers capitalise a member.
func isMember[E ~string](e E, members []E) bool {
	return slices.ContainsFunc(members, func(m E) bool { return isSame(e, m) })
}

func isSame[E ~string](a, b E) bool { return strings.EqualFold(string(a), string(b)) }

// intern saves the allocation for text that is a declared member, which in a long
// list is nearly all of it.
func intern[E ~string](text []byte, members []E) E {
	for _, m := range members {
		if string(text) == string(m) {
			return m
		}
	}
	return E(text)
}

// flagList splits the comma list of a flags enum.
func flagList[E ~string](e E) []E {
	var list []E
	for part := range strings.SplitSeq(string(e), ",") {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, E(part))
		}
	}
	return list
}

func hasFlag[E ~string](e, flag E) bool { return isMember(flag, flagList(e)) }

// withFlags adds what is missing and leaves the rest in its order. none is the
// member that means the empty set, if the enum has one.
func withFlags[E ~string](e, none E, flags []E) E {
	list := flagList(e)
	for _, flag := range flags {
		for _, f := range flagList(flag) {
			if !isMember(f, list) {
				list = append(list, f)
			}
		}
	}
	if none != "" && len(list) > 1 {
		list = slices.DeleteFunc(list, func(f E) bool { return isSame(f, none) })
	}
	parts := make([]string, len(list))
	for i, f := range list {
		parts[i] = string(f)
	}
	return E(strings.Join(parts, ","))
}

func allMembers[E ~string](e E, members []E) bool {
	list := flagList(e)
	return len(list) > 0 && !slices.ContainsFunc(list, func(f E) bool { return !isMember(f, members) })
}
