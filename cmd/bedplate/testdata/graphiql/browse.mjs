// Uses the page to try GraphQL on as a person does, in Chromium:
//
//	node browse.mjs CHROMIUM http://HOST:PORT TOKEN
//
// The token is the service role's. What the browser says in its console, and every host
// that it asks, is looked at.
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const [, , program, server, token] = process.argv;
const browser = await chromium.launch({ executablePath: program, chromiumSandbox: process.getuid() !== 0 });
const page = await browser.newPage();
page.setDefaultTimeout(20_000);

const said = [], asked = [], violations = [];
page.on("console", (message) => message.type() === "error" && said.push(message.text()));
page.on("pageerror", (error) => said.push(error.message));
page.on("request", (request) => asked.push(request.url()));
await page.exposeFunction("violated", (what) => violations.push(what));
await page.addInitScript(() => addEventListener("securitypolicyviolation", (e) => window.violated(e.violatedDirective + " " + e.blockedURI)));

// answer runs what stands in the editor and gives the answer that is shown, once it has
// a word.
async function answer(word) {
  await page.locator(".graphiql-execute-button").click();
  const shown = page.locator(".result-window");
  await shown.getByText(word).first().waitFor();
  return shown.innerText();
}

async function write(text) {
  await page.locator(".graphiql-query-editor .CodeMirror").click();
  await page.keyboard.press("Control+A");
  await page.keyboard.insertText(text);
}

await page.goto(server + "/graphiql");
await answer("query_root");
await write("{ users { email } }");
await answer("Cannot query field");

// As the service role, which sees more.
await page.getByLabel("token").fill(token);
await page.getByRole("button", { name: "Use", exact: true }).click();
await page.locator(".graphiql-query-editor .CodeMirror").waitFor();
await write("{ users(limit: 1) { email } }");
await answer("@");

// The schema is there to read.
await page.getByLabel("Show Documentation Explorer").click();
await page.getByText("query_root").first().waitFor();

assert.deepEqual(said, []);
assert.deepEqual(violations, []);
for (const url of asked) assert.ok(url.startsWith(server) || url.startsWith("data:") || url.startsWith("blob:"), url);
await browser.close();
