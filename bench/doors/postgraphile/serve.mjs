// PostGraphile as its documentation has it in production: the library behind Node's own
// server, no GraphiQL, no watching, NODE_ENV and GRAPHILE_ENV set by who starts it, and a
// process for each processor.
//
//   node serve.mjs HOST PORT DATABASE CONNECTIONS

import cluster from "node:cluster";
import { createServer } from "node:http";
import { availableParallelism } from "node:os";
import { postgraphile } from "postgraphile";
import { grafserv } from "postgraphile/grafserv/node";
import { makePgService } from "postgraphile/adaptors/pg";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";

const [host, port, connectionString, connections] = process.argv.slice(2);

if (cluster.isPrimary) {
  const stop = () => {
    for (const worker of Object.values(cluster.workers)) worker.kill();
    process.exit(0);
  };
  process.on("SIGTERM", stop);
  cluster.on("exit", (worker, code) => {
    console.error(`a worker ended with ${code}`);
    stop();
  });
  for (let i = 0; i < availableParallelism(); i++) cluster.fork();
} else {
  const instance = postgraphile({
    extends: [PostGraphileAmberPreset],
    pgServices: [makePgService({ connectionString, schemas: ["public"], poolConfig: { max: Number(connections) } })],
    grafserv: { graphqlPath: "/graphql", graphiql: false, watch: false },
    grafast: { explain: false },
  });
  await instance.getSchema();
  const server = createServer();
  await instance.createServ(grafserv).addTo(server);
  server.listen(Number(port), host);
}
