// Uses a server of the board as programs do that were made from its WSDL, by the
// package soap.
import assert from "node:assert/strict";
import soap from "soap";

const [address, token] = process.argv.slice(2);

async function use(version12) {
  const headers = { Authorization: `Bearer ${token}` };
  const s = await soap.createClientAsync(`${address}/soap/v1?wsdl`, { wsdl_headers: headers, forceSoap12Headers: version12, disableCache: true });
  s.setSecurity(new soap.BearerSecurity(token));
  const call = async (name, args) => (await s[`${name}Async`](args))[0];
  const refused = async (code, name, args) => {
    const e = await call(name, args).then(() => assert.fail(`no fault of ${code}`), (e) => e);
    const fault = e.root?.Envelope?.Body?.Fault;
    assert.ok(fault, e.message);
    assert.equal((fault.detail ?? fault.Detail).Fault.code, code);
  };

  const board = version12 ? "npm-12" : "npm-11";
  const made = await call("Create_boards", { values: { slug: board, title: "<a & b>" }, returning: true });
  assert.equal(made.key.slug, board);
  assert.equal(made.record.title, "<a & b>");
  assert.equal(made.record.archived, false);
  assert.ok(made.record.created instanceof Date);
  assert.equal((await call("Get_boards", { key: { slug: board } })).record.title, "<a & b>");

  const person = (await call("Create_users", { values: { name: board, email: `${board}@example.org` } })).key.id;
  const thread = (await call("Create_threads", {
    values: { board, author: person, title: "lists", status: "published", tags: { item: ["a", "b < c"] } }, returning: true,
  })).record;
  assert.deepEqual(thread.tags.item, ["a", "b < c"]);

  const many = await call("CreateMany_posts", {
    values: ["x", "y", "z"].map((body) => ({ thread: thread.id, author: person, body })), returning: true,
  });
  assert.equal(Number(many.created), 3);
  const list = { filter: `thread == "${thread.id}"`, order: [{ field: "body", descending: true }], limit: 2, count: true };
  const first = await call("List_posts", list);
  assert.deepEqual(first.record.map((r) => r.body), ["z", "y"]);
  assert.equal(Number(first.total), 3);
  const second = await call("List_posts", { filter: list.filter, order: list.order, limit: 2, cursor: first.next, with: ["thread.board"] });
  assert.deepEqual([].concat(second.record).map((r) => r.body), ["x"]);

  assert.equal([].concat(second.record)[0].references.thread.references.board.slug, board);
  const back = await call("List_posts", { filter: list.filter, order: list.order, limit: 2, cursor: second.previous });
  assert.deepEqual(back.record.map((r) => r.body), ["z", "y"]);
  assert.equal(Number((await call("DeleteMany_posts", { filter: `${list.filter} && body == "x"`, most: 1 })).deleted), 1);
  assert.equal((await call("Upsert_boards", { values: { slug: board, title: "put" } })).created, false);

  const changed = await call("Update_boards", { key: { slug: board }, changes: { about: "something" }, returning: true });
  assert.equal(changed.record.about, "something");
  assert.equal((await call("Update_boards", { key: { slug: board }, clear: ["about"], returning: true })).record.about, undefined);

  const batch = await call("Batch", { operation: [
    { Create_reactions: { values: { post: many.record[1].id, user: person, kind: "like" } } },
    { List_reactions: { filter: `user == "${person}"` } },
  ] });
  assert.equal(batch.result[0].Create_reactionsResponse.key.kind, "like");
  await refused("unique", "Batch", { operation: [
    { Update_boards: { key: { slug: board }, changes: { about: "undone" } } },
    { Create_boards: { values: { slug: board, title: "again" } } },
  ] });
  assert.equal((await call("Get_boards", { key: { slug: board } })).record.about, undefined);

  // An API key in the place of a password, in each message.
  const { key } = JSON.parse((await call("Call_auth_create_key", { name: board, kind: "secret" })).result);
  s.setSecurity(new soap.WSSecurity("anybody", key, { passwordType: "PasswordText", hasNonce: true }));
  assert.equal((await call("Get_boards", { key: { slug: board } })).record.slug, board);
  s.setSecurity(new soap.WSSecurity("anybody", `${key}x`, { passwordType: "PasswordText" }));
  await refused("token", "Get_boards", { key: { slug: board } });
  s.setSecurity(new soap.BearerSecurity(token));

  await call("Delete_threads", { key: { id: thread.id } });
  await refused("not_found", "Get_threads", { key: { id: thread.id } });
}

try {
  await use(false);
  await use(true);
  console.log("done");
} catch (e) {
  console.error(e.message, e.stack); // the rest of a fault of this package fills the screen
  process.exit(1);
}
