// supabase-js over `bedplate types ts`.
import { createClient } from "@supabase/supabase-js";
import type { Database } from "./database";

// Node.js before 22 has no WebSocket, which createClient wants to see at once.
globalThis.WebSocket ??= class {} as unknown as typeof WebSocket;

const [, , url, key] = process.argv;
let position = 'none'
const carrying: typeof fetch = async (input, init) => {
  const headers = new Headers(init?.headers)
  headers.set('Bedplate-Position', position)
  const answer = await fetch(input, {...init, headers})
  position = answer.headers.get('Bedplate-Position') ?? position
  return answer
}
const db = createClient<Database>(url, key, {global: {fetch: carrying}})
const { data } = await db.from("threads").select("title, author(name)").eq("board", "baking").order("title").limit(1).single();
console.log(data?.title, data?.author.name);
