// openapi-typescript's types under openapi-fetch: a read, a record by a key of
// two fields, and a write.
import createClient from "openapi-fetch";
import type { paths } from "./board";

const [, , address, token] = process.argv;
const client = createClient<paths, "application/json">({
  baseUrl: address + "/rest/v1",
  headers: { Authorization: "Bearer " + token },
});

const read = await client.GET("/threads", {
  params: { query: { select: "title,author(name),posts(body)", board: "eq.baking", order: "title", limit: 1 } },
});
if (read.error) throw read.error;
const thread = read.data[0]!;
const title: string | undefined = thread.title;
const author = typeof thread.author === "object" ? thread.author.name : undefined;
console.log(title, "by", author);

const moderator = await client.GET("/moderators/{board},{user}", {
  params: { path: { board: "baking", user: "01934000-0000-7000-8000-000000000005" } },
});
if (moderator.error) throw moderator.error;
console.log(moderator.data.board);

const wrote = await client.POST("/boards", {
  params: { header: { Prefer: "return=representation" } },
  body: { slug: "fetched", title: "Fetched" },
});
if (wrote.error) throw wrote.error;
console.log(wrote.response.status, JSON.stringify(wrote.data).includes("Fetched"));

// @ts-expect-error: a board needs a title
await client.POST("/boards", { body: { slug: "untitled" } });
