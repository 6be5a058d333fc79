// Drives the administration of users by the published client, as a server does
// with a secret key, and verifies tokens by another library than ours.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { readFileSync } from 'node:fs'
import { AuthClient, AuthAdminApi } from '@supabase/auth-js'
import { createClient as createSupabase } from '@supabase/supabase-js'
import { createRemoteJWKSet, jwtVerify } from 'jose'

const [base, program, app, ...where] = process.argv.slice(2)
const url = base + '/auth/v1'
const strong = 'correct horse battery'
const nobody = '01934000-0000-7000-8000-000000000001'

// Node.js before 22 has no WebSocket, which nothing here needs.
const createClient = (at, key, options = {}) => createSupabase(at, key, { ...options, realtime: { transport: class {} } })

// A command of the same program, beside the server that runs.
async function bedplate(...args) {
  const { stdout } = await promisify(execFile)(program, [...args, app, ...where])
  return stdout.trim()
}

const secret = await bedplate('keys', 'create', 'tests')
const page = await bedplate('keys', 'create', 'page', '--kind', 'publishable')
assert.match(secret, /^bp_sec_[A-Za-z0-9_-]{43}$/)

function client(key = page) {
  const kept = new Map()
  const storage = { getItem: (k) => kept.get(k) ?? null, setItem: (k, v) => kept.set(k, v), removeItem: (k) => kept.delete(k) }
  return new AuthClient({ url, headers: { apikey: key }, flowType: 'implicit', storage, autoRefreshToken: false, detectSessionInUrl: false, persistSession: true })
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

async function letter(to, template) {
  for (let i = 0; i < 200; i++) {
    const all = await (await fetch(base + '/mailbox/letters')).json()
    const found = all.find((l) => l.to === to && l.template === template)
    if (found) return found
    await new Promise((done) => setTimeout(done, 20))
  }
  assert.fail(`no letter ${template} came to ${to}`)
}

// Each method that is called notes what became of it, for the page that says so.
const became = new Map()
function noting(of, name) {
  return async (...args) => {
    const answer = await of(...args)
    became.set(name, [...(became.get(name) ?? []), answer.error ? `${answer.error.status} \`${answer.error.code}\`` : 'works'])
    return answer
  }
}
const admin = new AuthAdminApi({ url, headers: { apikey: secret, Authorization: 'Bearer ' + secret }, experimental: { passkey: true } })
const methods = new Set()
for (const [at, prefix, names] of [[admin, '', Object.getOwnPropertyNames(AuthAdminApi.prototype).filter((n) => !n.startsWith('_') && n !== 'constructor')],
  ...['mfa', 'oauth', 'customProviders', 'passkey'].map((part) => [admin[part], part + '.', Object.keys(admin[part])])]) {
  for (const name of names) {
    methods.add(prefix + name)
    at[name] = noting(at[name].bind(at), prefix + name)
  }
}
async function ask(method, path, body, key = secret) {
  const answer = await fetch(base + path, { method, body: body && JSON.stringify(body), headers: { apikey: key.startsWith('bp_') ? key : page, authorization: 'Bearer ' + key, 'content-type': 'application/json' } })
  const text = await answer.text()
  return { status: answer.status, body: text ? JSON.parse(text) : null, headers: answer.headers }
}

// Users are made, found, changed.
const ada = good(await admin.createUser({ email: 'Ada@example.com', password: strong, email_confirm: true, user_metadata: { nick: 'ada' }, app_metadata: { plan: 'gold' } })).user
assert.equal(ada.email, 'Ada@example.com')
assert.deepEqual(ada.app_metadata, { plan: 'gold', provider: 'email', providers: ['email'] })
const her = client()
good(await her.signInWithPassword({ email: 'ada@example.com', password: strong }))
bad(await admin.createUser({ email: 'ada@example.com' }), 'email_exists', 422)
bad(await admin.createUser({ email: 'a@b@c' }), 'validation_failed', 400)
bad(await admin.createUser({ email: 'x@example.com', password: 'short' }), 'weak_password', 422)
bad(await admin.createUser({ email: 'x@example.com', role: 'service_role' }), 'validation_failed', 400)
bad(await admin.createUser({}), 'validation_failed', 400)
assert.equal(good(await admin.getUserById(ada.id)).user.id, ada.id)
bad(await admin.getUserById(nobody), 'user_not_found', 404)
bad(await admin.updateUserById(nobody, { email: 'y@example.com' }), 'user_not_found', 404)
assert.deepEqual(good(await admin.updateUserById(ada.id, { user_metadata: { colour: 'red' } })).user.user_metadata, { nick: 'ada', colour: 'red' })
assert.ok(good(await her.getUser()))

// A role, by which rules know them from the next sign-in on.
assert.equal(good(await admin.updateUserById(ada.id, { role: 'moderator' })).user.role, 'moderator')
assert.ok((await her.getUser()).error)
good(await her.signInWithPassword({ email: 'ada@example.com', password: strong }))
assert.equal(good(await her.getClaims()).claims.role, 'moderator')

// Pages.
for (const name of ['b', 'c', 'd']) good(await admin.createUser({ email: name + '@example.com' }))
const first = good(await admin.listUsers({ page: 1, perPage: 3 }))
assert.deepEqual([first.users.length, first.total, first.nextPage, first.lastPage, first.aud], [3, 4, 2, 2, 'authenticated'])
const second = good(await admin.listUsers({ page: 2, perPage: 3 }))
assert.deepEqual([second.users.map((u) => u.id), second.nextPage, second.lastPage], [[ada.id], null, 2])
assert.equal(good(await admin.listUsers()).users.length, 4)
assert.equal((await admin.listUsers({ page: -1 })).error.code, 'validation_failed')

// Who is no administrator.
const hers = good(await her.getSession()).session.access_token
for (const key of [page, hers]) {
  const other = new AuthAdminApi({ url, headers: { apikey: page, Authorization: 'Bearer ' + key } })
  for (const answer of [await other.listUsers(), await other.createUser({ email: 'e@example.com' }), await other.getUserById(ada.id), await other.deleteUser(ada.id),
    await other.updateUserById(ada.id, { role: 'moderator' }), await other.inviteUserByEmail('e@example.com'), await other.generateLink({ type: 'magiclink', email: 'ada@example.com' })]) {
    assert.ok(answer.error && [401, 403].includes(answer.error.status), JSON.stringify(answer))
  }
}
assert.equal((await fetch(url + '/admin/users?apikey=' + secret)).status, 403)
assert.equal((await fetch(url + '/admin/users?role=service')).status, 401)

// A ban, which ends sessions.
good(await admin.updateUserById(ada.id, { ban_duration: '24h' }))
assert.ok((await her.getUser()).error)
assert.ok((await her.refreshSession()).error)
bad(await client().signInWithPassword({ email: 'ada@example.com', password: strong }), 'user_banned', 403)
assert.ok(good(await admin.getUserById(ada.id)).user.banned_until)
good(await admin.updateUserById(ada.id, { ban_duration: 'none' }))
bad(await admin.updateUserById(ada.id, { ban_duration: 'a while' }), 'validation_failed', 400)
good(await her.signInWithPassword({ email: 'ada@example.com', password: strong }))

// Sessions, by administrators and by users.
const phone = client()
good(await phone.signInWithPassword({ email: 'ada@example.com', password: strong }))
const mine = good(await phone.getSession()).session.access_token
const sessions = await ask('GET', '/auth/v1/sessions', undefined, mine)
assert.deepEqual([sessions.body.length, sessions.body.filter((s) => s.current).length], [2, 1])
const rest = createClient(base, page, { accessToken: async () => mine })
assert.equal(good(await rest.from('auth_sessions').select('id,user_agent')).length, 2)
assert.ok((await rest.from('auth_sessions').delete().eq('aal', 'aal1')).error)
assert.equal((await ask('DELETE', '/auth/v1/sessions/' + sessions.body.find((s) => !s.current).id, undefined, mine)).status, 200)
assert.ok((await her.getUser()).error)
assert.equal((await ask('DELETE', '/auth/v1/sessions/' + nobody, undefined, mine)).status, 404)
assert.equal((await ask('DELETE', '/auth/v1/sessions/x', undefined, mine)).status, 400)
assert.equal((await ask('GET', `/auth/v1/admin/users/${ada.id}/sessions`)).body.length, 1)
assert.equal((await ask('GET', `/auth/v1/admin/users/${nobody}/sessions`)).status, 404)
assert.equal((await ask('DELETE', `/auth/v1/admin/users/${ada.id}/sessions`)).status, 200)
assert.ok((await phone.getUser()).error)
good(await phone.signInWithPassword({ email: 'ada@example.com', password: strong }))
good(await admin.signOut(good(await phone.getSession()).session.access_token, 'global'))
assert.ok((await phone.getUser()).error)

// Invitations and links.
const invited = good(await admin.inviteUserByEmail('guest@example.com', { data: { from: 'ada' } })).user
assert.ok(invited.invited_at)
const entered = good(await client().verifyOtp({ email: 'guest@example.com', token: (await letter('guest@example.com', 'invite')).code, type: 'invite' }))
assert.equal(entered.user.id, invited.id)
bad(await admin.inviteUserByEmail('guest@example.com'), 'email_exists', 422)
for (const [type, email, more, verify] of [
  ['signup', 'new@example.com', { password: strong }, 'signup'], ['invite', 'two@example.com', {}, 'invite'], ['magiclink', 'ada@example.com', {}, 'magiclink'],
  ['recovery', 'ada@example.com', {}, 'recovery'], ['email_change_new', 'new@example.com', { newEmail: 'newer@example.com' }, 'email_change'],
]) {
  const { properties, user } = good(await admin.generateLink({ type, email, ...more, options: { redirectTo: 'http://app.example/in' } }))
  assert.equal(properties.verification_type, type)
  assert.equal(properties.redirect_to, 'http://app.example/in')
  assert.ok(properties.action_link.startsWith('http://users.example/auth/v1/verify?'))
  assert.match(properties.email_otp, /^[0-9]{6}$/)
  assert.equal(good(await client().verifyOtp({ token_hash: properties.hashed_token, type: verify })).user.id, user.id)
}
const current = good(await admin.generateLink({ type: 'email_change_current', email: 'newer@example.com', newEmail: 'newest@example.com' })).properties
const gone = await fetch(current.action_link.replace('http://users.example', base), { redirect: 'manual' })
assert.equal(gone.status, 303)
assert.ok(!gone.headers.get('location').includes('access_token'))
good(await client().verifyOtp({ email: 'newest@example.com', token: (await letter('newest@example.com', 'email_change')).code, type: 'email_change' }))
bad(await admin.generateLink({ type: 'recovery', email: 'nobody@example.com' }), 'user_not_found', 404)
bad(await admin.generateLink({ type: 'nothing', email: 'nobody@example.com' }), 'validation_failed', 400)

// What users show once more.
good(await her.signInWithPassword({ email: 'ada@example.com', password: strong }))
const factor = good(await her.mfa.enroll({ factorType: 'totp', friendlyName: 'telephone' }))
assert.deepEqual(good(await admin.mfa.listFactors({ userId: ada.id })).factors.map((f) => [f.id, f.status]), [[factor.id, 'unverified']])
bad(await admin.mfa.deleteFactor({ userId: invited.id, id: factor.id }), 'mfa_factor_not_found', 404)
assert.equal(good(await admin.mfa.deleteFactor({ userId: ada.id, id: factor.id })).data.id, factor.id)
assert.deepEqual(good(await admin.mfa.listFactors({ userId: ada.id })).factors, [])
assert.ok((await her.getUser()).error)
assert.deepEqual(good(await admin.passkey.listPasskeys({ userId: ada.id })), [])
bad(await admin.passkey.deletePasskey({ userId: ada.id, passkeyId: nobody }), 'webauthn_credential_not_found', 404)

// The address of who was deleted is free.
good(await admin.deleteUser(ada.id, true))
assert.ok(good(await admin.getUserById(ada.id)).user.deleted_at)
bad(await client().signInWithPassword({ email: 'ada@example.com', password: strong }), 'invalid_credentials', 400)
const next = good(await admin.createUser({ email: 'ada@example.com', email_confirm: true, password: strong })).user
good(await admin.deleteUser(next.id))
bad(await admin.getUserById(next.id), 'user_not_found', 404)

// What happened.
const audit = await ask('GET', `/auth/v1/admin/audit?user=${ada.id}&per_page=200`)
const actions = audit.body.map((e) => e.payload.action)
for (const action of ['user_created', 'login', 'user_banned', 'user_unbanned', 'sessions_ended', 'session_ended', 'logout', 'user_deleted']) assert.ok(actions.includes(action), action)
assert.match(audit.body.find((e) => e.payload.action === 'user_banned').payload.actor_id, /^key /)
assert.equal(audit.headers.get('x-total-count'), String(actions.length))
const service = createClient(base, secret)
assert.ok(good(await service.from('auth_audit').select('event')).length > 10)
assert.ok((await service.from('auth_audit').delete().neq('event', '')).error)
assert.ok((await service.from('auth_audit').update({ event: 'x' }).neq('event', '')).error)
assert.ok((await service.from('auth_audit').insert({ event: 'x' })).error)
assert.ok((await service.from('auth_audit').upsert({ event: 'x' })).error)

// What is not here is refused as it is elsewhere.
bad(await admin.oauth.listClients(), 'feature_disabled', 404)
bad(await admin.oauth.createClient({}), 'feature_disabled', 404)
bad(await admin.oauth.getClient(nobody), 'feature_disabled', 404)
bad(await admin.oauth.updateClient(nobody, {}), 'feature_disabled', 404)
bad(await admin.oauth.deleteClient(nobody), 'feature_disabled', 404)
bad(await admin.oauth.regenerateClientSecret(nobody), 'feature_disabled', 404)
bad(await admin.customProviders.listProviders(), 'feature_disabled', 404)
bad(await admin.customProviders.createProvider({}), 'feature_disabled', 404)
bad(await admin.customProviders.getProvider('x'), 'feature_disabled', 404)
bad(await admin.customProviders.updateProvider('x', {}), 'feature_disabled', 404)
bad(await admin.customProviders.deleteProvider('x'), 'feature_disabled', 404)
bad(await client().signInWithSSO({ domain: 'example.com' }), 'saml_provider_disabled', 404)
assert.deepEqual((await ask('POST', '/auth/v1/token?grant_type=web3', {}, page)).body.error_code, 'web3_provider_disabled')
assert.deepEqual((await ask('GET', '/auth/v1/oauth/authorizations/x', undefined, page)).body.error_code, 'feature_disabled')

// Keys: what everybody may, a role's, and a scope's; as supabase-js sends them.
const anyone = createClient(base, page)
assert.deepEqual(good(await anyone.from('notes').select('body')), [])
assert.ok((await anyone.from('notes').insert({ body: 'x' })).error)
good(await service.from('notes').insert({ body: 'of nobody', owner: invited.id }))
const reader = createClient(base, await bedplate('keys', 'create', 'reader', '--scope', 'read'))
assert.equal(good(await reader.from('notes').select('body')).length, 1)
assert.ok((await reader.from('notes').insert({ body: 'x', owner: invited.id })).error)
assert.ok((await reader.from('notes').update({ body: 'x' }).eq('body', 'of nobody')).error)
assert.ok((await reader.from('notes').delete().eq('body', 'of nobody')).error)
assert.ok((await reader.rpc('auth_admin_create_user', { email: 'f@example.com' })).error)
assert.ok((await reader.rpc('auth_create_key', { name: 'f', kind: 'secret' })).error)
assert.ok(good(await reader.rpc('auth_admin_users', {})).users.length > 0)
assert.equal((await ask('POST', '/rest/v1/notes', { body: 'x', owner: invited.id }, reader.supabaseKey)).status, 403)
const narrow = await ask('POST', '/auth/v1/admin/keys', { name: 'writer', kind: 'secret', scope: ['notes:create'], expires_in: '1h' })
assert.equal(narrow.status, 200)
const writer = createClient(base, narrow.body.key)
assert.equal((await writer.from('notes').insert({ body: 'blind', owner: invited.id })).error, null)
assert.ok((await writer.from('notes').select('body')).error)
assert.ok((await writer.from('notes').insert({ body: 'seen', owner: invited.id }).select()).error)
assert.ok((await writer.from('auth_users').select('id')).error)
for (const wrong of [{}, { name: 'x' }, { name: 'x', kind: 'other' }, { name: 'x', kind: 'secret', scope: 'read' }, { name: 'x', kind: 'secret', scope: ['all'] },
  { name: 'x'.repeat(101), kind: 'secret' }, { name: 'x', kind: 'secret', expires_in: 7 }]) {
  assert.equal((await ask('POST', '/auth/v1/admin/keys', wrong)).status, 400, JSON.stringify(wrong))
}
assert.equal((await ask('GET', '/auth/v1/admin/keys')).body.keys.length, 4)
assert.equal((await ask('GET', '/auth/v1/admin/keys', undefined, hers)).status, 403)

// A token for a key, as OAuth's clients ask for one; it ends with the key.
const form = await fetch(url + '/token', { method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials', client_id: narrow.body.id, client_secret: narrow.body.key }) })
assert.equal(form.status, 200)
const token = (await form.json()).access_token
assert.equal((await ask('POST', '/rest/v1/notes', { body: 'by token', owner: invited.id }, token)).status, 201)
assert.equal((await ask('GET', '/rest/v1/notes', undefined, token)).status, 403)
assert.equal((await ask('POST', '/auth/v1/token?grant_type=client_credentials', { client_id: narrow.body.id, client_secret: 'x' }, page)).body.error_code, 'invalid_credentials')
assert.equal((await ask('POST', '/auth/v1/token?grant_type=client_credentials', {}, page)).status, 400)
assert.match(await bedplate('keys', 'revoke', narrow.body.id), /is revoked/)
for (const key of [narrow.body.key, token]) assert.equal((await ask('POST', '/rest/v1/notes', { body: 'late', owner: invited.id }, key)).status, 401)
assert.equal((await ask('DELETE', '/auth/v1/admin/keys/' + narrow.body.id)).status, 404)

// Signing keys are rotated; nobody is signed out, and whoever verifies by our
// set has the key at any time.
const issuer = { issuer: 'http://users.example/auth/v1', audience: 'authenticated', algorithms: ['ES256'] }
const held = createRemoteJWKSet(new URL(url + '/.well-known/jwks.json'), { cooldownDuration: 0 })
const bob = client()
good(await bob.signInWithPassword({ email: 'newest@example.com', password: strong }))
const before = good(await bob.getSession()).session.access_token
const kid = (await jwtVerify(before, held, issuer)).protectedHeader.kid
const set = async () => (await (await fetch(url + '/.well-known/jwks.json')).json()).keys.map((k) => k.kid)
assert.deepEqual(await set(), [kid])
assert.match(await bedplate('keys', 'rotate'), /signs from/)
assert.equal((await set()).length, 2)
const during = good(await bob.refreshSession()).session.access_token
assert.equal((await jwtVerify(during, held, issuer)).protectedHeader.kid, kid)
await jwtVerify(before, held, issuer)
assert.match(await bedplate('keys', 'rotate', '--at-once'), /signs from/)
assert.equal((await set()).length, 1)
const after = good(await bob.refreshSession()).session.access_token
assert.notEqual((await jwtVerify(after, held, issuer)).protectedHeader.kid, kid)
good(await bob.getUser())
assert.equal((await ask('GET', '/rest/v1/notes', undefined, before)).status, 401)

// Paths and bodies that are none.
for (const [method, path, body, status] of [
  ['GET', '/admin/users/x', undefined, 400], ['PATCH', '/admin/users', {}, 405], ['POST', '/admin/users', { email: 7 }, 400], ['POST', '/admin/users', [], 400],
  ['PUT', '/admin/users/' + ada.id, { role: 'x'.repeat(64) }, 400], ['DELETE', '/admin/users/' + nobody, { should_soft_delete: 'maybe' }, 400], ['GET', '/admin/users?page=x', undefined, 400],
  ['GET', '/admin/users?per_page=0', undefined, 400], ['GET', '/admin/audit?user=x', undefined, 400], ['POST', '/invite', {}, 400], ['POST', '/invite', { email: 'name' }, 400],
  ['POST', '/admin/generate_link', { type: 'magiclink' }, 400], ['POST', '/admin/keys/x/rotate', {}, 400], ['POST', `/admin/keys/${nobody}/rotate`, {}, 404], ['GET', '/admin/nothing', undefined, 404],
  ['GET', '/admin/users/', undefined, 404],
]) {
  const answer = await ask(method, '/auth/v1' + path, body)
  assert.deepEqual([answer.status, answer.body.code], [status, status], method + ' ' + path)
  assert.ok(answer.body.error_code && answer.body.msg)
}

// The page has a line for every method, and each is as it says.
const lines = new Map([...readFileSync('compatibility.md', 'utf8').matchAll(/^\| `GoTrueAdminApi\.([\w.]+)` \| (works|refused) \|(.*)\|$/gm)].map(([, name, what, how]) => [name, { what, how }]))
assert.deepEqual([...lines.keys()].sort(), [...methods].sort())
for (const [name, { what, how }] of lines) {
  const got = became.get(name) ?? []
  // No authenticator has made a passkey here: its removal is tested elsewhere.
  if (what === 'works') assert.ok(got.includes('works') || name === 'passkey.deletePasskey' && got.length > 0, `${name} was not seen to work: ${got}`)
  else assert.ok(got.length > 0 && got.every((g) => how.includes(g)), `${name} is refused with ${got}, and not as ${how}`)
}
console.log('done')
