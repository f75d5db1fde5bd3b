package graphtest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// RoleSharePointBackupAdministrator is the directory role that delegated callers need for browsing.
const RoleSharePointBackupAdministrator = "9d3e04ba-3ee4-4d1b-a3a7-9aef423a09be"

// allPermissions are what a token carries when nothing else is asked for.
func allPermissions() []string {
	return []string{
		"BackupRestore-Control.ReadWrite.All", "BackupRestore-Configuration.ReadWrite.All",
		"BackupRestore-Restore.ReadWrite.All", "BackupRestore-Search.Read.All",
	}
}

// signIn issues and checks access tokens. They are JSON web tokens under a key that only this server knows.
type signIn struct {
	base     func() time.Time
	key      []byte
	lifetime time.Duration
	tenantID string
	clientID string
	secret   string
	issuer   string

	mu         sync.Mutex
	generation int // tokens of earlier generations are revoked
	revokedAt  time.Time
	issued     int
	granted    []string // permissions of tokens from the token endpoint; nil for all
	trusted    trust
}

// claims are the content of an access token.
type claims struct {
	Audience   string   `json:"aud"`
	Issuer     string   `json:"iss"`
	IssuedAt   int64    `json:"iat"`
	NotBefore  int64    `json:"nbf"`
	Expires    int64    `json:"exp"`
	TenantID   string   `json:"tid"`
	AppID      string   `json:"appid"`
	AppName    string   `json:"app_displayname,omitempty"`
	ObjectID   string   `json:"oid"`
	Kind       string   `json:"idtyp"` // app or user
	Roles      []string `json:"roles,omitempty"`
	Scopes     string   `json:"scp,omitempty"`
	UserName   string   `json:"upn,omitempty"`
	Directory  []string `json:"wids,omitempty"`
	TokenID    string   `json:"uti"`
	Generation int      `json:"xms_generation"`
}

// TokenOption adjusts a token from [Server.Token].
type TokenOption func(*claims)

// Permissions replaces the permissions in a token, for example "BackupRestore-Restore.Read.All".
func Permissions(names ...string) TokenOption { return func(c *claims) { c.Roles = names } }

// Delegated makes a token that an app holds on behalf of a user, instead of an app-only one.
func Delegated(userPrincipalName string) TokenOption {
	return func(c *claims) { c.Kind, c.UserName = "user", userPrincipalName }
}

// DirectoryRoles gives the user of a delegated token directory roles, such as [RoleSharePointBackupAdministrator].
func DirectoryRoles(ids ...string) TokenOption { return func(c *claims) { c.Directory = ids } }

// ExpiresIn replaces the lifetime of a token. A negative one makes a token that has expired already.
func ExpiresIn(d time.Duration) TokenOption {
	return func(c *claims) { c.Expires = time.Unix(c.IssuedAt, 0).Add(d).Unix() }
}

// AppID makes a token of another application than [Server.ClientID].
func AppID(id string) TokenOption { return func(c *claims) { c.AppID, c.ObjectID = id, id } }

// Token issues a bearer token without a token request. By default it is an app-only token with every permission.
func (s *Server) Token(opts ...TokenOption) string { return s.sign.issue(opts...) }

// GrantPermissions sets the permissions of tokens that the token endpoint issues from now on, as an administrator's consent
// would. Without names, all are granted again.
func (s *Server) GrantPermissions(names ...string) {
	s.sign.mu.Lock()
	defer s.sign.mu.Unlock()
	s.sign.granted = names
}

// RevokeTokens makes every token issued so far worthless: their next use gets a 401 with a claims challenge.
func (s *Server) RevokeTokens() { s.sign.revoke() }

func (si *signIn) revoke() {
	si.mu.Lock()
	defer si.mu.Unlock()
	si.generation++
	si.revokedAt = si.base()
}

