// Runs graphql-http's audits of a server: node audits.mjs URL
import { serverAudits } from "graphql-http";

let failures = 0, count = 0;
for (const audit of serverAudits({ url: process.argv[2] })) {
  const result = await audit.fn();
  count++;
  if (result.status !== "ok") {
    failures++;
    console.log(`${audit.id} ${audit.name}: ${result.status} ${result.reason}`);
  }
}
console.log(failures === 0 ? `all ${count} audits passed` : `${failures} of ${count} failed`);
