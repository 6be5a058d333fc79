// Uses the page of the example board as people do, in Chromium:
//
//	node visit.mjs CHROMIUM http://localhost:PORT TOKEN ISSUER
//
// The token is the service role's, which appoints a moderator. Passkeys are kept
// by a device of the browser's own.
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const [, , program, server, token, issuer] = process.argv;
const thread = { id: "01934000-0000-7000-8000-000000000104", board: "gardening" };
const browser = await chromium.launch({ executablePath: program, chromiumSandbox: process.getuid() !== 0 });
const page = await browser.newPage();
page.setDefaultTimeout(20_000);

const said = [], asked = new Set(), violations = [];
page.on("console", (message) => {
  // What the issuer's own pages complain of is its own matter.
  if (page.url().startsWith(server)) said.push(`${message.type()}: ${message.text()}`);
});
page.on("pageerror", (error) => said.push(error.message));
page.on("request", (request) => asked.add(new URL(request.url()).origin));
await page.exposeFunction("violated", (what) => violations.push(what));
await page.addInitScript(() => addEventListener("securitypolicyviolation", (e) => window.violated(e.violatedDirective + " " + e.blockedURI)));

const devices = await page.context().newCDPSession(page);
await devices.send("WebAuthn.enable");
await devices.send("WebAuthn.addVirtualAuthenticator", {
  options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
});

const click = (name) => page.getByRole("button", { name, exact: true }).click();
const told = (text) => page.locator("#said", { hasText: text }).waitFor();

async function enter(button, email, password) {
  await page.getByLabel("Address").fill(email);
  await page.getByLabel("Password").fill(password);
  await click(button);
}

async function service(path, body) {
  const answer = await fetch(server + "/rest/v1/" + path, { method: body ? "POST" : "GET", body: body && JSON.stringify(body), headers: { authorization: "Bearer " + token, "content-type": "application/json" } });
  assert.ok(answer.ok, await answer.clone().text());
  return body ? null : await answer.json();
}

const title = (await service(`threads?select=title,board&id=eq.${thread.id}`))[0];

// A visitor reads, and cannot post.
await page.goto(server + "/");
await click(title.title);
await page.locator("#posts li").first().waitFor();
assert.equal(await page.locator("#answer").isVisible(), false);

// A password that is too short is told; a good one lets in.
await enter("Sign up", "nora@example.com", "short");
await page.locator("#said.wrong").waitFor();
await enter("Sign up", "nora@example.com", "correct horse battery");
await page.getByLabel("What shall we call you?").fill("nora");
await click("That is my name");
await page.locator("#who", { hasText: /^nora$/ }).waitFor();
const [nora] = await service("users?select=id,account(email)&name=eq.nora");
assert.equal(nora.account.email, "nora@example.com");

// She posts.
await page.getByLabel("Your post").fill("A post by <b>nora</b>");
await click("Post");
await page.locator("#posts li", { hasText: "nora: A post by <b>nora</b>" }).waitFor();
assert.deepEqual((await service("posts?select=body&author=eq." + nora.id)).map((p) => p.body), ["A post by <b>nora</b>"]);
assert.equal(await page.locator("#lock").isVisible(), false);

// The page knows her after it was loaded again. She adds a passkey, and comes
// back with it alone.
await page.reload();
await page.locator("#who", { hasText: /^nora$/ }).waitFor();
await click("Add a passkey");
await told("From now on");
await click("Sign out");
await click("Sign in with a passkey");
await page.locator("#who", { hasText: /^nora$/ }).waitFor();
assert.equal((await service("auth_sessions?select=aal&user=eq." + nora.id))[0].aal, "aal2");
await click("Sign out");

// A wrong password is told, the right one lets in.
await enter("Sign in", "nora@example.com", "a wrong horse battery");
await page.locator("#said.wrong").waitFor();
await enter("Sign in", "nora@example.com", "correct horse battery");
await page.locator("#who", { hasText: /^nora$/ }).waitFor();

// A moderator locks a thread of her board.
await service("moderators", { board: title.board, user: nora.id });
await page.reload();
await page.locator("#roles", { hasText: title.board }).waitFor();
await click(title.title);
await click("Lock this thread");
await page.locator("#title", { hasText: "(locked)" }).waitFor();
assert.equal(await page.locator("#answer").isVisible(), false);
assert.equal((await service(`threads?select=status&id=eq.${thread.id}`))[0].status, "locked");
await click("Sign out");

// By a provider, there and back. Who says no is told so, and is nobody.
assert.deepEqual([...asked], [server], "the page asks somebody else");
await click("Sign in with company");
await page.waitForURL(issuer + "/**");
await page.locator('input[name="login"]').fill("pia");
await page.locator('input[name="password"]').fill("any");
await page.locator('button[type="submit"]').click();
await page.locator('button[type="submit"]', { hasText: "Continue" }).click();
await page.getByLabel("What shall we call you?").fill("pia");
await click("That is my name");
await page.locator("#who", { hasText: /^pia$/ }).waitFor();
assert.equal((await service("users?select=account(email)&name=eq.pia"))[0].account.email, "pia@example.com");
assert.equal(new URL(page.url()).search, "");
await click("Sign out");

const refusals = said.filter((line) => !/status of 4(00|22)/.test(line) && !/^(warning|verbose|info)/.test(line));
assert.deepEqual(refusals, []);
assert.deepEqual(violations, []);
await browser.close();
