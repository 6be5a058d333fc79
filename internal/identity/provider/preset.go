package provider

import (
	"maps"
	"slices"
	"strings"
)

// preset is what is known of a provider.
type preset struct {
	title string
	// issuer is discovered. Without one, the endpoints are these.
	issuer                    string
	signsAs                   string // what its ID tokens may name in the place of issuer
	authorize, token, profile string
	emails                    *emails
	scopes                    []string
	params                    map[string]string // more of the request of authorization
	headers                   map[string]string // of requests for the profile; {client_id} is replaced
	secret                    place
	pkce                      bool
	commas                    bool // and no spaces between scopes
	noNonce                   bool // its ID tokens do not have the nonce that was sent
	hosted                    bool // anybody may run one: its issuer is a setting
	apple, microsoft          bool
	read                      reading
}

// place is where the client's secret stands in a request for tokens.
type place int

// The places; an issuer says itself which it takes.
const (
	asDiscovered place = iota
	inBody
	inHeader
)

// reading says where a profile has what: paths such as data.0.id, alternatives
// with | between them, several that belong together with a space, or an address
// with paths in braces.
type reading struct {
	subject, email, name, username, picture string
	// verified says whether the address is the user's own: paths that are all true,
	// always, or nothing where it cannot be known.
	verified string
}

// always is for providers whose documentation says that they give none that was
// not verified.
const always = "*"

// emails is where addresses are listed apart from the profile.
type emails struct{ address, list, email, primary, verified string }

// claims are where OpenID Connect has what.
var claims = reading{subject: "sub", email: "email", verified: "email_verified", name: "name", username: "preferred_username|nickname", picture: "picture"}

var openID = []string{"openid", "email", "profile"}

// microsoftHost is where the tenants of Microsoft's are.
const microsoftHost = "https://login.microsoftonline.com/"

