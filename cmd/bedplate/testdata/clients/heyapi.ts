// The client that @hey-api/openapi-ts generates: a read and a write.
import { client } from "./heyapi/client.gen";
import { boardsCreate, threadsList } from "./heyapi/sdk.gen";

const [, , address, token] = process.argv;
client.setConfig({ baseUrl: address + "/rest/v1", headers: { Authorization: "Bearer " + token } });

const read = await threadsList({ query: { select: "title,status", board: "eq.baking", order: "title", limit: 1 } });
if (read.error) throw read.error;
console.log(JSON.stringify(read.data));

const wrote = await boardsCreate({
  body: { slug: "hey", title: "Hey" },
  headers: { Prefer: "return=representation" },
});
if (wrote.error) throw wrote.error;
console.log(wrote.response?.status);
