// The published client, whose methods note what became of each call, for the
// page that lists them.
import { writeFileSync } from 'node:fs'
import { AuthClient as Published } from '@supabase/auth-js'

const became = {} // by method: works, or the status and the code of an error
const parts = ['mfa', 'passkey', 'oauth']

function note(name, answer) {
  const what = answer?.error ? `${answer.error.status} \`${answer.error.code}\`` : 'works'
  if (!became[name].includes(what)) became[name].push(what)
  return answer
}

function noting(of, name) {
  became[name] ??= []
  return function (...args) {
    const answer = of.apply(this, args)
    return answer instanceof Promise ? answer.then((said) => note(name, said)) : note(name, answer)
  }
}

// The methods that there are, whichever they are in this version. Those that
// begin with _ are the client's own.
for (const [name, { value: of }] of Object.entries(Object.getOwnPropertyDescriptors(Published.prototype))) {
  if (typeof of === 'function' && name !== 'constructor' && !name.startsWith('_')) Published.prototype[name] = noting(of, name)
}

function wrap(part, path) {
  for (const [name, of] of Object.entries(part)) {
    if (typeof of === 'function') part[name] = noting(of.bind(part), path + name)
    else if (name !== 'client' && of && typeof of === 'object') wrap(of, path + name + '.')
  }
}

export class AuthClient extends Published {
  constructor(options) {
    super(options)
    for (const part of parts) wrap(this[part], part + '.')
  }
}

// done ends a script: what was noted is left for the test that started it.
export function done() {
  writeFileSync('became.json', JSON.stringify(became))
  console.log('done')
}
