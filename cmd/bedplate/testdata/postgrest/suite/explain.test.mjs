import assert from "node:assert/strict";
import { test } from "node:test";
import { failure, librarian, rows, service, visitor } from "./library.mjs";

test("explain tells the service role how a request would be answered", async () => {
  const [plan, ...more] = await rows(service.from("books").select("id, author(name)").gt("pages", 100).explain({ format: "json" }));
  assert.deepEqual(more, []);
  const [operation] = plan.operations;
  assert.ok(operation.rules.some((rule) => rule.effect === "bypassed"), JSON.stringify(operation.rules));
  assert.match(operation.statements[0].statement.sql, /^SELECT /);
  assert.equal(operation.rows, undefined);
});

test("explain looks at records where it is told to", async () => {
  const [plan] = await rows(service.from("books").select("id").gt("pages", 100).explain({ format: "json", analyze: true, verbose: true, settings: true, buffers: true, wal: true }));
  assert.deepEqual([plan.operations[0].rows.matched, plan.operations[0].rows.visible], [3, 3]);
});

test("explain as text", async () => {
  const text = await rows(service.from("books").select("id").eq("id", 1).explain());
  assert.equal(typeof text, "string");
  assert.match(text, /SELECT /);
});

test("explain of a write writes nothing", async () => {
  await rows(service.from("books").delete().eq("id", 1).explain({ format: "json" }));
  assert.deepEqual(await rows(visitor.from("books").select("id").eq("id", 1)), [{ id: 1 }]);
});

test("explain is for nobody else", async () => {
  await failure(visitor.from("books").select().explain(), 406, "PGRST107");
  await failure(librarian.from("books").select().explain({ format: "json" }), 406, "PGRST107");
});
