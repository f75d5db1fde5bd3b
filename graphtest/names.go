package graphtest

import (
	"fmt"
	"strconv"
	"strings"
)

// The lists are part of the generated tenants: a change of order changes every address that tests have written down.
func firstNames() []string {
	return []string{
		"adele", "alex", "allan", "amara", "anika", "bao", "bianca", "carlos", "chidi", "dana", "diego", "elif", "emil", "farah",
		"grady", "hana", "henrik", "irvin", "isaiah", "johanna", "joni", "kofi", "lee", "lidia", "lynne", "megan", "miriam",
		"nestor", "noor", "oskar", "patti", "pradeep", "quinn", "rosa", "sana", "tariq", "ulla", "vera", "wanda", "yusuf",
	}
}

func lastNames() []string {
	return []string{
		"abara", "berger", "costa", "deyoung", "eriksen", "fischer", "gruber", "holloway", "iqbal", "jensen", "kimura", "langer",
		"moreau", "novak", "okafor", "pereira", "quist", "robbins", "sherman", "tanaka", "ueda", "vance", "weber", "wilber",
		"xu", "young", "zeller",
	}
}

func siteNames() []string {
	return []string{
		"finance", "legal", "research", "marketing", "sales", "people", "support", "design", "facilities", "procurement",
		"security", "projects", "quality", "logistics", "training", "board",
	}
}

func (t *Tenant) pick(list []string, index, salt uint32) string {
	return list[t.ids.noise(index, salt, 0)%uint64(len(list))]
}

// person makes the address and the display name of user number index. The number at the end of the local part is what
// makes the address unique and what leads back from an address to the user.
func (t *Tenant) person(index uint32) (email, display string) {
	first, last := t.pick(firstNames(), index, 1), t.pick(lastNames(), index, 2)
	return fmt.Sprintf("%s.%s%03d@%s", first, last, index+1, t.domain), title(first) + " " + title(last)
}

func (t *Tenant) siteAddress(index uint32) (url, name string) {
	topic := t.pick(siteNames(), index, 3)
	return fmt.Sprintf("https://%s/sites/%s-%03d", t.sharePointHost(""), topic, index+1), fmt.Sprintf("%s %03d", title(topic), index+1)
}

// driveURL is where OneDrive puts the files of a user: the address with every separator made an underscore.
func (t *Tenant) driveURL(email string) string {
	personal := strings.NewReplacer("@", "_", ".", "_").Replace(strings.ToLower(email))
	return "https://" + t.sharePointHost("-my") + "/personal/" + personal
}

func (t *Tenant) sharePointHost(suffix string) string {
	name, _, _ := strings.Cut(t.domain, ".")
	return name + suffix + ".sharepoint.example"
}

// trailingNumber reads the number that person and siteAddress put at the end; it is zero-based.
func trailingNumber(address string) (uint32, bool) {
	local, _, _ := strings.Cut(address, "@")
	digits := local[len(strings.TrimRight(local, "0123456789")):]
	n, err := strconv.ParseUint(digits, 10, 32)
	if err != nil || n == 0 {
		return 0, false
	}
	return uint32(n - 1), true
}

func title(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
