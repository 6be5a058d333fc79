// docs/compatibility.md has a line for every method. Those that it says are
// refused are those that the other tests never call, and each fails with the
// code that the page gives. This stands last: tests run in their order.
import assert from "node:assert/strict";
import { test } from "node:test";
import { all, uncalled, uncounted } from "./methods.mjs";
import { failure, page, visitor } from "./library.mjs";

const lines = [...page.matchAll(/^\| `(Postgrest\w+\.\w+)` \| (works|refused) \|(.*)\|$/gm)]
  .map(([, method, state, note]) => ({ method, state, note }));
const refused = lines.filter((line) => line.state === "refused");

test("the page has each method once", () => {
  assert.deepEqual(lines.map((line) => line.method).sort(), all());
});

test("what is never called is what the page says is refused", () => {
  assert.deepEqual(uncalled(), refused.map((line) => line.method).sort());
});

// How each refused method is called.
const calls = {
  "PostgrestFilterBuilder.rangeGt": () => visitor.from("books").select().rangeGt("pages", "[1,5)"),
  "PostgrestFilterBuilder.rangeGte": () => visitor.from("books").select().rangeGte("pages", "[1,5)"),
  "PostgrestFilterBuilder.rangeLt": () => visitor.from("books").select().rangeLt("pages", "[1,5)"),
  "PostgrestFilterBuilder.rangeLte": () => visitor.from("books").select().rangeLte("pages", "[1,5)"),
  "PostgrestFilterBuilder.rangeAdjacent": () => visitor.from("books").select().rangeAdjacent("pages", "[1,5)"),
  "PostgrestTransformBuilder.geojson": () => visitor.from("books").select().geojson(),
};

for (const { method, note } of refused) {
  test(`${method} is refused as the page says`, () => uncounted(async () => {
    const [, status, code] = note.match(/^ (\d{3}) `(\w+)`: \S/) ?? [];
    assert.notEqual(code, undefined, "its line begins with no status, code and reason");
    assert.notEqual(calls[method], undefined, "nobody tries it here");
    await failure(calls[method](), Number(status), code);
  }));
}
