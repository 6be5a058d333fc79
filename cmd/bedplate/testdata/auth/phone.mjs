// Drives the telephones of an app's users by the published client.
import assert from 'node:assert/strict'
import { AuthClient } from '@supabase/auth-js'

const [base] = process.argv.slice(2)
const strong = 'correct horse battery'
const client = () => new AuthClient({ url: base + '/auth/v1', flowType: 'pkce', autoRefreshToken: false, persistSession: false })

async function message(to, kind) {
  for (let i = 0; i < 100; i++) {
    const all = await (await fetch(base + '/mailbox/letters')).json()
    const found = all.find((l) => l.to === to && l.template === kind)
    if (found) return found
    await new Promise((done) => setTimeout(done, 20))
  }
  assert.fail(`no message ${kind} came to ${to}`)
}

function good({ data, error }) {
  assert.equal(error, null)
  return data
}

const ada = client()
assert.equal((await (await fetch(base + '/auth/v1/settings')).json()).external.phone, true)
const signed = good(await ada.signUp({ phone: '+49 170 1234567', password: strong }))
assert.equal(signed.session, null)
assert.equal(signed.user.phone, '491701234567')
assert.equal((await ada.signInWithPassword({ phone: '+491701234567', password: strong })).error.code, 'phone_not_confirmed')
const first = await message('+491701234567', 'signup')
assert.ok(first.text.startsWith(first.code + ' is your code for phones.'))
const entered = good(await ada.verifyOtp({ phone: '+491701234567', token: first.code, type: 'sms' }))
assert.equal(entered.user.id, signed.user.id)
assert.ok(entered.user.phone_confirmed_at)
good(await client().signInWithPassword({ phone: '+491701234567', password: strong }))

const eve = client()
good(await eve.signInWithOtp({ phone: '+14155552671' }))
good(await eve.verifyOtp({ phone: '+14155552671', token: (await message('+14155552671', 'magiclink')).code, type: 'sms' }))
good(await eve.updateUser({ phone: '+14155552672' }))
const moved = good(await eve.verifyOtp({ phone: '+14155552672', token: (await message('+14155552672', 'phone_change')).code, type: 'phone_change' }))
assert.equal(moved.user.phone, '14155552672')
assert.equal((await client().signInWithOtp({ phone: '0170 1234567' })).error.code, 'validation_failed')
assert.equal((await client().signInWithOtp({ phone: '+491701234567' })).error, null)
assert.equal((await client().signInWithOtp({ phone: '+491701234567' })).error.code, 'over_sms_send_rate_limit')
assert.ok((await (await fetch(base + '/mailbox')).text()).includes('491701234567'))

// A telephone as a second factor.
const her = new AuthClient({ url: base + '/auth/v1', flowType: 'implicit', autoRefreshToken: false, storage: (() => {
  const kept = new Map()
  return { getItem: (k) => kept.get(k) ?? null, setItem: (k, v) => kept.set(k, v), removeItem: (k) => kept.delete(k) }
})() })
good(await her.signInWithPassword({ phone: '+491701234567', password: strong }))
const factor = good(await her.mfa.enroll({ factorType: 'phone', phone: '+49 151 7654321', friendlyName: 'second' }))
assert.deepEqual([factor.type, factor.phone], ['phone', '491517654321'])
const asked = good(await her.mfa.challenge({ factorId: factor.id, channel: 'sms' }))
assert.equal((await her.mfa.challenge({ factorId: factor.id, channel: 'sms' })).error.code, 'over_sms_send_rate_limit')
const { code } = await message('+491517654321', 'mfa')
assert.equal((await her.mfa.verify({ factorId: factor.id, challengeId: asked.id, code: code === '000000' ? '000001' : '000000' })).error.code, 'mfa_verification_failed')
good(await her.mfa.verify({ factorId: factor.id, challengeId: asked.id, code }))
assert.equal(good(await her.mfa.listFactors()).phone[0].id, factor.id)
assert.equal(good(await her.mfa.getAuthenticatorAssuranceLevel()).currentLevel, 'aal2')
console.log('done')
