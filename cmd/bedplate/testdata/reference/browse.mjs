// Uses the page of the API reference as a person does, in Chromium:
//
//	node browse.mjs CHROMIUM http://HOST:PORT TOKEN
//
// The token is the service role's. What the browser says in its console, and
// every host that it asks, is looked at.
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const [, , program, server, token] = process.argv;
const browser = await chromium.launch({ executablePath: program, chromiumSandbox: process.getuid() !== 0 });
const page = await browser.newPage({ colorScheme: "dark" });
page.setDefaultTimeout(20_000);

const said = [], asked = [], violations = [];
page.on("console", (message) => said.push(`${message.type()}: ${message.text()}`));
page.on("pageerror", (error) => said.push(error.message));
page.on("request", (request) => asked.push(request));
await page.exposeFunction("violated", (what) => violations.push(what));
await page.addInitScript(() => addEventListener("securitypolicyviolation", (e) => window.violated(e.violatedDirective + " " + e.blockedURI)));

// operation opens one from the list at the side, by its method and path.
async function operation(name) {
  await page.locator(`[data-content-id="${name}"]`).first().click();
  await page.getByRole("button", { name: "TRY", exact: true }).waitFor();
}

// answer sends what stands in the form and gives the rows that are shown.
async function answer() {
  await page.getByRole("button", { name: "TRY", exact: true }).click();
  const shown = page.locator("api-request pre code").first();
  await shown.waitFor();
  return JSON.parse(await shown.innerText());
}

const field = (name) => page.locator(`[data-pname="${name}"]:visible`);

// A visitor's view.
await page.goto(server + "/reference");
await page.getByText("as anyone sees it").waitFor();
assert.equal(await page.title(), "board: API reference");
for (const collection of ["boards", "moderators", "posts", "reactions", "threads", "users"]) {
  await page.locator(`[data-content-id="get-/${collection}"]`).first().waitFor();
}
await operation("get-/users");
assert.equal(await field("email").count(), 0, "a visitor may filter by email");
await field("select").fill("name");
await field("order").fill("name");
await field("limit").fill("2");
assert.deepEqual(await answer(), [{ name: "ada" }, { name: "bruno" }]);

// With a token, other fields are there, and requests carry it.
await page.getByLabel("token").fill(token);
await page.getByRole("button", { name: "Use" }).click();
await page.getByText("as your token sees it").waitFor();
await operation("get-/users");
await field("email").fill("eq.ada@board.example");
await field("select").fill("name,email,threads(title)");
await field("\u2026").fill("threads.order=title&threads.limit=1");
const rows = await answer();
assert.deepEqual(rows.map((user) => [user.name, user.email, user.threads.length]), [["ada", "ada@board.example", 1]]);
const last = asked.at(-1);
assert.equal(last.headers().authorization, "Bearer " + token);
assert.equal(new URL(last.url()).searchParams.get("threads.limit"), "1");

// The tab remembers the token.
await page.reload();
await page.getByText("as your token sees it").waitFor();

// A token that is none is told, and what was shown stays.
await page.getByLabel("token").fill("nonsense");
await page.getByRole("button", { name: "Use" }).click();
await page.waitForFunction(() => /token/.test(document.querySelector("output").textContent) && !/sees it/.test(document.querySelector("output").textContent));
assert.deepEqual(said.splice(0), ["error: Failed to load resource: the server responded with a status of 401 (Unauthorized)"]);

assert.deepEqual(violations, []);
assert.deepEqual([...new Set(asked.map((request) => new URL(request.url()).origin))].filter((origin) => origin !== server), []);
await browser.close();
