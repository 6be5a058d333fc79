// The server of these tests is a program that gives the library actions.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PostgrestClient } from "@supabase/postgrest-js";
import { actions, failure, rows, tokens, visitor } from "./library.mjs";

const url = actions + "/rest/v1";
const anyone = new PostgrestClient(url);
const librarian = new PostgrestClient(url, { headers: { Authorization: "Bearer " + tokens.librarian } });

test("rpc gives a value, by POST and by GET", async () => {
  assert.equal(await rows(anyone.rpc("total", { numbers: [1, 2, 39] })), 42);
  assert.equal(await rows(anyone.rpc("total", { numbers: [1, 2, 39], times: 2 }, { get: true })), 84);
  assert.equal(await rows(anyone.rpc("total", { numbers: [], times: undefined }, { get: true })), 0);
  const { data, status } = await anyone.rpc("total", { numbers: [1] }, { head: true });
  assert.deepEqual({ data, status }, { data: null, status: 200 });
});

test("rpc gives an object, and takes one", async () => {
  assert.deepEqual(await rows(anyone.rpc("describe_box", { box: { a: [1] } })), { document: '{"a":[1]}', length: 9 });
  const { data, error, status } = await anyone.rpc("describe_box", { box: { a: [1] } }, { head: true });
  assert.deepEqual({ data, error, status }, { data: null, error: null, status: 204 });
});

test("the records of rpc take everything that those of a collection take", async () => {
  const over = (...options) => anyone.rpc("books_over", { least: 100 }, ...options);
  assert.deepEqual(await rows(over().select("id, author(name)")), [
    { id: 3, author: { name: "Bela" } }, { id: 4, author: { name: "Chika" } }, { id: 1, author: { name: "Ada" } }]);
  assert.deepEqual(await rows(over({ get: true }).select("title").eq("printed", true).order("title").limit(1)), [{ title: "Engines" }]);
  const counted = await over({ get: true, count: "exact" }).select("id").range(0, 1);
  assert.deepEqual({ data: counted.data, count: counted.count }, { data: [{ id: 3 }, { id: 4 }], count: 3 });
  const { data, count } = await over({ head: true, count: "exact" });
  assert.deepEqual({ data, count }, { data: null, count: 3 });
  assert.deepEqual(await rows(over().select("id").gt("pages", 250).single()), { id: 3 });
  assert.equal(await rows(over().select("id").gt("pages", 1000).maybeSingle()), null);
  assert.equal(await rows(over({ get: true }).select("id, title").lt("id", 4).csv()), "id,title\n3,Strings\n1,Engines\n");
  await failure(over().select("cost"), 400, "42703");
});

test("rpc may write, for those whom its rule allows", async () => {
  assert.deepEqual(await rows(librarian.rpc("rename", { author: 2, name_now: "Béla" }).select("name")), { name: "Béla" });
  assert.deepEqual(await rows(anyone.from("authors").select("name").eq("id", 2).single()), { name: "Béla" });
  await failure(anyone.rpc("rename", { author: 2, name_now: "Bela" }), 401, "42501");
  await failure(librarian.rpc("rename", { author: 2, name_now: "Ada" }), 409, "23505");
});

test("the errors of rpc", async () => {
  await failure(anyone.rpc("nothing"), 404, "PGRST202");
  await failure(anyone.rpc("total", { digits: [1] }), 404, "PGRST202");
  await failure(anyone.rpc("total", { numbers: "many" }), 400, "22P02");
  await failure(anyone.rpc("refuse"), 400, "22P02");
  await failure(visitor.rpc("total", { numbers: [1] }), 404, "PGRST202");
});

test("supabase-js calls actions too", async () => {
  const { createClient } = await import("@supabase/supabase-js");
  const supabase = createClient(actions, tokens.librarian, { auth: { persistSession: false }, realtime: { transport: globalThis.WebSocket ?? class {} } });
  assert.equal(await rows(supabase.rpc("total", { numbers: [20, 22] })), 42);
});