// presets are those that are known by name.
var presets = map[string]preset{
	"google": {title: "Google", issuer: "https://accounts.google.com", scopes: openID, pkce: true, read: claims},
	"apple": {title: "Apple", issuer: "https://appleid.apple.com", signsAs: "https://account.apple.com", scopes: []string{"openid", "email", "name"}, secret: inBody,
		params: map[string]string{"response_mode": "form_post"}, apple: true, read: claims},
	"azure": {title: "Microsoft", issuer: microsoftHost, scopes: openID, pkce: true, microsoft: true,
		read: reading{subject: "sub", email: "email", verified: "xms_edov", name: "name", username: "preferred_username"}},
	"gitlab":        {title: "GitLab", issuer: "https://gitlab.com", scopes: openID, pkce: true, hosted: true, read: claims},
	"linkedin_oidc": {title: "LinkedIn", issuer: "https://www.linkedin.com/oauth", scopes: openID, secret: inBody, noNonce: true, read: claims},
	"slack_oidc":    {title: "Slack", issuer: "https://slack.com", scopes: openID, secret: inBody, read: claims},
	"yahoo":         {title: "Yahoo", issuer: "https://api.login.yahoo.com", scopes: openID, pkce: true, read: claims},
	"github": {title: "GitHub", authorize: "https://github.com/login/oauth/authorize", token: "https://github.com/login/oauth/access_token",
		profile: "https://api.github.com/user", scopes: []string{"read:user", "user:email"}, pkce: true,
		emails: &emails{address: "https://api.github.com/user/emails", email: "email", primary: "primary", verified: "verified"},
		read:   reading{subject: "id", name: "name|login", username: "login", picture: "avatar_url"}},
	"facebook": {title: "Facebook", authorize: "https://www.facebook.com/dialog/oauth", token: "https://graph.facebook.com/oauth/access_token",
		profile: "https://graph.facebook.com/me?fields=id,email,name,picture", scopes: []string{"email", "public_profile"},
		read: reading{subject: "id", email: "email", name: "name", picture: "picture.data.url"}},
	"discord": {title: "Discord", authorize: "https://discord.com/oauth2/authorize", token: "https://discord.com/api/oauth2/token",
		profile: "https://discord.com/api/users/@me", scopes: []string{"identify", "email"}, pkce: true,
		read: reading{subject: "id", email: "email", verified: "verified", name: "global_name|username", username: "username",
			picture: "https://cdn.discordapp.com/avatars/{id}/{avatar}.png"}},
	"x": {title: "X", authorize: "https://x.com/i/oauth2/authorize", token: "https://api.x.com/2/oauth2/token", secret: inHeader, pkce: true,
		profile: "https://api.x.com/2/users/me?user.fields=confirmed_email,profile_image_url", scopes: []string{"users.read", "users.email", "tweet.read"},
		read: reading{subject: "data.id", email: "data.confirmed_email", verified: always, name: "data.name", username: "data.username", picture: "data.profile_image_url"}},
	"spotify": {title: "Spotify", authorize: "https://accounts.spotify.com/authorize", token: "https://accounts.spotify.com/api/token", secret: inHeader, pkce: true,
		profile: "https://api.spotify.com/v1/me", scopes: []string{"user-read-email"},
		read: reading{subject: "id", email: "email", name: "display_name", picture: "images.0.url"}},
	"twitch": {title: "Twitch", authorize: "https://id.twitch.tv/oauth2/authorize", token: "https://id.twitch.tv/oauth2/token",
		profile: "https://api.twitch.tv/helix/users", scopes: []string{"user:read:email"}, headers: map[string]string{"Client-Id": "{client_id}"},
		read: reading{subject: "data.0.id", email: "data.0.email", verified: always, name: "data.0.display_name", username: "data.0.login", picture: "data.0.profile_image_url"}},
	"bitbucket": {title: "Bitbucket", authorize: "https://bitbucket.org/site/oauth2/authorize", token: "https://bitbucket.org/site/oauth2/access_token", secret: inHeader,
		profile: "https://api.bitbucket.org/2.0/user", scopes: []string{"account", "email"},
		emails: &emails{address: "https://api.bitbucket.org/2.0/user/emails", list: "values", email: "email", primary: "is_primary", verified: "is_confirmed"},
		read:   reading{subject: "uuid", name: "display_name", username: "username|nickname", picture: "links.avatar.href"}},
	"notion": {title: "Notion", authorize: "https://api.notion.com/v1/oauth/authorize", token: "https://api.notion.com/v1/oauth/token", secret: inHeader,
		profile: "https://api.notion.com/v1/users/me", params: map[string]string{"owner": "user"}, headers: map[string]string{"Notion-Version": "2022-06-28"},
		read: reading{subject: "bot.owner.user.id", email: "bot.owner.user.person.email", name: "bot.owner.user.name", picture: "bot.owner.user.avatar_url"}},
	"zoom": {title: "Zoom", authorize: "https://zoom.us/oauth/authorize", token: "https://zoom.us/oauth/token", secret: inHeader, pkce: true,
		profile: "https://api.zoom.us/v2/users/me",
		read:    reading{subject: "id", email: "email", verified: "verified", name: "display_name|first_name last_name", picture: "pic_url"}},
	"figma": {title: "Figma", authorize: "https://www.figma.com/oauth", token: "https://api.figma.com/v1/oauth/token", secret: inHeader, pkce: true,
		profile: "https://api.figma.com/v1/me", scopes: []string{"current_user:read"},
		read: reading{subject: "id", email: "email", name: "handle", picture: "img_url"}},
	"kakao": {title: "Kakao", authorize: "https://kauth.kakao.com/oauth/authorize", token: "https://kauth.kakao.com/oauth/token",
		profile: "https://kapi.kakao.com/v2/user/me", scopes: []string{"account_email", "profile_image", "profile_nickname"},
		read: reading{subject: "id", email: "kakao_account.email", verified: "kakao_account.is_email_valid kakao_account.is_email_verified", name: "kakao_account.profile.nickname",
			picture: "kakao_account.profile.profile_image_url"}},
	"patreon": {title: "Patreon", authorize: "https://www.patreon.com/oauth2/authorize", token: "https://www.patreon.com/api/oauth2/token",
		profile: "https://www.patreon.com/api/oauth2/v2/identity?fields%5Buser%5D=email,full_name,image_url,is_email_verified,vanity",
		scopes:  []string{"identity", "identity[email]"},
		read: reading{subject: "data.id", email: "data.attributes.email", verified: "data.attributes.is_email_verified", name: "data.attributes.full_name", username: "data.attributes.vanity",
			picture: "data.attributes.image_url"}},
	"strava": {title: "Strava", authorize: "https://www.strava.com/oauth/authorize", token: "https://www.strava.com/api/v3/oauth/token", commas: true,
		profile: "https://www.strava.com/api/v3/athlete", scopes: []string{"read"},
		read: reading{subject: "id", name: "firstname lastname", username: "username", picture: "profile"}},
}

// aliases are other names of presets.
var aliases = map[string]string{"microsoft": "azure", "linkedin": "linkedin_oidc", "slack": "slack_oidc", "twitter": "x"}

// generic is an issuer that is known by its address alone.
var generic = preset{scopes: openID, pkce: true, hosted: true, read: claims}

// Known are the names that need no address.
func Known() []string {
	return slices.Sorted(maps.Keys(presets))
}

// Title is how a known provider calls itself.
func Title(name string) string { return presets[name].title }

// known finds the preset of a name.
func known(name string) (preset, bool) {
	if other, ok := aliases[name]; ok {
		name = other
	}
	p, ok := presets[name]
	return p, ok
}

// presetOf is how a provider with these settings is spoken to.
func presetOf(s Settings) preset {
	p, ok := known(s.Name)
	if !ok {
		p = generic
	}
	if p.hosted && s.Issuer != "" {
		p.issuer = s.Issuer
	}
	if p.microsoft {
		p.issuer = microsoftHost + tenantOf(s) + "/v2.0"
	}
	if s.TrustEmails {
		p.read.verified = always
	}
	return p
}

func tenantOf(s Settings) string {
	if s.Tenant == "" {
		return "common"
	}
	return strings.ToLower(s.Tenant)
}
