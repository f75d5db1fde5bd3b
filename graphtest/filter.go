package graphtest

import (
	"cmp"
	"strings"
	"time"
)

const maxFilter = 2048

// parseFilter understands comparisons (eq, ne, lt, le, gt, ge), startswith and contains, joined by and, or, not and
// parentheses. An empty filter lets everything through.
func parseFilter(text string) (func(map[string]any) bool, *refusal) {
	if text == "" {
		return func(map[string]any) bool { return true }, nil
	}
	if len(text) > maxFilter {
		return nil, badRequest("FilterLengthExceeded", "The filter is longer than %d characters.", maxFilter)
	}
	p := &filterParser{tokens: filterTokens(text)}
	match := p.or()
	if p.failed || p.pos != len(p.tokens) {
		return nil, badRequest("BadRequest", "Invalid filter clause.")
	}
	return match, nil
}

type filterParser struct {
	tokens []string
	pos    int
	failed bool
	depth  int
}

type predicate = func(map[string]any) bool

func (p *filterParser) peek() string {
	if p.pos < len(p.tokens) {
		return p.tokens[p.pos]
	}
	return ""
}

func (p *filterParser) next() string {
	t := p.peek()
	if t == "" {
		p.failed = true
	}
	p.pos++
	return t
}

func (p *filterParser) take(word string) bool {
	if !strings.EqualFold(p.peek(), word) {
		return false
	}
	p.pos++
	return true
}

func (p *filterParser) or() predicate {
	left := p.and()
	for p.take("or") {
		l, r := left, p.and()
		left = func(m map[string]any) bool { return l(m) || r(m) }
	}
	return left
}

func (p *filterParser) and() predicate {
	left := p.term()
	for p.take("and") {
		l, r := left, p.term()
		left = func(m map[string]any) bool { return l(m) && r(m) }
	}
	return left
}

func (p *filterParser) term() predicate {
	if p.depth++; p.depth > 100 || p.failed {
		p.failed = true
		return func(map[string]any) bool { return false }
	}
	defer func() { p.depth-- }()
	switch {
	case p.take("not"):
		inner := p.term()
		return func(m map[string]any) bool { return !inner(m) }
	case p.take("("):
		inner := p.or()
		p.failed = p.failed || !p.take(")")
		return inner
	}
	name := p.next()
	if p.take("(") {
		return p.function(strings.ToLower(name))
	}
	return p.comparison(name)
}

func (p *filterParser) function(name string) predicate {
	field := p.next()
	p.failed = p.failed || !p.take(",")
	want, isText := strings.CutPrefix(p.next(), "'")
	p.failed = p.failed || !p.take(")") || !isText
	test := map[string]func(string, string) bool{
		"startswith": strings.HasPrefix, "endswith": strings.HasSuffix, "contains": strings.Contains,
	}[name]
	if test == nil {
		p.failed = true
	}
	return func(m map[string]any) bool {
		have, _ := lookup(m, field).(string)
		return test(strings.ToLower(have), strings.ToLower(want))
	}
}

func (p *filterParser) comparison(field string) predicate {
	operator, want := strings.ToLower(p.next()), literal(p.next())
	if !containsFold([]string{"eq", "ne", "lt", "le", "gt", "ge"}, operator) {
		p.failed = true
	}
	return func(m map[string]any) bool {
		have := lookup(m, field)
		order := compare(have, want)
		switch operator {
		case "eq":
			return order == 0
		case "ne":
			return order != 0
		}
		if have == nil || want == nil {
			return false
		}
		switch operator {
		case "lt":
			return order < 0
		case "le":
			return order <= 0
		case "gt":
			return order > 0
		default:
			return order >= 0
		}
	}
}

// filterTokens splits at blanks and punctuation; a quoted text stays whole and keeps its first quote as a mark.
func filterTokens(text string) []string {
	var tokens []string
	for i := 0; i < len(text); {
		switch ch := text[i]; {
		case ch == ' ' || ch == '+' || ch == '\t':
			i++
		case strings.IndexByte("(),", ch) >= 0:
			tokens = append(tokens, string(ch))
			i++
		case ch == '\'':
			var b strings.Builder
			for i++; i < len(text); i++ {
				if text[i] == '\'' {
					if i+1 >= len(text) || text[i+1] != '\'' {
						break
					}
					i++
				}
				b.WriteByte(text[i])
			}
			i++
			tokens = append(tokens, "'"+b.String())
		default:
			end := i
			for end < len(text) && strings.IndexByte(" (),'\t", text[end]) < 0 {
				end++
			}
			tokens = append(tokens, text[i:end])
			i = end
		}
	}
	return tokens
}

func literal(token string) any {
	switch {
	case strings.HasPrefix(token, "'"):
		return token[1:]
	case strings.EqualFold(token, "null"):
		return nil
	case strings.EqualFold(token, "true"), strings.EqualFold(token, "false"):
		return strings.EqualFold(token, "true")
	}
	return token
}

// lookup follows a path such as createdBy/user/id, without regard to case.
func lookup(m map[string]any, path string) any {
	head, rest, deeper := strings.Cut(path, "/")
	for name, v := range m {
		if strings.EqualFold(name, head) {
			if inner, isObject := v.(map[string]any); deeper && isObject {
				return lookup(inner, rest)
			}
			return v
		}
	}
	return nil
}

// compare orders instants by time, everything else by its text without case; nothing comes before something.
func compare(a, b any) int {
	if a == nil || b == nil {
		return cmp.Compare(btoi(a != nil), btoi(b != nil))
	}
	if x, ok := a.(bool); ok {
		y, _ := b.(bool)
		return cmp.Compare(btoi(x), btoi(y))
	}
	x, _ := a.(string)
	y, _ := b.(string)
	tx, errX := time.Parse(time.RFC3339, x)
	ty, errY := time.Parse(time.RFC3339, y)
	if errX == nil && errY == nil {
		return tx.Compare(ty)
	}
	return cmp.Compare(strings.ToLower(x), strings.ToLower(y))
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
