import assert from "node:assert/strict";
import { test } from "node:test";
import { PostgrestBuilder, PostgrestClient } from "@supabase/postgrest-js";
import { failure, librarian, rows, tokens, url, visitor } from "./library.mjs";

test("from and select give rows with the types that JSON has", async () => {
  const { data, error, status, statusText, count } = await visitor.from("books").select().eq("id", 1);
  assert.deepEqual({ error, status, statusText, count }, { error: null, status: 200, statusText: "OK", count: null });
  assert.deepEqual(data, [{
    id: 1, title: "Engines", author: 1, editor: 2, pages: 120, price: 9.9, rating: 4.5, printed: true, tags: ["math", "steam"],
    meta: { colour: "red", size: { h: 20 }, langs: ["en", "fr"] }, about: "Notes on the analytical engine and its programs",
    published: "1843-07-10T12:00:00+00:00",
  }]);
});

test("select renames, casts and reaches into JSON", async () => {
  assert.deepEqual(
    await rows(visitor.from("books").select("name:title, no:id::text, meta->size->h, colour:meta->>colour").lt("id", 3).order("id")),
    [{ name: "Engines", no: "1", h: 20, colour: "red" }, { name: "Looms", no: "2", h: null, colour: "blue" }]);
});

test("select takes quoted names, with spaces around them", async () => {
  assert.deepEqual(await rows(visitor.from("books").select(' "id" , "the title":title ').eq("id", 4)), [{ id: 4, "the title": "Rivers" }]);
});

test("a hidden field is unknown to those who may not read it", async () => {
  await failure(visitor.from("books").select("cost"), 400, "42703");
  assert.deepEqual(await rows(librarian.from("books").select("cost").eq("id", 1)), [{ cost: 3.1 }]);
});

test("an unknown collection is an error", async () => {
  await failure(visitor.from("nothing").select(), 404, "PGRST205");
});

test("counts", async () => {
  for (const mode of ["exact", "planned", "estimated"]) {
    const { data, count, status } = await visitor.from("books").select("id", { count: mode }).order("id").limit(2);
    assert.deepEqual({ data, count, status }, { data: [{ id: 1 }, { id: 2 }], count: 4, status: 206 }, mode);
  }
  const { data, count, error, status } = await visitor.from("books").select("*", { count: "exact", head: true }).gt("pages", 100);
  assert.deepEqual({ data, count, error, status }, { data: null, count: 3, error: null, status: 200 });
});

test("order, nulls and several keys", async () => {
  const order = async (...by) => {
    let query = visitor.from("books").select("id");
    for (const [field, options] of by) query = query.order(field, options);
    return (await rows(query)).map((book) => book.id);
  };
  assert.deepEqual(await order(["pages"]), [2, 1, 4, 3]);
  assert.deepEqual(await order(["pages", { ascending: false }]), [3, 4, 1, 2]);
  assert.deepEqual(await order(["rating", { nullsFirst: true }]), [2, 3, 1, 4]);
  assert.deepEqual(await order(["rating", { ascending: false, nullsFirst: false }]), [4, 1, 3, 2]);
  assert.deepEqual(await order(["author", { ascending: false }], ["title", { ascending: false }]), [4, 3, 2, 1]);
  assert.deepEqual(await order(["author(name)", { ascending: false }], ["id"]), [4, 3, 1, 2]);
  assert.deepEqual(await order(["meta->>colour"], ["id"]), [2, 1, 4, 3]);
});

test("order, limit and range of embedded rows", async () => {
  const one = visitor.from("authors").select("name, books(title)").eq("id", 1);
  assert.deepEqual(await rows(one.order("title", { referencedTable: "books", ascending: false })),
    [{ name: "Ada", books: [{ title: "Looms" }, { title: "Engines" }] }]);
  const two = visitor.from("authors").select("books(title)").eq("id", 1).order("title", { foreignTable: "books" });
  assert.deepEqual(await rows(two.limit(1, { referencedTable: "books" })), [{ books: [{ title: "Engines" }] }]);
  const three = visitor.from("authors").select("books(title)").eq("id", 1).order("title", { referencedTable: "books" });
  assert.deepEqual(await rows(three.range(1, 5, { referencedTable: "books" })), [{ books: [{ title: "Looms" }] }]);
});

test("limit and range", async () => {
  assert.deepEqual(await rows(visitor.from("books").select("id").order("id").limit(1)), [{ id: 1 }]);
  const { data, count, status } = await visitor.from("books").select("id", { count: "exact" }).order("id").range(1, 2);
  assert.deepEqual({ data, count, status }, { data: [{ id: 2 }, { id: 3 }], count: 4, status: 206 });
  await failure(visitor.from("books").select("id", { count: "exact" }).range(10, 20), 416, "PGRST103");
});

