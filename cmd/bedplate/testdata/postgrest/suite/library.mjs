// The clients that the tests share, and how they look at answers.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { PostgrestClient } from "@supabase/postgrest-js";

// What the tests are given: docs/compatibility.md, the server's address, that of
// one with actions, and tokens for both by their role.
export const { page, address, actions, tokens } = JSON.parse(readFileSync(process.argv[2], "utf8"));
export const url = address + "/rest/v1";

const as = (role) => new PostgrestClient(url, { headers: { Authorization: "Bearer " + tokens[role] } });
export const visitor = new PostgrestClient(url);
export const librarian = as("librarian");
export const service = as("service");

// rows gives what a query answers with, which must not be an error.
export async function rows(query) {
  const { data, error } = await query;
  assert.equal(error, null);
  return data;
}

// books asks for books by a filter and gives their ids.
export async function books(filter, client = visitor) {
  return (await rows(filter(client.from("books").select("id")).order("id"))).map((book) => book.id);
}

// failure gives the error that a query answers with, which must be one.
export async function failure(query, status, code) {
  const answer = await query;
  assert.notEqual(answer.error, null, "it succeeds");
  assert.deepEqual({ status: answer.status, code: answer.error.code }, { status, code }, JSON.stringify(answer.error));
  assert.deepEqual(Object.keys(answer.error).sort(), ["code", "details", "hint", "message"]);
  return answer.error;
}
