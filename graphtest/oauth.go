package graphtest

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// trust is what the registered application may sign in with, besides its secret.
type trust struct {
	certificates []*x509.Certificate
	federated    map[string]bool // assertions of workload identity, accepted as they are
}

// RegisterCertificate lets the application sign in with the private key of a certificate (RSA, as azidentity requires).
func (s *Server) RegisterCertificate(cert *x509.Certificate) {
	s.sign.mu.Lock()
	defer s.sign.mu.Unlock()
	s.sign.trusted.certificates = append(s.sign.trusted.certificates, cert)
}

// RegisterAssertion lets the application sign in with a federated token, the kind of token that workload identity puts in
// a file. The server does not look into it: it only compares.
func (s *Server) RegisterAssertion(token string) {
	s.sign.mu.Lock()
	defer s.sign.mu.Unlock()
	if s.sign.trusted.federated == nil {
		s.sign.trusted.federated = map[string]bool{}
	}
	s.sign.trusted.federated[token] = true
}

// oauth serves the three addresses that a confidential client needs. segments[0] names the tenant.
func (s *Server) oauth(r *http.Request, segments []string, body []byte) (int, any) {
	rest := strings.ToLower(strings.Join(segments[1:], "/"))
	switch {
	case rest == "v2.0/.well-known/openid-configuration" || rest == ".well-known/openid-configuration":
		return s.discovery(segments[0])
	case rest == "discovery/v2.0/keys":
		return http.StatusOK, map[string]any{"keys": []any{}} // tokens are for this server's eyes alone
	case rest == "oauth2/v2.0/token" && r.Method == http.MethodPost:
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return oauthError(http.StatusBadRequest, "invalid_request", "AADSTS900144: the request body could not be read.")
		}
		return s.issueToken(segments[0], form)
	}
	return oauthError(http.StatusNotFound, "invalid_request", "AADSTS90002: no such endpoint.")
}

func (s *Server) knowsTenant(name string) bool {
	return strings.EqualFold(name, s.sign.tenantID) || strings.EqualFold(name, s.tenant.domain)
}

func (s *Server) discovery(tenant string) (int, any) {
	if !s.knowsTenant(tenant) {
		return oauthError(http.StatusBadRequest, "invalid_tenant", "AADSTS90002: Tenant '"+tenant+"' not found.")
	}
	root := s.sign.issuer + "/" + s.sign.tenantID
	return http.StatusOK, map[string]any{
		"issuer": root + "/v2.0", "authorization_endpoint": root + "/oauth2/v2.0/authorize",
		"token_endpoint": root + "/oauth2/v2.0/token", "jwks_uri": root + "/discovery/v2.0/keys",
		"token_endpoint_auth_methods_supported": []string{"client_secret_post", "private_key_jwt"},
		"response_types_supported":              []string{"token"}, "subject_types_supported": []string{"pairwise"},
		"id_token_signing_alg_values_supported": []string{"RS256"}, "tenant_region_scope": "EU",
	}
}

func (s *Server) issueToken(tenant string, form url.Values) (int, any) {
	si := s.sign
	if !s.knowsTenant(tenant) {
		return oauthError(http.StatusBadRequest, "invalid_tenant", "AADSTS90002: Tenant '"+tenant+"' not found.")
	}
	switch {
	case form.Get("grant_type") != "client_credentials":
		return oauthError(http.StatusBadRequest, "unsupported_grant_type", "AADSTS70003: only client_credentials is supported.")
	case !strings.EqualFold(form.Get("client_id"), si.clientID):
		return oauthError(http.StatusBadRequest, "unauthorized_client", "AADSTS700016: the application was not found in the directory.")
	case !strings.Contains(form.Get("scope"), "/.default"):
		return oauthError(http.StatusBadRequest, "invalid_scope", "AADSTS1002012: the scope must end in /.default.")
	}
	if code := si.proves(form); code != "" {
		return oauthError(http.StatusUnauthorized, "invalid_client", code)
	}
	si.mu.Lock()
	granted := si.granted
	si.mu.Unlock()
	var opts []TokenOption
	if granted != nil {
		opts = append(opts, Permissions(granted...))
	}
	seconds := int(si.lifetime.Seconds())
	return http.StatusOK, map[string]any{
		"token_type": "Bearer", "expires_in": seconds, "ext_expires_in": seconds, "access_token": si.issue(opts...),
	}
}

func oauthError(status int, code, description string) (int, any) {
	return status, map[string]any{"error": code, "error_description": description}
}

// proves checks the secret or the assertion of a token request; what it returns is empty or says what is wrong.
func (si *signIn) proves(form url.Values) string {
	if secret := form.Get("client_secret"); secret != "" {
		if secret != si.secret {
			return "AADSTS7000215: Invalid client secret provided."
		}
		return ""
	}
	assertion := form.Get("client_assertion")
	si.mu.Lock()
	certificates, federated := slices.Clone(si.trusted.certificates), si.trusted.federated[assertion]
	si.mu.Unlock()
	switch {
	case assertion == "":
		return "AADSTS7000218: the request must contain 'client_assertion' or 'client_secret'."
	case federated:
		return ""
	}
	return si.checkAssertion(assertion, certificates)
}

// checkAssertion verifies a JSON web token that the application signed with the key of a registered certificate.
func (si *signIn) checkAssertion(assertion string, certificates []*x509.Certificate) string {
	signed, signature := cutLast(assertion, ".")
	head, payload, _ := strings.Cut(signed, ".")
	var header struct {
		Algorithm string `json:"alg"`
	}
	var claims struct {
		Audience string  `json:"aud"`
		Issuer   string  `json:"iss"`
		Expires  float64 `json:"exp"`
	}
	raw, err := base64.RawURLEncoding.DecodeString(signature)
	if err != nil || !decodePart(head, &header) || !decodePart(payload, &claims) {
		return "AADSTS50027: the client assertion is not a valid JSON web token."
	}
	root := si.issuer + "/" + si.tenantID
	switch {
	case !strings.EqualFold(claims.Audience, root+"/v2.0") && !strings.EqualFold(claims.Audience, root+"/oauth2/v2.0/token"):
		return "AADSTS700024: the audience of the client assertion is not this authority."
	case !strings.EqualFold(claims.Issuer, si.clientID):
		return "AADSTS700021: the issuer of the client assertion is not the application."
	case float64(si.base().Unix()) >= claims.Expires:
		return "AADSTS700024: the client assertion is not within its valid time range."
	}
	digest := sha256.Sum256([]byte(signed))
	for _, cert := range certificates {
		key, isRSA := cert.PublicKey.(*rsa.PublicKey)
		if !isRSA {
			continue
		}
		if header.Algorithm == "PS256" && rsa.VerifyPSS(key, crypto.SHA256, digest[:], raw, nil) == nil ||
			header.Algorithm == "RS256" && rsa.VerifyPKCS1v15(key, crypto.SHA256, digest[:], raw) == nil {
			return ""
		}
	}
	return "AADSTS700027: the client assertion was not signed with a registered certificate."
}

func decodePart(part string, into any) bool {
	text, err := base64.RawURLEncoding.DecodeString(part)
	return err == nil && json.Unmarshal(text, into) == nil
}
