// Drives second factors and passkeys by the published client.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { Authenticator } from './authenticator.mjs'
import { AuthClient, done } from './counting.mjs'

const [base] = process.argv.slice(2)
const url = base + '/auth/v1'
const password = 'correct horse battery'

// A client as one browser has it.
function client() {
  const kept = new Map()
  const storage = { getItem: (k) => kept.get(k) ?? null, setItem: (k, v) => kept.set(k, v), removeItem: (k) => kept.delete(k) }
  return new AuthClient({ url, storage, autoRefreshToken: false, detectSessionInUrl: false, persistSession: true, experimental: { recoveryCodes: true } })
}

function good({ data, error }) {
  assert.equal(error, null)
  return data
}

function bad({ error }, code, status) {
  assert.ok(error, `no error, and ${code} is wanted`)
  assert.equal(error.code, code)
  if (status) assert.equal(error.status, status)
}

// What an app of codes shows, and what it shows next.
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
function code(secret, steps = 0) {
  const bits = [...secret].map((c) => alphabet.indexOf(c).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + steps))
  const mac = createHmac('sha1', key).update(counter).digest()
  const at = mac[19] & 15
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1e6).padStart(6, '0')
}

async function pay(of) {
  const { session } = good(await of.getSession())
  const answer = await fetch(base + '/rest/v1/payments', { method: 'POST', body: '{"amount":7}', headers: { authorization: 'Bearer ' + session.access_token, 'content-type': 'application/json' } })
  return answer.status
}

async function levels(of) {
  const { currentLevel, nextLevel, currentAuthenticationMethods } = good(await of.mfa.getAuthenticatorAssuranceLevel())
  return [currentLevel, nextLevel, currentAuthenticationMethods.map((m) => m.method).join()]
}

// A factor of codes.
const ada = client()
good(await ada.signUp({ email: 'ada@example.com', password }))
assert.deepEqual(await levels(ada), ['aal1', 'aal1', 'password'])
assert.equal(await pay(ada), 403)
const elsewhere = client()
good(await elsewhere.signInWithPassword({ email: 'ada@example.com', password }))
bad(await ada.mfa.enroll({ factorType: 'phone', phone: '+4930123456', friendlyName: 'sms' }), 'mfa_phone_enroll_not_enabled', 422)
const totp = good(await ada.mfa.enroll({ factorType: 'totp', friendlyName: 'telephone', issuer: 'Board' }))
assert.equal(totp.type, 'totp')
assert.equal(totp.friendly_name, 'telephone')
assert.ok(totp.totp.qr_code.startsWith('data:image/svg+xml;utf-8,<svg '))
assert.match(totp.totp.uri, /^otpauth:\/\/totp\/Board:ada@example.com\?.*issuer=Board/)
bad(await ada.mfa.enroll({ factorType: 'totp', friendlyName: 'telephone' }), 'mfa_factor_name_conflict', 422)
assert.deepEqual(good(await ada.mfa.listFactors()).totp, [])
assert.equal(good(await ada.mfa.listFactors()).all[0].status, 'unverified')
const asked = good(await ada.mfa.challenge({ factorId: totp.id }))
assert.equal(asked.type, 'totp')
assert.ok(asked.expires_at > Date.now() / 1000)
bad(await ada.mfa.verify({ factorId: totp.id, challengeId: asked.id, code: 'abcdef' }), 'mfa_verification_failed', 422)
const first = code(totp.totp.secret, -1)
const raised = good(await ada.mfa.verify({ factorId: totp.id, challengeId: asked.id, code: first }))
assert.equal(raised.user.factors[0].status, 'verified')
bad(await ada.mfa.verify({ factorId: totp.id, challengeId: asked.id, code: code(totp.totp.secret) }), 'mfa_challenge_expired', 422)
bad(await ada.mfa.challengeAndVerify({ factorId: totp.id, code: first }), 'mfa_verification_failed', 422)
assert.deepEqual(await levels(ada), ['aal2', 'aal2', 'totp,password'])
assert.equal(good(await ada.mfa.listFactors()).totp[0].id, totp.id)
assert.equal(await pay(ada), 201)
assert.ok((await elsewhere.getUser()).error, 'a session of before the factor goes on')
good(await ada.refreshSession())
assert.deepEqual(await levels(ada), ['aal2', 'aal2', 'totp,password'])

