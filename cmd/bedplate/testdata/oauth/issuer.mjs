// An issuer of OpenID Connect as anybody would run one: node issuer.mjs CALLBACK...
// Whoever signs in as NAME is NAME@example.com, which is verified unless NAME
// begins with "un". It prints its address when it answers.
import { createServer } from 'node:http'
import Provider from 'oidc-provider'

const client = (client_id, redirect_uris, more) => ({ client_id, client_secret: `the secret of ${client_id}, which is long`, redirect_uris, ...more })
const server = createServer()
server.listen(0, '127.0.0.1', () => {
  const address = `http://127.0.0.1:${server.address().port}`
  const provider = new Provider(address, {
    clients: [
      client('users', [...process.argv.slice(2), 'http://program.example/back'], { grant_types: ['authorization_code', 'refresh_token'] }),
      client('another', ['http://program.example/back']),
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'preferred_username'] },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: `${id}@example.com`, email_verified: !id.startsWith('un'), name: `Name of ${id}`, preferred_username: id }),
    }),
    cookies: { keys: ['a key of the tests'] },
    pkce: { required: () => true },
  })
  server.on('request', provider.callback())
  console.log(address)
})
