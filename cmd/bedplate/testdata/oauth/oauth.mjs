// Drives sign-in by a provider: the published client, a browser's part played by
// hand, and an issuer that others wrote.
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { AuthClient, done } from './counting.mjs'

const [base, issuer] = process.argv.slice(2)
const url = base + '/auth/v1'
const redirectTo = 'http://app.example/in'

function client(flowType = 'implicit') {
  const kept = new Map()
  const storage = { getItem: (k) => kept.get(k) ?? null, setItem: (k, v) => kept.set(k, v), removeItem: (k) => kept.delete(k) }
  return new AuthClient({ url, flowType, storage, autoRefreshToken: false, detectSessionInUrl: false, persistSession: true })
}

function good({ data, error }) {
  assert.equal(error, null)
  return data
}

function bad({ error }, code) {
  assert.ok(error, `no error, and ${code} is wanted`)
  assert.equal(error.code, code)
}

// A browser has cookies of each host, and follows what it is told. The app's own
// address is a name that no one resolves: it stands for this server.
function browser() {
  const jars = new Map()
  async function open(address, init = {}) {
    const at = new URL(address.replace('http://users.example', base))
    const jar = jars.get(at.host) ?? new Map()
    jars.set(at.host, jar)
    const cookie = [...jar].map(([k, v]) => `${k}=${v}`).join('; ')
    const answer = await fetch(at, { redirect: 'manual', ...init, headers: { ...init.headers, cookie } })
    for (const line of answer.headers.getSetCookie()) {
      const [, name, v] = line.match(/^([^=]+)=([^;]*)/)
      if (v) jar.set(name, v)
      else jar.delete(name)
    }
    const location = answer.headers.get('location')
    return { status: answer.status, location: location && new URL(location, at).href }
  }
  // Goes until the app's page, through the issuer's own pages.
  async function go(address, { as, abort, stop = redirectTo } = {}) {
    for (let i = 0; i < 20; i++) {
      if (address.startsWith(stop)) return new URL(address)
      const page = new URL(address).pathname.match(/^\/interaction\/([^/]+)$/)
      if (!page) {
        const { status, location } = await open(address)
        assert.ok(location, `${address} answers ${status}`)
        address = location
        continue
      }
      if (abort) {
        address = (await open(address + '/abort')).location
        continue
      }
      const shown = await fetchPage(address)
      const prompt = shown.includes('name="login"') ? 'login' : 'consent'
      const body = new URLSearchParams({ prompt, ...(prompt === 'login' ? { login: as, password: 'any' } : {}) })
      address = (await open(address, { method: 'POST', body })).location
    }
    assert.fail(`it never ends: ${address}`)
  }
  async function fetchPage(address) {
    const at = new URL(address)
    const cookie = [...(jars.get(at.host) ?? [])].map(([k, v]) => `${k}=${v}`).join('; ')
    return await (await fetch(at, { headers: { cookie } })).text()
  }
  return { go, open }
}

// The session that stands behind the #.
async function session(who, landed) {
  const said = new URLSearchParams(landed.hash.slice(1))
  assert.equal(said.get('error'), null, landed.href)
  const { user } = good(await who.setSession({ access_token: said.get('access_token'), refresh_token: said.get('refresh_token') }))
  return { user, said }
}

const settings = await (await fetch(url + '/settings')).json()
assert.deepEqual([settings.external.company, settings.external.second, settings.external.google], [true, true, false])

// Sign-in without PKCE: tokens come behind the #, the provider's own among them.
const ada = client()
const begun = good(await ada.signInWithOAuth({
  provider: 'company', options: { redirectTo, scopes: 'offline_access', queryParams: { prompt: 'consent' }, skipBrowserRedirect: false },
}))
const adas = browser()
const { user, said } = await session(ada, await adas.go(begun.url, { as: 'ada' }))
assert.equal(user.email, 'ada@example.com')
assert.equal(user.identities.length, 1)
assert.deepEqual(user.app_metadata, { provider: 'company', providers: ['company'] })
assert.equal(user.user_metadata.full_name, 'Name of ada')
assert.equal(user.identities[0].identity_data.sub, 'ada')
assert.ok(said.get('provider_token') && said.get('provider_refresh_token'))
assert.equal((await fetch(issuer + '/me', { headers: { authorization: 'Bearer ' + said.get('provider_token') } })).status, 200)

// With PKCE: a code comes, which the page that began exchanges.
const again = client('pkce')
const landed = await browser().go(good(await again.signInWithOAuth({ provider: 'company', options: { redirectTo } })).url, { as: 'ada' })
const code = landed.searchParams.get('code')
assert.ok(code && !landed.hash)
const exchanged = good(await again.exchangeCodeForSession(code))
assert.equal(exchanged.user.id, user.id)
assert.ok(exchanged.session.provider_token)
bad(await client('pkce').exchangeCodeForSession(code), 'pkce_code_verifier_not_found')

// Somebody whose address nobody verified is kept without it.
const unknown = client()
const un = await session(unknown, await browser().go(good(await unknown.signInWithOAuth({ provider: 'company', options: { redirectTo } })).url, { as: 'unknown' }))
assert.equal(un.user.email, '')
assert.equal(un.user.identities[0].email, 'unknown@example.com')

// The user says no; the browser is told so at the page that began.
const no = await browser().go(good(await client().signInWithOAuth({ provider: 'company', options: { redirectTo } })).url, { abort: true })
for (const from of [no.searchParams, new URLSearchParams(no.hash.slice(1))]) {
  assert.equal(from.get('error'), 'access_denied')
  assert.ok(from.get('error_code') && from.get('error_description'))
}

