// Drives an app's users by the published client, and the mailbox of developers.
import assert from 'node:assert/strict'
import { isAuthWeakPasswordError } from '@supabase/auth-js'
import { AuthClient, done } from './counting.mjs'

const [base] = process.argv.slice(2)
const url = base + '/auth/v1'
const strong = 'correct horse battery'

// A client as one browser has it.
function client(flowType = 'implicit') {
  const kept = new Map()
  const storage = { getItem: (k) => kept.get(k) ?? null, setItem: (k, v) => kept.set(k, v), removeItem: (k) => kept.delete(k) }
  return new AuthClient({ url, flowType, storage, autoRefreshToken: false, detectSessionInUrl: false, persistSession: true })
}

async function letter(to, template) {
  for (let i = 0; i < 100; i++) { // it is sent after the answer
    const all = await (await fetch(base + '/mailbox/letters')).json()
    const found = all.find((l) => l.to === to && l.template === template)
    if (found) return found
    await new Promise((done) => setTimeout(done, 20))
  }
  assert.fail(`no letter ${template} came to ${to}`)
}

function good({ data, error }) {
  assert.equal(error, null)
  return data
}

function bad({ error }, code, status) {
  assert.ok(error, `no error, and ${code} is wanted`)
  assert.equal(error.code, code)
  if (status) assert.equal(error.status, status)
  return error
}

// Links hold the address that the configuration says.
async function follow(link) {
  assert.ok(link.startsWith('http://users.example/auth/v1/verify?'))
  const answer = await fetch(link.replace('http://users.example', base), { redirect: 'manual' })
  assert.equal(answer.status, 303)
  return new URL(answer.headers.get('location'))
}

async function rows(path, token, init = {}) {
  return await fetch(base + '/rest/v1/' + path, { ...init, headers: { authorization: 'Bearer ' + token, 'content-type': 'application/json', prefer: 'return=representation' } })
}

// Sign-up by code, and what the session is good for.
const ada = client()
const signed = good(await ada.signUp({ email: 'Ada@example.com', password: strong, options: { data: { nick: 'ada' } } }))
assert.equal(signed.session, null)
assert.equal(signed.user.identities.length, 1)
bad(await ada.signInWithPassword({ email: 'ada@example.com', password: strong }), 'email_not_confirmed', 400)
bad(await ada.signInWithPassword({ email: 'ada@example.com', password: 'something else' }), 'invalid_credentials', 400)
const first = await letter('Ada@example.com', 'signup')
bad(await ada.verifyOtp({ email: 'ada@example.com', token: first.code === '000000' ? '000001' : '000000', type: 'email' }), 'otp_expired', 403)
const entered = good(await ada.verifyOtp({ email: 'ADA@example.com', token: first.code, type: 'email' }))
assert.equal(entered.user.id, signed.user.id)
assert.equal(entered.user.user_metadata.nick, 'ada')
assert.ok(entered.user.email_confirmed_at)
bad(await client().verifyOtp({ email: 'ada@example.com', token: first.code, type: 'email' }), 'otp_expired', 403)
assert.equal(good(await ada.getUser()).user.email, 'Ada@example.com')
const { claims } = good(await ada.getClaims())
assert.equal(claims.sub, signed.user.id)
assert.deepEqual([claims.role, claims.aal, claims.aud, claims.amr[0].method], ['authenticated', 'aal1', 'authenticated', 'otp'])

// Rules and references speak of the user.
let token = good(await ada.getSession()).session.access_token
assert.equal((await rows('notes', token, { method: 'POST', body: '{"body":"mine"}' })).status, 201)
assert.deepEqual(await (await rows('notes?select=body,owner(email)', token)).json(), [{ body: 'mine', owner: { email: 'Ada@example.com' } }])
assert.equal((await (await rows('auth_users', token)).json()).length, 1)
assert.equal((await rows('auth_users?select=password', token)).status, 400)
assert.equal((await rows('auth_users', token, { method: 'PATCH', body: '{"role":"service"}' })).status >= 400, true)

// Tokens are exchanged; both of two tabs go on.
const before = good(await ada.getSession()).session
const next = good(await ada.refreshSession()).session
assert.notEqual(next.refresh_token, before.refresh_token)
assert.equal(good(await client().refreshSession({ refresh_token: before.refresh_token })).session.refresh_token, next.refresh_token)
bad(await client().refreshSession({ refresh_token: 'nothing' }), 'refresh_token_not_found', 400)

