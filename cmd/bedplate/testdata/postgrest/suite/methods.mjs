// Which methods postgrest-js has, and which of them were called: each public
// method of its classes is wrapped, so a method that a newer version brings is
// found here without being named.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import * as postgrest from "@supabase/postgrest-js";

const classes = ["PostgrestClient", "PostgrestQueryBuilder", "PostgrestFilterBuilder", "PostgrestTransformBuilder", "PostgrestBuilder"];

// Methods that its types call private or protected are nobody's to call.
const types = readFileSync(createRequire(import.meta.url).resolve("@supabase/postgrest-js").replace(/index\.cjs$/, "index.d.mts"), "utf8");
const hidden = new Set(["constructor", ...[...types.matchAll(/^\s*(?:protected (\w+)[<(]|private (\w+);)/gm)].map(([, a, b]) => a ?? b)]);

const called = new Map();
let counting = true;

for (const name of classes) {
  const prototype = postgrest[name].prototype;
  for (const method of Object.getOwnPropertyNames(prototype)) {
    if (hidden.has(method)) continue;
    const original = prototype[method];
    const key = `${name}.${method}`;
    called.set(key, 0);
    prototype[method] = function (...args) {
      if (counting) called.set(key, called.get(key) + 1);
      return original.apply(this, args);
    };
  }
}

export const all = () => [...called.keys()].sort();
export const uncalled = () => all().filter((key) => called.get(key) === 0);

// uncounted runs what must not count as a call.
export async function uncounted(what) {
  counting = false;
  try {
    return await what();
  } finally {
    counting = true;
  }
}
