import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "@supabase/supabase-js";
import { address, rows, token } from "./library.mjs";

// Node.js before 22 has no WebSocket, which createClient wants to see at once.
const options = { auth: { persistSession: false, autoRefreshToken: false }, realtime: { transport: globalThis.WebSocket ?? class {} } };

test("createClient of supabase-js reads and writes with its key", async () => {
  const supabase = createClient(address, token, options);
  assert.deepEqual(await rows(supabase.from("books").select("title, author(name)").eq("id", 1).single()), { title: "Engines", author: { name: "Ada" } });
  assert.deepEqual(await rows(supabase.from("authors").insert({ id: 200, name: "Rio" }).select("id").single()), { id: 200 });
  assert.deepEqual(await rows(supabase.from("authors").delete().eq("id", 200).select("name")), [{ name: "Rio" }]);
  assert.deepEqual(await rows(supabase.schema("public").from("genres").select("code").order("code").limit(1)), [{ code: "craft" }]);
});

test("a caller's token comes with accessToken", async () => {
  const supabase = createClient(address, token, { ...options, accessToken: async () => token });
  assert.deepEqual(await rows(supabase.from("loans").select("who").eq("id", 3)), [{ who: "gwen" }]);
});
