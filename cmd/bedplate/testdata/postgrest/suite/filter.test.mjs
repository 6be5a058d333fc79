import assert from "node:assert/strict";
import { test } from "node:test";
import { books, failure, rows, visitor } from "./library.mjs";

// Each line is a filter and the ids of the books that it finds.
const cases = {
  "eq a number": [(q) => q.eq("pages", 80), [2]],
  "eq a text with commas and dots": [(q) => q.eq("about", "A quartet, and its music"), [3]],
  "eq a decimal": [(q) => q.eq("price", 9.9), [1]],
  "eq a time": [(q) => q.eq("published", "1843-07-10T14:00:00+02:00"), [1]],
  "eq a bool": [(q) => q.eq("printed", true), [1, 4]],
  "eq a member of JSON": [(q) => q.eq("meta->>colour", "red"), [1, 4]],
  "eq a number in JSON": [(q) => q.eq("meta->size->h", 20), [1]],
  "eq a reference": [(q) => q.eq("author", 1), [1, 2]],
  neq: [(q) => q.neq("title", "Looms"), [1, 3, 4]],
  "neq skips null": [(q) => q.neq("rating", 3), [1, 4]],
  gt: [(q) => q.gt("pages", 120), [3, 4]],
  "gt a time": [(q) => q.gt("published", "1843-12-31T00:00:00Z"), [2]],
  gte: [(q) => q.gte("pages", 120), [1, 3, 4]],
  lt: [(q) => q.lt("rating", 4.5), [3]],
  lte: [(q) => q.lte("rating", 4.5), [1, 3]],
  like: [(q) => q.like("title", "%ing%"), [3]],
  "like with a star": [(q) => q.like("title", "*in*s"), [1, 3]],
  likeAllOf: [(q) => q.likeAllOf("title", ["%in%", "E%"]), [1]],
  likeAnyOf: [(q) => q.likeAnyOf("title", ["L%", "R%"]), [2, 4]],
  ilike: [(q) => q.ilike("title", "%RIVER%"), [4]],
  ilikeAllOf: [(q) => q.ilikeAllOf("title", ["%IN%", "e%"]), [1]],
  ilikeAnyOf: [(q) => q.ilikeAnyOf("title", ["l%", "r%"]), [2, 4]],
  regexMatch: [(q) => q.regexMatch("title", "^[EL]"), [1, 2]],
  "is null": [(q) => q.is("rating", null), [2]],
  "is true": [(q) => q.is("printed", true), [1, 4]],
  "is false": [(q) => q.is("printed", false), [2]],
  "isDistinct counts null": [(q) => q.isDistinct("rating", 3), [1, 2, 4]],
  in: [(q) => q.in("title", ["Looms", "Rivers", "Rivers"]), [2, 4]],
  "in with a comma": [(q) => q.in("about", ["A quartet, and its music", "x"]), [3]],
  "in nothing": [(q) => q.in("id", []), []],
  notIn: [(q) => q.notIn("id", [1, 2]), [3, 4]],
  "contains, of a list": [(q) => q.contains("tags", ["steam"]), [1, 2]],
  "contains several": [(q) => q.contains("tags", ["steam", "math"]), [1]],
  "contains, as a text": [(q) => q.contains("tags", "{textile}"), [2]],
  overlaps: [(q) => q.overlaps("tags", ["math", "textile"]), [1, 2]],
  "overlaps, as a text": [(q) => q.overlaps("tags", "{math,none}"), [1]],
  match: [(q) => q.match({ author: 1, printed: false, title: undefined }), [2]],
  not: [(q) => q.not("title", "like", "%in%"), [2, 4]],
  "not is null": [(q) => q.not("rating", "is", null), [1, 3, 4]],
  "not in": [(q) => q.not("id", "in", "(1,2)"), [3, 4]],
  or: [(q) => q.or("pages.lt.100,and(author.eq.3,rating.gt.4)"), [2, 4]],
  "or with not and quotes": [(q) => q.or('about.eq."A quartet, and its music",not.and(pages.lt.250,pages.gt.100)'), [2, 3]],
  filter: [(q) => q.filter("pages", "gte", 210), [3, 4]],
  "filter with not": [(q) => q.filter("pages", "not.gte", 210), [1, 2]],
  "filter with any": [(q) => q.filter("id", "eq(any)", "{1,4}"), [1, 4]],
  "filters are anded": [(q) => q.gt("pages", 100).lt("pages", 250), [1, 4]],
};

for (const [name, [filter, want]] of Object.entries(cases)) {
  test(name, async () => assert.deepEqual(await books(filter), want));
}

test("bad filters are told as PostgREST tells them", async () => {
  await failure(visitor.from("books").select().eq("titel", "x"), 400, "42703");
  await failure(visitor.from("books").select().eq("pages", "many"), 400, "22P02");
  await failure(visitor.from("books").select().or("pages.lt.100"  + ",and("), 400, "PGRST100");
  await failure(visitor.from("books").select().filter("pages", "near", 3), 400, "PGRST100");
  await failure(visitor.from("books").select().filter("cost", "gt", 3), 400, "42703");
});

test("a long list of ids", async () => {
  assert.deepEqual(await rows(visitor.from("books").select("id").in("id", Array.from({ length: 400 }, (_, i) => i)).order("id").limit(1)), [{ id: 1 }]);
});
