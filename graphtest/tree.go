package graphtest

import (
	"fmt"
	"path"
	"strings"
)

// node is one item of a unit's file tree. Node 0 is the site itself.
type node struct {
	parent   int
	kind     browseQueryResponseItemType
	name     string
	path     string // below the site's URL
	size     int
	children []int
}

// tree is the content of a drive or a site at a restore point; it is built when it is looked at.
type tree struct {
	u     unit
	nodes []node
}

func (tr *tree) add(parent int, kind browseQueryResponseItemType, name string, size int) int {
	n := len(tr.nodes)
	below := name
	if parent > 0 {
		below = tr.nodes[parent].path + "/" + name
	}
	tr.nodes = append(tr.nodes, node{parent: parent, kind: kind, name: name, path: below, size: size})
	tr.nodes[parent].children = append(tr.nodes[parent].children, n)
	return n
}

// tree builds the files of a unit. A drive has one document library, which browsing does not show: its site leads
// directly to files and folders. A site shows its libraries first.
func (t *Tenant) tree(u unit) *tree {
	tr := &tree{u: u, nodes: []node{{parent: -1, kind: itemSite, name: u.name}}}
	if files := t.ownFiles(u); files != nil {
		tr.fromPaths(files)
		return tr
	}
	if u.ref.w == driveWorkload {
		tr.generate(t, tr.add(0, itemLibrary, "Documents", 0), 0)
		return tr
	}
	for _, library := range []string{"Documents", "Site Assets", "Archive"} {
		tr.generate(t, tr.add(0, itemLibrary, library, 0), 0)
	}
	return tr
}

func (tr *tree) fromPaths(files []string) {
	root := 0
	if tr.u.ref.w == driveWorkload {
		root = tr.add(0, itemLibrary, "Documents", 0)
	}
	seen := map[string]int{}
	for _, file := range files {
		parent, parts := root, strings.Split(strings.Trim(file, "/"), "/")
		for i, name := range parts {
			below := strings.Join(parts[:i+1], "/")
			if n, ok := seen[below]; ok {
				parent = n
				continue
			}
			kind := itemFolder
			switch {
			case i == 0 && root == 0:
				kind = itemLibrary
			case i == len(parts)-1:
				kind = itemFile
			}
			parent = tr.add(parent, kind, name, 1024*(1+len(name)))
			seen[below] = parent
		}
	}
}

// generate fills a library or folder: some folders, three levels deep at most, and enough files for several pages.
func (tr *tree) generate(t *Tenant, parent, level int) {
	names := []string{"Budget", "Contracts", "Drafts", "Photos", "Minutes", "Plans"}
	kinds := []string{"docx", "xlsx", "pptx", "pdf", "txt", "md"}
	for i := range []int{4, 2, 0}[level] {
		tr.generate(t, tr.add(parent, itemFolder, names[(i+level)%len(names)], 0), level+1)
	}
	for i := range []int{21, 10, 6}[level] {
		random := t.ids.noise(tr.u.ref.i, uint32(len(tr.nodes)), tr.u.ref.w.index+20)
		name := fmt.Sprintf("%s %02d.%s", names[random%uint64(len(names))], i+1, kinds[random/7%uint64(len(kinds))])
		tr.add(parent, itemFile, name, int(2000+random%4_000_000))
	}
}

// top is what a browse without a location answers: the site.
func (tr *tree) top() []int { return []int{0} }

func (tr *tree) below(n int) []int {
	children := tr.nodes[n].children
	if n == 0 && tr.u.ref.w == driveWorkload && len(children) == 1 {
		return tr.nodes[children[0]].children
	}
	return children
}

// key names a node by the ids of site, web, library and item, separated by commas.
func (t *Tenant) key(tr *tree, n int) string {
	ref := tr.u.ref
	parts := []string{t.siteGUID(ref), t.webGUID(ref)}
	if n == 0 {
		return strings.Join(parts, ",")
	}
	library := n
	for tr.nodes[library].kind != itemLibrary && tr.nodes[library].parent > 0 {
		library = tr.nodes[library].parent
	}
	parts = append(parts, t.ids.guid(kindLibrary, ref.w.index, ref.i, uint32(library)))
	if library != n {
		parts = append(parts, t.ids.guid(kindItem, ref.w.index, ref.i, uint32(n)))
	}
	return strings.Join(parts, ",")
}

// node finds what a key names.
func (t *Tenant) node(tr *tree, key string) (int, bool) {
	parts := strings.Split(key, ",")
	n := 0
	if len(parts) > 2 {
		kind := kindLibrary
		if len(parts) == 4 {
			kind = kindItem
		}
		_, _, number, ok := t.ids.parseGUID(kind, parts[len(parts)-1])
		if !ok || int64(number) >= int64(len(tr.nodes)) {
			return 0, false
		}
		n = int(number)
	}
	return n, strings.EqualFold(t.key(tr, n), key)
}

func (tr *tree) url(n int) string {
	if n == 0 {
		return tr.u.url
	}
	return tr.u.url + "/" + strings.ReplaceAll(path.Clean(tr.nodes[n].path), " ", "%20")
}