// A password alone is not enough any more.
const bare = client()
good(await bare.signInWithPassword({ email: 'ada@example.com', password }))
assert.deepEqual(await levels(bare), ['aal1', 'aal2', 'password'])
const { session: { access_token: bareToken } } = good(await bare.getSession())
assert.equal(good(await ada.mfa.getAuthenticatorAssuranceLevel(bareToken)).nextLevel, 'aal2')
assert.equal(await pay(bare), 403)
bad(await bare.updateUser({ password: 'another horse battery' }), 'insufficient_aal', 403)
bad(await bare.updateUser({ email: 'eve@example.com' }), 'insufficient_aal', 403)
bad(await bare.mfa.unenroll({ factorId: totp.id }), 'insufficient_aal', 403)
bad(await bare.mfa.enroll({ factorType: 'totp' }), 'insufficient_aal', 403)
bad(await bare.mfa.recoveryCodes.generate(), 'insufficient_aal', 403)
bad(await bare.passkey.startRegistration(), 'insufficient_aal', 403)

// Recovery codes.
bad(await ada.mfa.recoveryCodes.getStatus(), 'mfa_factor_not_found', 404)
const recovery = good(await ada.mfa.recoveryCodes.generate({ friendlyName: 'on paper' }))
assert.deepEqual([recovery.type, recovery.friendly_name, recovery.total, recovery.codes.length], ['recovery_code', 'on paper', 10, 10])
bad(await ada.mfa.recoveryCodes.generate(), 'mfa_verified_factor_exists', 422)
bad(await bare.mfa.recoveryCodes.verify({ code: 'nothing' }), 'mfa_verification_failed', 422)
good(await bare.mfa.recoveryCodes.verify({ code: recovery.codes[0].toUpperCase().match(/.{4}/g).join('-') }))
assert.deepEqual(await levels(bare), ['aal2', 'aal2', 'mfa/recovery_code,password'])
bad(await bare.mfa.recoveryCodes.verify({ code: recovery.codes[0] }), 'mfa_verification_failed', 422)
assert.equal(good(await bare.mfa.recoveryCodes.getStatus()).remaining, 9)
const renewed = good(await bare.mfa.recoveryCodes.regenerate())
assert.deepEqual([renewed.id, renewed.codes.includes(recovery.codes[1])], [recovery.id, false])
assert.equal(good(await bare.mfa.listFactors()).recovery_code.length, 1)
assert.equal(good(await bare.mfa.recoveryCodes.unenroll()).id, recovery.id)

// Another of codes, in one step.
const watch = good(await ada.mfa.enroll({ factorType: 'totp', friendlyName: 'watch' }))
good(await ada.mfa.challengeAndVerify({ factorId: watch.id, code: code(watch.totp.secret) }))
good(await ada.mfa.unenroll({ factorId: watch.id }))

// Beside a factor eight characters are a password.
good(await ada.updateUser({ password: 'vq8w*Kzdu' }))

// A key as a factor.
const stick = new Authenticator('https://app.example')
const key = good(await ada.mfa.enroll({ factorType: 'webauthn', friendlyName: 'stick' }))
const webauthn = { rpId: 'app.example', rpOrigins: ['https://app.example'] }
// The client makes bytes of what a browser wants as bytes.
const plain = (v) => v instanceof ArrayBuffer ? Buffer.from(v).toString('base64url')
  : Array.isArray(v) ? v.map(plain) : v && typeof v === 'object' ? Object.fromEntries(Object.entries(v).map(([k, m]) => [k, plain(m)])) : v