test("single and maybeSingle", async () => {
  assert.deepEqual(await rows(visitor.from("books").select("id, title").eq("id", 2).single()), { id: 2, title: "Looms" });
  const none = await failure(visitor.from("books").select("id").eq("id", 9).single(), 406, "PGRST116");
  assert.equal(none.details, "The result contains 0 rows");
  const many = await failure(visitor.from("books").select("id").single(), 406, "PGRST116");
  assert.equal(many.details, "The result contains 4 rows");
  assert.deepEqual(await rows(visitor.from("books").select("id").eq("id", 2).maybeSingle()), { id: 2 });
  assert.equal(await rows(visitor.from("books").select("id").eq("id", 9).maybeSingle()), null);
  await failure(visitor.from("books").select("id").maybeSingle(), 406, "PGRST116");
});

test("csv", async () => {
  assert.equal(await rows(visitor.from("books").select("id, title, price, tags").order("id").limit(2).csv()),
    'id,title,price,tags\n1,Engines,9.90,"[""math"",""steam""]"\n2,Looms,12.00,"[""textile"",""steam""]"\n');
});

test("stripNulls leaves nulls out, of lists and of single rows", async () => {
  assert.deepEqual(await rows(visitor.from("books").select("id, rating").order("id").limit(2).stripNulls()), [{ id: 1, rating: 4.5 }, { id: 2 }]);
  assert.deepEqual(await rows(visitor.from("books").select("id, rating").eq("id", 2).stripNulls().single()), { id: 2 });
});

test("throwOnError throws what would be the error", async () => {
  assert.deepEqual((await visitor.from("books").select("id").eq("id", 1).throwOnError()).data, [{ id: 1 }]);
  await assert.rejects(async () => visitor.from("nothing").select().throwOnError(), { name: "PostgrestError", code: "PGRST205" });
});

test("abortSignal ends a request, and leaves others alone", async () => {
  const control = new AbortController();
  assert.deepEqual(await rows(visitor.from("books").select("id").eq("id", 1).abortSignal(control.signal)), [{ id: 1 }]);
  control.abort();
  const { data, error } = await visitor.from("books").select("id").abortSignal(control.signal);
  assert.equal(data, null);
  assert.match(error.message, /AbortError/);
});

test("setHeader reaches the server", async () => {
  assert.deepEqual(await rows(visitor.from("books").select("price").eq("id", 1).setHeader("Accept", "application/json;numbers=string")), [{ price: "9.90" }]);
});

test("retry asks again where the network failed, and does not where it must not", async () => {
  let calls = 0;
  const flaky = (...args) => (++calls === 1 ? Promise.reject(new TypeError("fetch failed")) : fetch(...args));
  assert.deepEqual(await rows(visitor.from("books", { fetch: flaky }).select("id").eq("id", 1).retry(true)), [{ id: 1 }]);
  assert.equal(calls, 2);
  calls = 0;
  const { error } = await visitor.from("books", { fetch: flaky }).select("id").retry(false);
  assert.match(error.message, /fetch failed/);
  assert.equal(calls, 1);
});

test("returns and overrideTypes change types alone", async () => {
  assert.deepEqual(await rows(visitor.from("books").select("id").eq("id", 1).returns()), [{ id: 1 }]);
  assert.deepEqual(await rows(visitor.from("books").select("id").eq("id", 1).overrideTypes()), [{ id: 1 }]);
  const bare = new PostgrestBuilder({ method: "GET", url: new URL(url + "/books?select=id&id=eq.3"), headers: {} });
  assert.deepEqual(await rows(bare.returns()), [{ id: 3 }]);
});

test("schema: this one is public, and there is no other", async () => {
  assert.deepEqual(await rows(visitor.schema("public").from("books").select("id").eq("id", 1)), [{ id: 1 }]);
  assert.deepEqual(await rows(new PostgrestClient(url, { schema: "public" }).from("books").select("id").eq("id", 1)), [{ id: 1 }]);
  await failure(visitor.schema("other").from("books").select("id"), 406, "PGRST106");
  await failure(librarian.schema("other").from("authors").insert({ id: 9, name: "Nobody" }), 406, "PGRST106");
});

test("getOpenApiSpec gives Swagger 2.0, of what the caller may know", async () => {
  const { data, error } = await visitor.getOpenApiSpec();
  assert.equal(error, null);
  assert.equal(data.swagger, "2.0");
  assert.deepEqual(Object.keys(data.definitions).sort(), ["authors", "book_genres", "books", "genres"]); // loans are the librarians'
  assert.deepEqual(data.definitions.authors.required, ["id", "name"]);
  assert.equal(data.definitions.books.properties.cost, undefined);
  assert.equal((await librarian.getOpenApiSpec()).data.definitions.books.properties.cost.type, "number");
});

test("a token that does not verify is refused", async () => {
  const forged = new PostgrestClient(url, { headers: { Authorization: "Bearer " + tokens.librarian.slice(0, -4) + "AAAA" } });
  await failure(forged.from("books").select(), 401, "PGRST301");
});
