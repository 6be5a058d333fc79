import assert from "node:assert/strict";
import { test } from "node:test";
import { failure, librarian, rows, visitor } from "./library.mjs";

// Each test leaves the library as it was: authors from 100 on are its own.
const authors = (client = librarian) => client.from("authors");
const named = (id) => rows(authors(visitor).select("id, name, country").eq("id", id).maybeSingle());
const gone = (...ids) => rows(authors().delete().in("id", ids));

test("insert one, without and with its row", async () => {
  const { data, error, status, count } = await authors().insert({ id: 100, name: "Dara" });
  assert.deepEqual({ data, error, status, count }, { data: null, error: null, status: 201, count: null });
  assert.deepEqual(await named(100), { id: 100, name: "Dara", country: "Nowhere" });
  assert.deepEqual(await rows(authors().insert({ id: 101, name: "Eli", country: "Peru" }).select("name, country").single()), { name: "Eli", country: "Peru" });
  await gone(100, 101);
});

test("insert many; absent members are null, or their default", async () => {
  const many = (ids) => [{ id: ids, name: "F" + ids, country: "Chad" }, { id: ids + 1, name: "G" + ids }];
  const { data, count, status } = await authors().insert(many(110), { count: "exact" }).select("id, country").order("id");
  assert.deepEqual({ data, count, status }, { data: [{ id: 110, country: "Chad" }, { id: 111, country: null }], count: 2, status: 201 });
  assert.deepEqual(await rows(authors().insert(many(112), { defaultToNull: false }).select("id, country").order("id")),
    [{ id: 112, country: "Chad" }, { id: 113, country: "Nowhere" }]);
  assert.deepEqual(await rows(authors().insert([]).select()), []);
  await gone(110, 111, 112, 113);
});

test("insert refuses what breaks a promise, and writes nothing of it", async () => {
  await failure(authors().insert([{ id: 120, name: "Hana" }, { id: 121, name: "Ada" }]), 409, "23505");
  assert.equal(await named(120), null);
  await failure(authors().insert({ id: 120 }), 400, "23502");
  await failure(authors().insert({ id: 120, name: "Hana", colour: "red" }), 400, "PGRST204");
  await failure(librarian.from("books").insert({ id: 120, title: "T", author: 999 }), 409, "23503");
  await failure(librarian.from("books").insert({ id: 120, title: "T", author: 1, pages: 0 }), 400, "23514");
  await failure(authors(visitor).insert({ id: 120, name: "Hana" }), 401, "42501");
});

test("rows with numbers, lists, JSON and times come back as they were", async () => {
  const book = { id: 130, title: "Ø, \"quoted\"\n", author: 1, editor: null, pages: 9007199254740991, price: 0.1, rating: 1e-7, printed: false,
    tags: ["a,b", "", "\"c\""], meta: { n: 1.5, deep: [{ x: null }] }, about: null, published: "2026-02-03T04:05:06.789+00:00", cost: 2 };
  assert.deepEqual(await rows(librarian.from("books").insert(book).select().single()), book);
  await rows(librarian.from("books").delete().eq("id", 130));
});

test("a bigint is sent as text, and kept whole", async () => {
  assert.deepEqual(await rows(librarian.from("books").insert({ id: 131, title: "Big", author: 1, pages: 9007199254740993n }).select("pages::text").single()), { pages: "9007199254740993" });
  await rows(librarian.from("books").delete().eq("id", 131));
});

