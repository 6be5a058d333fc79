// Runs what clients run over a schema: node tools.mjs URL
//
// graphql-js asks for the schema as GraphiQL does and checks it, graphql-codegen makes
// types of it and of documents, which the test compiles.
import { writeFileSync } from "node:fs";
import { buildClientSchema, getIntrospectionQuery, parse, printSchema, validate, validateSchema } from "graphql";
import { codegen } from "@graphql-codegen/core";
import * as typescript from "@graphql-codegen/typescript";
import * as operations from "@graphql-codegen/typescript-operations";

const answer = await fetch(process.argv[2], {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify({ query: getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true }) }),
});
const { data, errors } = await answer.json();
if (errors) throw new Error(JSON.stringify(errors));
const schema = buildClientSchema(data);
const problems = validateSchema(schema);
if (problems.length) throw new Error(problems.map(String).join("\n"));
const text = printSchema(schema);
writeFileSync("schema.graphql", text);

if (process.argv[3] === "codegen") {
  const documents = [`
    query Threads($where: posts_bool_exp!, $order: [posts_order_by!]) {
      posts(where: $where, order_by: $order, limit: 10) { id title status author { name } comments { text } }
      users_by_pk(id: 1) { name }
      users_aggregate { aggregate { count max { name } } }
    }
    mutation Insert($object: users_insert_input!) { insert_users_one(object: $object) { id name } }
  `];
  for (const document of documents) {
    const wrong = validate(schema, parse(document));
    if (wrong.length) throw new Error(wrong.map(String).join("\n"));
  }
  const out = await codegen({
    schema: parse(text),
    documents: documents.map((d, i) => ({ location: `d${i}.graphql`, document: parse(d) })),
    config: { scalars: { bigint: "number", numeric: "number", timestamptz: "string", date: "string", jsonb: "unknown", float8: "number" } },
    filename: "types.ts",
    plugins: [{ typescript: {} }, { operations: {} }],
    pluginMap: { typescript, operations },
  });
  writeFileSync("types.ts", out + `
const query: ThreadsQuery = { posts: [{ id: 1, title: "a", status: "published" as Posts_Status_Enum, author: null, comments: [] }], users_by_pk: { name: "ada" }, users_aggregate: { aggregate: { count: 1 } } };
const variables: ThreadsQueryVariables = { where: { votes: { _gt: 1 } } };
const insert: InsertMutationVariables = { object: { id: 1, name: "ada" } };
export { query, variables, insert };
`);
}
console.log("the schema is well");