func (si *signIn) issue(opts ...TokenOption) string {
	si.mu.Lock()
	defer si.mu.Unlock()
	now := si.base()
	si.issued++
	c := claims{
		Audience: "https://graph.microsoft.com", Issuer: si.issuer + "/" + si.tenantID + "/v2.0",
		IssuedAt: now.Unix(), NotBefore: now.Unix(), Expires: now.Add(si.lifetime).Unix(),
		TenantID: si.tenantID, AppID: si.clientID, AppName: "Backup automation", ObjectID: si.clientID, Kind: "app",
		Roles: allPermissions(), TokenID: fmt.Sprintf("token-%d", si.issued), Generation: si.generation,
	}
	for _, opt := range opts {
		opt(&c)
	}
	if c.Kind == "user" {
		c.Scopes, c.Roles = strings.Join(c.Roles, " "), nil
	}
	header := base64.RawURLEncoding.EncodeToString([]byte(`{"typ":"JWT","alg":"HS256"}`))
	payload, err := json.Marshal(c)
	if err != nil {
		return "" // the struct above always marshals
	}
	signed := header + "." + base64.RawURLEncoding.EncodeToString(payload)
	return signed + "." + si.mac(signed)
}

func (si *signIn) mac(signed string) string {
	h := hmac.New(sha256.New, si.key)
	h.Write([]byte(signed))
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}

// principal is who a request comes from.
type principal struct {
	delegated       bool
	appID, appName  string
	userID          string
	userName        string
	permissions     []string
	backupAdminRole bool
}

// authenticate reads the bearer token of a request.
func (si *signIn) authenticate(header http.Header) (principal, *refusal) {
	token, found := strings.CutPrefix(header.Get("Authorization"), "Bearer ")
	if !found {
		return principal{}, si.unauthorized("InvalidAuthenticationToken", "Access token is empty.", "")
	}
	signed, mac := cutLast(token, ".")
	_, payload, _ := strings.Cut(signed, ".")
	text, err := base64.RawURLEncoding.DecodeString(payload)
	var c claims
	if err != nil || !hmac.Equal([]byte(mac), []byte(si.mac(signed))) || json.Unmarshal(text, &c) != nil {
		return principal{}, si.unauthorized("InvalidAuthenticationToken", "The access token could not be validated.", "")
	}
	si.mu.Lock()
	generation, revokedAt := si.generation, si.revokedAt
	si.mu.Unlock()
	switch {
	case !si.base().Before(time.Unix(c.Expires, 0)):
		return principal{}, si.unauthorized("InvalidAuthenticationToken", "Lifetime validation failed, the token is expired.", "")
	case c.Generation < generation:
		return principal{}, si.unauthorized("TokenCreatedWithOutdatedPolicies",
			"Continuous access evaluation resulted in claims challenge with result: InteractionRequired and code: TokenCreatedWithOutdatedPolicies.",
			fmt.Sprintf(`{"access_token":{"nbf":{"essential":true,"value":"%d"}}}`, revokedAt.Unix()))
	}
	p := principal{
		delegated: c.Kind == "user", appID: c.AppID, appName: c.AppName, userName: c.UserName,
		permissions: c.Roles, backupAdminRole: slices.Contains(c.Directory, RoleSharePointBackupAdministrator),
	}
	if p.delegated {
		p.permissions, p.userID = strings.Fields(c.Scopes), si.userID(c.UserName)
	}
	return p, nil
}

// userID is made from the name, so that the same user always has the same id.
func (si *signIn) userID(name string) string {
	sum := sha256.Sum256([]byte(strings.ToLower(name)))
	return fmt.Sprintf("%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}

func cutLast(s, sep string) (before, after string) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, ""
	}
	return s[:i], s[i+len(sep):]
}

// unauthorized is a 401, with a claims challenge if there are claims to ask for.
func (si *signIn) unauthorized(code, message, claims string) *refusal {
	f := refuse(http.StatusUnauthorized, code, "%s", message)
	challenge := fmt.Sprintf(`Bearer realm="", authorization_uri="%s/common/oauth2/v2.0/authorize", client_id="00000003-0000-0000-c000-000000000000"`, si.issuer)
	if claims != "" {
		challenge += fmt.Sprintf(`, error="insufficient_claims", claims="%s"`, base64.StdEncoding.EncodeToString([]byte(claims)))
	} else {
		challenge += `, error="invalid_token"`
	}
	f.header = http.Header{"Www-Authenticate": {challenge}}
	return f
}