const make = good(await ada.mfa.challenge({ factorId: key.id, webauthn }))
assert.equal(make.webauthn.type, 'create')
const creation = plain(make.webauthn.credential_options.publicKey)
assert.equal(creation.authenticatorSelection.userVerification, 'required')
const evil = new Authenticator('https://evil.example').create(creation)
bad(await ada.mfa.verify({ factorId: key.id, challengeId: make.id, webauthn: { ...webauthn, type: 'create', credential_response: evil } }), 'mfa_verification_failed', 422)
good(await ada.mfa.verify({ factorId: key.id, challengeId: make.id, webauthn: { ...webauthn, type: 'create', credential_response: stick.create(creation) } }))
const third = client()
good(await third.signInWithPassword({ email: 'ada@example.com', password: 'vq8w*Kzdu' }))
const use = good(await third.mfa.challenge({ factorId: key.id, webauthn }))
assert.equal(use.webauthn.type, 'request')
const shown = stick.get(plain(use.webauthn.credential_options.publicKey))
good(await third.mfa.verify({ factorId: key.id, challengeId: use.id, webauthn: { ...webauthn, type: 'request', credential_response: shown } }))
assert.deepEqual(await levels(third), ['aal2', 'aal2', 'mfa/webauthn,password'])
assert.equal(good(await third.mfa.unenroll({ factorId: key.id })).id, key.id)

// Passkeys: no name, no password.
assert.equal((await (await fetch(url + '/settings')).json()).passkeys_enabled, true)
const phone = new Authenticator('https://app.example')
const registration = good(await ada.passkey.startRegistration())
assert.equal(registration.options.authenticatorSelection.residentKey, 'required')
assert.equal(registration.options.user.name, 'ada@example.com')
const added = good(await ada.passkey.verifyRegistration({ challengeId: registration.challenge_id, credential: phone.create(registration.options).toJSON() }))
bad(await ada.passkey.verifyRegistration({ challengeId: registration.challenge_id, credential: phone.create(registration.options).toJSON() }), 'webauthn_challenge_expired', 422)
assert.equal(good(await ada.passkey.update({ passkeyId: added.id, friendlyName: 'my telephone' })).friendly_name, 'my telephone')
const entering = client()
const signing = good(await entering.passkey.startAuthentication())
assert.deepEqual([signing.options.rpId, signing.options.userVerification, signing.options.allowCredentials], ['app.example', 'required', undefined])
const signed = phone.get(signing.options).toJSON()
const entered = good(await entering.passkey.verifyAuthentication({ challengeId: signing.challenge_id, credential: signed }))
assert.equal(entered.user.email, 'ada@example.com')
assert.deepEqual(await levels(entering), ['aal2', 'aal2', 'passkey'])
assert.equal(await pay(entering), 201)
bad(await client().passkey.verifyAuthentication({ challengeId: signing.challenge_id, credential: signed }), 'webauthn_challenge_expired', 422)
const [listed] = good(await entering.passkey.list())
assert.deepEqual([listed.id, listed.friendly_name, typeof listed.last_used_at], [added.id, 'my telephone', 'string'])
assert.equal((await entering.passkey.delete({ passkeyId: added.id })).error, null)
assert.deepEqual(good(await entering.passkey.list()), [])
bad(await entering.passkey.delete({ passkeyId: added.id }), 'webauthn_credential_not_found', 404)
const again = good(await entering.passkey.startAuthentication())
bad(await entering.passkey.verifyAuthentication({ challengeId: again.challenge_id, credential: phone.get(again.options).toJSON() }), 'webauthn_credential_not_found', 404)

// Without a factor there is one level again, and a short password is called so.
assert.equal(good(await ada.mfa.unenroll({ factorId: totp.id })).id, totp.id)
const last = client()
assert.deepEqual(good(await last.signInWithPassword({ email: 'ada@example.com', password: 'vq8w*Kzdu' })).weakPassword.reasons, ['length'])
assert.deepEqual(await levels(last), ['aal1', 'aal1', 'password'])