// What users say of themselves.
assert.deepEqual(good(await ada.updateUser({ data: { nick: null, colour: 'red' } })).user.user_metadata, { colour: 'red' })
bad(await ada.updateUser({ password: strong }), 'same_password', 422)
const weak = bad(await ada.updateUser({ password: 'short' }), 'weak_password', 422)
assert.ok(isAuthWeakPasswordError(weak) && weak.reasons.includes('length'))

// A new password ends the other sessions, at once.
const elsewhere = client()
good(await elsewhere.signInWithPassword({ email: 'ada@example.com', password: strong }))
good(await ada.updateUser({ password: strong + ' staple' }))
assert.ok((await elsewhere.getUser()).error)
assert.ok((await elsewhere.refreshSession()).error)
good(await ada.getUser())
good(await elsewhere.signInWithPassword({ email: 'ada@example.com', password: strong + ' staple' }))
good(await ada.signOut({ scope: 'others' }))
assert.ok((await elsewhere.getUser()).error)
good(await ada.getUser())

// A forgotten password, by a link and PKCE.
const pkce = client('pkce')
good(await pkce.resetPasswordForEmail('ada@example.com', { redirectTo: 'http://app.example/in?from=mail' }))
bad(await client().resetPasswordForEmail('ada@example.com'), 'over_email_send_rate_limit', 429)
const reset = (await letter('Ada@example.com', 'recovery')).link
const back = await follow(reset)
assert.equal(back.origin + back.pathname, 'http://app.example/in')
assert.equal(back.searchParams.get('from'), 'mail')
assert.equal((await follow(reset)).hash.includes('error_code=otp_expired'), true)
good(await pkce.exchangeCodeForSession(back.searchParams.get('code')))
good(await pkce.updateUser({ password: 'another horse battery' }))
assert.ok((await client().signInWithPassword({ email: 'ada@example.com', password: strong + ' staple' })).error)
assert.ok((await ada.getUser()).error)

// A stranger signs in by a link, without PKCE; nobody unlisted is led to.
good(await client().signInWithOtp({ email: 'bob@example.com', options: { emailRedirectTo: 'http://evil.example/' } }))
const home = await follow((await letter('bob@example.com', 'magiclink')).link)
assert.equal(home.origin, 'http://users.example')
const hash = new URLSearchParams(home.hash.slice(1))
const bob = client()
good(await bob.setSession({ access_token: hash.get('access_token'), refresh_token: hash.get('refresh_token') }))
assert.equal(good(await bob.getUser()).user.email, 'bob@example.com')
assert.equal((await (await rows('notes', hash.get('access_token'))).json()).length, 0)

// Nobody is told who is not there.
good(await client().signInWithOtp({ email: 'nobody@example.com', options: { shouldCreateUser: false } }))
good(await client().resetPasswordForEmail('no.one@example.com'))
bad(await client().signInWithPassword({ email: 'nobody@example.com', password: strong }), 'invalid_credentials', 400)
good(await client().resend({ type: 'signup', email: 'carl@example.com' }))

// Another address.
good(await bob.updateUser({ email: 'robert@example.com' }))
await letter('bob@example.com', 'email_changing')
const changed = await letter('robert@example.com', 'email_change')
good(await client().verifyOtp({ email: 'robert@example.com', token: changed.code, type: 'email_change' }))
assert.equal(good(await bob.getUser()).user.email, 'robert@example.com')

// Somebody without an address gets one, and stays who they are.
const guest = client()
const anonymous = good(await guest.signInAnonymously())
assert.equal(anonymous.user.is_anonymous, true)
good(await guest.updateUser({ email: 'guest@example.com' }))
const upgraded = good(await client().verifyOtp({ email: 'guest@example.com', token: (await letter('guest@example.com', 'email_change')).code, type: 'email_change' }))
assert.deepEqual([upgraded.user.id, upgraded.user.is_anonymous], [anonymous.user.id, false])
assert.equal(upgraded.user.identities[0].provider, 'email')

// A sign-up under an address that is taken looks the same, and its owner is told.
const again = good(await client().signUp({ email: 'guest@example.com', password: strong }))
assert.deepEqual(Object.keys(again.user).sort(), Object.keys(signed.user).sort())
assert.notEqual(again.user.id, upgraded.user.id)
await letter('guest@example.com', 'taken')

good(await bob.reauthenticate())
assert.match((await letter('robert@example.com', 'reauthentication')).code, /^[0-9]{6}$/)