test("upsert merges by key, by a unique field, or leaves what is there", async () => {
  await rows(authors().insert({ id: 140, name: "Ivo", country: "Mali" }));
  const merged = await authors().upsert({ id: 140, name: "Ivo", country: "Oman" }).select("country");
  assert.deepEqual({ data: merged.data, status: merged.status }, { data: [{ country: "Oman" }], status: 200 });
  assert.deepEqual(await rows(authors().upsert([{ id: 140, name: "Ivo", country: "Togo" }], { onConflict: "name" }).select("id, country")), [{ id: 140, country: "Togo" }]);
  assert.deepEqual(await rows(authors().upsert([{ id: 140, name: "Ivo" }, { id: 141, name: "Jon" }], { ignoreDuplicates: true }).select("id")), [{ id: 141 }]);
  assert.deepEqual(await named(140), { id: 140, name: "Ivo", country: "Togo" });
  const { count, data } = await authors().upsert([{ id: 142, name: "Kim" }], { defaultToNull: false, count: "exact" }).select("country");
  assert.deepEqual({ count, data }, { count: 1, data: [{ country: "Nowhere" }] });
  await gone(140, 141, 142);
});

test("update changes what the filter finds", async () => {
  await rows(authors().insert([{ id: 150, name: "Lea" }, { id: 151, name: "Mo" }]));
  const quiet = await authors().update({ country: "Fiji" }).eq("id", 150);
  assert.deepEqual({ data: quiet.data, status: quiet.status }, { data: null, status: 204 });
  const told = await authors().update({ country: "Cuba" }, { count: "exact" }).in("id", [150, 151]).select("id, country").order("id");
  assert.deepEqual({ data: told.data, count: told.count }, { data: [{ id: 150, country: "Cuba" }, { id: 151, country: "Cuba" }], count: 2 });
  assert.deepEqual(await rows(authors().update({ country: "Iran" }).eq("id", 999).select()), []);
  await failure(authors().update({ country: "Iran" }), 400, "21000");
  await failure(authors().update({ name: "Ada" }).eq("id", 150), 409, "23505");
  await gone(150, 151);
});

test("delete removes what the filter finds, and gives it", async () => {
  await rows(authors().insert([{ id: 160, name: "Nia" }, { id: 161, name: "Oz" }, { id: 162, name: "Pat" }]));
  const quiet = await authors().delete().eq("id", 160);
  assert.deepEqual({ data: quiet.data, status: quiet.status }, { data: null, status: 204 });
  const told = await authors().delete({ count: "exact" }).in("id", [161, 162]).select("id").order("id");
  assert.deepEqual({ data: told.data, count: told.count }, { data: [{ id: 161 }, { id: 162 }], count: 2 });
  await failure(authors().delete(), 400, "21000");
  await failure(authors().delete().eq("id", 1), 409, "23503");
  assert.deepEqual(await named(160), null);
});

test("rollback does it, answers and undoes it", async () => {
  assert.deepEqual(await rows(authors().insert({ id: 170, name: "Quin" }).select("name").rollback().single()), { name: "Quin" });
  assert.equal(await named(170), null);
  assert.deepEqual(await rows(authors().update({ country: "Laos" }).eq("id", 1).rollback().select("country")), [{ country: "Laos" }]);
  assert.deepEqual(await named(1), { id: 1, name: "Ada", country: "England" });
  assert.deepEqual(await rows(librarian.from("books").delete().eq("id", 1).rollback().select("id")), [{ id: 1 }]);
  assert.deepEqual(await rows(visitor.from("books").select("id").eq("id", 1)), [{ id: 1 }]);
});

test("maxAffected bounds a write", async () => {
  await failure(authors().update({ country: "Laos" }).in("id", [1, 2]).maxAffected(1), 400, "PGRST124");
  assert.deepEqual(await named(2), { id: 2, name: "Bela", country: null });
  assert.deepEqual(await rows(authors().update({ country: "England" }).eq("id", 1).maxAffected(1).select("id")), [{ id: 1 }]);
});

test("the rows of a write are embedded like those of a read", async () => {
  assert.deepEqual(await rows(librarian.from("books").update({ pages: 121 }).eq("id", 1).rollback().select("pages, author(name), genres(code)").single()),
    { pages: 121, author: { name: "Ada" }, genres: [{ code: "science" }] });
});