// What is not understood, is not there, or is somebody else's.
const { session: { access_token: token } } = good(await last.getSession())
const nowhere = '0190a000-0000-7000-8000-000000000000'
for (const [method, path, body, status, said] of [
  ['POST', '/factors', '{}', 400, 'validation_failed'], ['POST', '/factors', '{"factor_type":7}', 400, 'validation_failed'],
  ['POST', '/factors', '[]', 400, 'bad_json'], ['POST', '/factors', '{"factor_type":"totp","friendly_name":"' + 'a'.repeat(121) + '"}', 400, 'validation_failed'],
  ['POST', '/factors', '{"factor_type":"recovery_code"}', 400, 'validation_failed'], ['GET', '/factors', undefined, 405, 'method_not_allowed'],
  ['POST', '/factors/x/challenge', '{}', 400, 'validation_failed'], ['POST', `/factors/${nowhere}/challenge`, '{"extra":true}', 404, 'mfa_factor_not_found'],
  ['POST', `/factors/${nowhere}/verify`, '{"code":"123456"}', 400, 'validation_failed'],
  ['POST', `/factors/${nowhere}/verify`, '{"challenge_id":"x","code":"123456"}', 404, 'mfa_factor_not_found'],
  ['POST', `/factors/${totp.id}/verify`, '{"challenge_id":"x","code":123456}', 400, 'validation_failed'],
  ['POST', `/factors/${nowhere}/verify`, JSON.stringify({ challenge_id: 'x'.repeat(5000), code: '1' }), 400, 'validation_failed'],
  ['DELETE', `/factors/${nowhere}`, undefined, 404, 'mfa_factor_not_found'], ['POST', `/factors/${nowhere}/other`, '{}', 404, 'not_found'],
  ['POST', '/factors/recovery-codes', undefined, 422, 'mfa_recovery_codes_sole_factor'], ['POST', '/factors/recovery-codes/verify', '{}', 400, 'validation_failed'],
  ['POST', '/factors/recovery-codes/regenerate', '', 404, 'mfa_factor_not_found'], ['DELETE', '/factors/recovery-codes', undefined, 404, 'mfa_factor_not_found'],
  ['POST', '/passkeys/registration/verify', '{"challenge_id":"x","credential":{}}', 404, 'webauthn_challenge_not_found'],
  ['POST', '/passkeys/authentication/verify', '{"challenge_id":"x"}', 400, 'validation_failed'],
  ['POST', '/passkeys/authentication/verify', JSON.stringify({ challenge_id: again.challenge_id, credential: { id: 1 } }), 400, 'validation_failed'],
  ['PATCH', `/passkeys/${nowhere}`, '{"friendly_name":""}', 400, 'validation_failed'], ['PATCH', `/passkeys/${nowhere}`, '{"friendly_name":"a"}', 404, 'webauthn_credential_not_found'],
]) {
  const answer = await fetch(url + path, { method, body, headers: { authorization: 'Bearer ' + token } })
  const { code, error_code } = await answer.json()
  assert.deepEqual([answer.status, code, error_code], [status, status, said], [method, path, body?.slice(0, 60)].join(' '))
}
assert.equal((await fetch(url + '/factors', { method: 'POST', body: '{"factor_type":"totp"}' })).status, 401)
assert.equal((await fetch(url + '/passkeys')).status, 401)

// What needs a browser, with what one has for keys.
const pages = client()
good(await pages.signInWithPassword({ email: 'ada@example.com', password: 'vq8w*Kzdu' }))
let device = new Authenticator('https://app.example')
globalThis.PublicKeyCredential = class {}
const credential = (made) => Object.assign(new PublicKeyCredential(), made)
Object.defineProperty(globalThis, 'navigator', { configurable: true, value: { credentials: {
  create: async ({ publicKey }) => credential(device.create(plain(publicKey))),
  get: async ({ publicKey }) => credential(device.get(plain(publicKey))),
} } })
globalThis.document = {}
globalThis.window = globalThis
good(await pages.registerPasskey())
assert.equal(good(await pages.signInWithPasskey()).user.email, 'ada@example.com')
assert.deepEqual(await levels(pages), ['aal2', 'aal2', 'passkey'])
device = new Authenticator('https://app.example')
good(await pages.mfa.webauthn.register({ friendlyName: 'stick', webauthn }))
const [{ id: stickId }] = good(await pages.mfa.listFactors()).webauthn
good(await pages.signInWithPassword({ email: 'ada@example.com', password: 'vq8w*Kzdu' }))
good(await pages.mfa.webauthn.authenticate({ factorId: stickId, webauthn }))
assert.deepEqual(await levels(pages), ['aal2', 'aal2', 'mfa/webauthn,password'])
const byHand = good(await pages.mfa.webauthn.enroll({ friendlyName: 'another' }))
device = new Authenticator('https://app.example')
const answered = good(await pages.mfa.webauthn.challenge({ factorId: byHand.id, webauthn }))
good(await pages.mfa.webauthn.verify({ ...answered, webauthn: { ...webauthn, ...answered.webauthn } }))
done()