// A state is good once, in the browser that left with it.
const eve = browser()
const back = await eve.go(good(await client().signInWithOAuth({ provider: 'company', options: { redirectTo } })).url, { as: 'eve', stop: 'http://users.example/auth/v1/callback' })
const stranger = await browser().open(back.href)
assert.equal(stranger.status, 303)
assert.equal(new URLSearchParams(new URL(stranger.location).hash.slice(1)).get('error_code'), 'bad_oauth_state')
await session(client(), new URL((await eve.open(back.href)).location))
assert.equal(new URLSearchParams(new URL((await eve.open(back.href)).location).hash.slice(1)).get('error_code'), 'bad_oauth_state')

// Some providers have the browser post a form.
const poster = browser()
const form = await poster.go(good(await client().signInWithOAuth({ provider: 'company', options: { redirectTo } })).url, { as: 'eve', stop: 'http://users.example/auth/v1/callback' })
await session(client(), new URL((await poster.open(form.origin + form.pathname, { method: 'POST', body: form.searchParams })).location))
assert.equal((await fetch(url + '/callback', { method: 'HEAD' })).status, 405)

// A provider that does not answer holds up nobody, and is told of.
const gone = await browser().go(good(await client().signInWithOAuth({ provider: 'gone', options: { redirectTo } })).url)
assert.equal(gone.searchParams.get('error'), 'server_error')
assert.equal((await fetch(url + '/authorize?provider=nobody', { redirect: 'manual' })).status, 400)

// Nowhere else than where the app says.
const astray = await browser().go(good(await client().signInWithOAuth({ provider: 'company', options: { redirectTo: 'http://evil.example/' } })).url, { as: 'ada', stop: 'http://users.example/#' })
assert.equal(astray.host, 'users.example')

// An anonymous user becomes somebody, adds another identity, and takes one away.
const guest = client('pkce')
const { user: nobody } = good(await guest.signInAnonymously())
assert.equal(nobody.is_anonymous, true)
async function link(provider, as) {
  const { url: to } = good(await guest.linkIdentity({ provider, options: { redirectTo } }))
  const landed = await browser().go(to, { as })
  assert.equal(landed.searchParams.get('error'), null, landed.href)
  return good(await guest.exchangeCodeForSession(landed.searchParams.get('code')))
}
const linked = await link('company', 'guest')
assert.equal(linked.user.id, nobody.id)
assert.equal(linked.user.is_anonymous, false)
assert.equal(linked.user.email, 'guest@example.com')
await link('second', 'other')
const { identities } = good(await guest.getUserIdentities())
assert.deepEqual(identities.map((i) => i.provider).sort(), ['company', 'second'])
good(await guest.unlinkIdentity(identities.find((i) => i.provider === 'company')))
const { identities: left } = good(await guest.getUserIdentities())
assert.deepEqual(left.map((i) => i.provider), ['second'])
bad(await guest.unlinkIdentity(left[0]), 'single_identity_not_deletable')
bad(await guest.unlinkIdentity(identities.find((i) => i.provider === 'company')), 'identity_not_found')

// Without PKCE too, and not what is somebody's already.
const plain = client()
good(await plain.signInAnonymously())
const taken = await browser().go(good(await plain.linkIdentity({ provider: 'company', options: { redirectTo } })).url, { as: 'ada' })
assert.equal(taken.searchParams.get('error_code'), 'identity_already_exists')
const mine = await session(plain, await browser().go(good(await plain.linkIdentity({ provider: 'company', options: { redirectTo } })).url, { as: 'plain' }))
assert.equal(mine.user.email, 'plain@example.com')

// ID tokens that a program of the user's was given by the issuer.
async function idToken(client_id, as, nonce) {
  const verifier = randomBytes(32).toString('base64url')
  const ask = new URLSearchParams({
    client_id, response_type: 'code', redirect_uri: 'http://program.example/back', scope: 'openid email profile', code_challenge_method: 'S256',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'), ...(nonce ? { nonce } : {}),
  })
  const landed = await browser().go(`${issuer}/auth?${ask}`, { as, stop: 'http://program.example/back' })
  const answer = await fetch(issuer + '/token', {
    method: 'POST',
    headers: { authorization: 'Basic ' + btoa(`${client_id}:${encodeURIComponent(`the secret of ${client_id}, which is long`)}`) },
    body: new URLSearchParams({ grant_type: 'authorization_code', code: landed.searchParams.get('code'), redirect_uri: 'http://program.example/back', code_verifier: verifier }),
  })
  assert.equal(answer.status, 200)
  return await answer.json()
}
const nonce = 'a nonce of the program'
const hashed = createHash('sha256').update(nonce).digest('hex')
const mobile = client()
const given = await idToken('users', 'ada', hashed)
const by = good(await mobile.signInWithIdToken({ provider: 'company', token: given.id_token, access_token: given.access_token, nonce }))
assert.equal(by.user.id, user.id)
for (const wrong of [
  { provider: 'company', token: given.id_token },
  { provider: 'company', token: given.id_token, nonce: 'another' },
  { provider: 'nobody', token: given.id_token, nonce },
  { provider: 'company', token: given.id_token.replace(/\.[^.]*$/, '.'), nonce },
  { provider: 'company', token: given.id_token.slice(0, -6) + 'AAAAAA', nonce },
  { provider: 'company', token: (await idToken('another', 'ada', hashed)).id_token, nonce },
]) bad(await client().signInWithIdToken(wrong), 'validation_failed')
const more = await idToken('users', 'extra')
const joined = good(await mobile.linkIdentity({ provider: 'second', token: more.id_token }))
assert.equal(joined.user.id, user.id)
assert.equal(joined.user.identities.length, 2)

done()
