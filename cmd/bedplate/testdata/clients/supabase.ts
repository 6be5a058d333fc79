// supabase-js over `bedplate types ts`.
import { createClient } from "@supabase/supabase-js";
import type { Database } from "./database";

// Node.js before 22 has no WebSocket, which createClient wants to see at once.
globalThis.WebSocket ??= class {} as unknown as typeof WebSocket;

const [, , address, token] = process.argv;
const db = createClient<Database>(address, token);
const { data } = await db.from("threads").select("title, author(name)").eq("board", "baking").order("title").limit(1).single();
console.log(data?.title, data?.author.name);
