import assert from "node:assert/strict";
import { test } from "node:test";
import { failure, librarian, rows, visitor } from "./library.mjs";

test("to one, by the reference, its alias and its constraint", async () => {
  assert.deepEqual(await rows(visitor.from("books").select("title, author(name), by:author(id), ed:authors!books_editor_fkey(name)").in("id", [1, 2]).order("id")), [
    { title: "Engines", author: { name: "Ada" }, by: { id: 1 }, ed: { name: "Bela" } },
    { title: "Looms", author: { name: "Ada" }, by: { id: 1 }, ed: null },
  ]);
});

test("to many, and further", async () => {
  assert.deepEqual(await rows(visitor.from("authors").select("name, books(title, editor(name)), edited(title)").eq("id", 1)), [
    { name: "Ada", books: [{ title: "Engines", editor: { name: "Bela" } }, { title: "Looms", editor: null }], edited: [{ title: "Strings" }] },
  ]);
});

test("many to many", async () => {
  assert.deepEqual(await rows(visitor.from("books").select("id, genres(code)").order("id").order("code", { referencedTable: "genres" })), [
    { id: 1, genres: [{ code: "science" }] },
    { id: 2, genres: [{ code: "craft" }, { code: "science" }] },
    { id: 3, genres: [] },
    { id: 4, genres: [{ code: "fiction" }] },
  ]);
  assert.deepEqual(await rows(visitor.from("genres").select("name, books(title)").eq("code", "science")),
    [{ name: "Science", books: [{ title: "Engines" }, { title: "Looms" }] }]);
});

test("inner embeds and filters on them choose the rows", async () => {
  assert.deepEqual(await rows(visitor.from("authors").select("name, books!inner(id)").gt("books.pages", 200).order("id")),
    [{ name: "Bela", books: [{ id: 3 }] }, { name: "Chika", books: [{ id: 4 }] }]);
  assert.deepEqual(await rows(visitor.from("authors").select("name, books(id)").gt("books.pages", 200).order("id")),
    [{ name: "Ada", books: [] }, { name: "Bela", books: [{ id: 3 }] }, { name: "Chika", books: [{ id: 4 }] }]);
  assert.deepEqual(await rows(visitor.from("books").select("id, author!inner(name)").eq("author.name", "Ada").order("id")),
    [{ id: 1, author: { name: "Ada" } }, { id: 2, author: { name: "Ada" } }]);
});

test("empty embeds ask whether there are any", async () => {
  assert.deepEqual(await rows(visitor.from("authors").select("id, edited()").is("edited", null)), []);
  assert.deepEqual(await rows(visitor.from("books").select("id, editor()").is("editor", null)), [{ id: 2 }]);
  assert.deepEqual(await rows(visitor.from("books").select("id, genres()").not("genres", "is", null).order("id")), [{ id: 1 }, { id: 2 }, { id: 4 }]);
});

test("or on an embed", async () => {
  assert.deepEqual(await rows(visitor.from("authors").select("id, books(id)").or("pages.lt.100,printed.is.true", { referencedTable: "books" }).order("id")),
    [{ id: 1, books: [{ id: 1 }, { id: 2 }] }, { id: 2, books: [] }, { id: 3, books: [{ id: 4 }] }]);
});

test("spreads to one", async () => {
  assert.deepEqual(await rows(visitor.from("books").select("title, ...author(by:name, country)").eq("id", 3)), [{ title: "Strings", by: "Bela", country: null }]);
});

test("an ambiguous embed names its choices", async () => {
  const { status, error } = await visitor.from("books").select("authors(name)");
  assert.deepEqual({ status, code: error.code }, { status: 300, code: "PGRST201" });
  assert.deepEqual(error.details.map((choice) => choice.relationship).length, 2);
  await failure(visitor.from("books").select("publishers(name)"), 400, "PGRST200");
});

test("aggregates group by the other members", async () => {
  assert.deepEqual(await rows(visitor.from("books").select("author, count(), pages.sum(), low:price.min(), high:price.max(), rating.avg()").order("author")), [
    { author: 1, count: 2, sum: 200, low: 9.9, high: 12, avg: 4.5 },
    { author: 2, count: 1, sum: 300, low: 30.05, high: 30.05, avg: 3 },
    { author: 3, count: 1, sum: 210, low: null, high: null, avg: 4.9 },
  ]);
  assert.deepEqual(await rows(visitor.from("books").select("count()").eq("printed", true).single()), { count: 2 });
  assert.deepEqual(await rows(visitor.from("authors").select("name, books(count())").order("id").limit(1)), [{ name: "Ada", books: [{ count: 2 }] }]);
  assert.deepEqual(await rows(visitor.from("books").select("...author(by:name), pages.sum()").order("author(name)")),
    [{ by: "Ada", sum: 200 }, { by: "Bela", sum: 300 }, { by: "Chika", sum: 210 }]);
  await failure(visitor.from("authors").select("count()"), 400, "PGRST123");
  await failure(visitor.from("books").select("...author(born.max())"), 400, "PGRST123");
});

test("what the caller may not read is not embedded", async () => {
  const query = (client) => rows(client.from("books").select("id, loans(who)").order("id").limit(1).order("days", { referencedTable: "loans" }));
  assert.deepEqual(await query(visitor), [{ id: 1, loans: [] }]);
  assert.deepEqual(await query(librarian), [{ id: 1, loans: [{ who: "farid" }, { who: "gwen" }] }]);
  assert.deepEqual(await rows(visitor.from("books").select("id, loans!inner(who)")), []);
});