// The end, everywhere.
token = good(await bob.getSession()).session.access_token
good(await bob.signOut())
assert.equal((await rows('notes', token)).status, 401)
assert.equal((await client().getUser(token)).error.name, 'AuthSessionMissingError') // by which the client forgets it

// Bodies that are none, and ways in that are shut.
for (const [path, body, status, code] of [
  ['/signup', '[1]', 400, 'bad_json'], ['/signup', '{"email":1,"password":"x"}', 400, 'validation_failed'],
  ['/signup', '{"email":"a@b@c","password":"' + strong + '"}', 400, 'validation_failed'],
  ['/signup', '{"phone":"123","password":"' + strong + '"}', 400, 'phone_provider_disabled'],
  ['/signup', JSON.stringify({ email: 'x@example.com', password: 'a'.repeat(100000) }), 413, 'validation_failed'],
  ['/token?grant_type=magic', '{}', 400, 'unsupported_grant_type'], ['/token?grant_type=password', '', 400, 'validation_failed'],
  ['/verify', '{"type":"nothing","token":"1"}', 400, 'validation_failed'], ['/logout', '{}', 401, 'no_authorization'],
  ['/otp', '{"email":"p@example.com","code_challenge":"abc","code_challenge_method":"plain"}', 400, 'validation_failed'], ['/nowhere', '{}', 404, 'not_found'],
]) {
  const answer = await fetch(url + path, { method: 'POST', body })
  const said = await answer.json()
  assert.deepEqual([answer.status, said.code, said.error_code], [status, status, code], path + ' ' + body.slice(0, 40))
}

// What the client does by itself: it starts with the session that it kept, tells
// what happens to it, and gets new tokens before they end.
const kept = new Map()
const keeping = { url, autoRefreshToken: false, detectSessionInUrl: false, storage: { getItem: (k) => kept.get(k) ?? null, setItem: (k, v) => kept.set(k, v), removeItem: (k) => kept.delete(k) } }
const tab = new AuthClient(keeping)
assert.equal(tab.isThrowOnErrorEnabled(), false)
const events = []
const { data: { subscription } } = tab.onAuthStateChange((event) => events.push(event))
good(await tab.signInWithPassword({ email: 'guest@example.com', password: (await upgrade()) }))
const [place] = [...kept.keys()].filter((k) => k.endsWith('auth.token'))
const old = JSON.parse(kept.get(place))
await tab.stopAutoRefresh()
await tab.dispose()
kept.set(place, JSON.stringify({ ...old, expires_at: Math.floor(Date.now() / 1000) + 5 }))
const reopened = new AuthClient(keeping)
assert.equal((await reopened.initialize()).error, null)
const renewed = new Promise((done) => reopened.onAuthStateChange((event, session) => event === 'TOKEN_REFRESHED' && done(session)))
await reopened.startAutoRefresh()
const fresh = (await renewed) ?? good(await reopened.getSession()).session
assert.notEqual(fresh.refresh_token, old.refresh_token)
await reopened.stopAutoRefresh()
good(await reopened.getUser())
await reopened.dispose()
subscription.unsubscribe()
assert.ok(events.includes('SIGNED_IN'), String(events))

// The guest gives themselves a password.
async function upgrade() {
  good(await guest.refreshSession())
  good(await guest.updateUser({ password: 'a guest with a horse' }))
  return 'a guest with a horse'
}

// What is not here is refused as it is elsewhere.
const asking = client()
good(await asking.signInAnonymously())
const nowhere = '0190a000-0000-7000-8000-000000000000'
bad(await asking.signInWithSSO({ domain: 'example.com' }), 'saml_provider_disabled', 404)
bad(await asking.signInWithWeb3({ chain: 'ethereum', message: 'hello', signature: '0x00' }), 'web3_provider_disabled', 422)
bad(await asking.signInWithWeb3({ chain: 'solana', message: 'hello', signature: new Uint8Array(64) }), 'web3_provider_disabled', 422)
bad(await asking.oauth.getAuthorizationDetails(nowhere), 'feature_disabled', 404)
bad(await asking.oauth.approveAuthorization(nowhere, { skipBrowserRedirect: true }), 'feature_disabled', 404)
bad(await asking.oauth.denyAuthorization(nowhere, { skipBrowserRedirect: true }), 'feature_disabled', 404)
bad(await asking.oauth.listGrants(), 'feature_disabled', 404)
bad(await asking.oauth.revokeGrant({ clientId: nowhere }), 'feature_disabled', 404)
done()
