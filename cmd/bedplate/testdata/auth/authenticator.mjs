// An authenticator of public keys, as far as a server sees one: keys of ES256
// without attestation, for the pages of one origin.
import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto'

const base64 = (raw) => Buffer.from(raw).toString('base64url')
const sha256 = (raw) => createHash('sha256').update(raw).digest()

// cbor writes whole numbers, bytes, texts and maps.
function cbor(v) {
  const head = (major, n) => n < 24 ? Buffer.from([major << 5 | n]) : n < 256 ? Buffer.from([major << 5 | 24, n]) : Buffer.from([major << 5 | 25, n >> 8, n & 255])
  if (typeof v === 'number') return v < 0 ? head(1, -1 - v) : head(0, v)
  if (typeof v === 'string') return Buffer.concat([head(3, Buffer.byteLength(v)), Buffer.from(v)])
  if (v instanceof Map) return Buffer.concat([head(5, v.size), ...[...v].flat().map(cbor)])
  return Buffer.concat([head(2, v.length), v])
}

export class Authenticator {
  constructor(origin) {
    this.origin = origin
    this.count = 0
    this.id = randomBytes(16)
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    this.key = privateKey
    this.public = publicKey.export({ format: 'jwk' })
  }

  clientData(type, challenge) {
    return Buffer.from(JSON.stringify({ type, challenge, origin: this.origin, crossOrigin: false }))
  }

  // Where the user is present and verified; more is told of a new key.
  data(domain, more) {
    const count = Buffer.alloc(4)
    count.writeUInt32BE(++this.count)
    return Buffer.concat([sha256(domain), Buffer.from([more ? 0x45 : 0x05]), count, more ?? Buffer.alloc(0)])
  }

  create(options) {
    this.user = options.user.id
    const client = this.clientData('webauthn.create', options.challenge)
    const key = cbor(new Map([[1, 2], [3, -7], [-1, 1], [-2, Buffer.from(this.public.x, 'base64url')], [-3, Buffer.from(this.public.y, 'base64url')]]))
    const data = this.data(options.rp.id, Buffer.concat([Buffer.alloc(16), Buffer.from([0, this.id.length]), this.id, key]))
    return this.credential({ clientDataJSON: base64(client), attestationObject: base64(cbor(new Map([['fmt', 'none'], ['attStmt', new Map()], ['authData', data]]))) })
  }

  get(options) {
    const client = this.clientData('webauthn.get', options.challenge), data = this.data(options.rpId)
    const signature = createSign('sha256').update(Buffer.concat([data, sha256(client)])).sign(this.key)
    return this.credential({ clientDataJSON: base64(client), authenticatorData: base64(data), signature: base64(signature), userHandle: this.user })
  }

  credential(response) {
    const plain = { id: base64(this.id), rawId: base64(this.id), type: 'public-key', response, clientExtensionResults: {} }
    return { ...plain, toJSON: () => plain }
  }
}
