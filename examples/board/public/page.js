// The board in a page: sign up, sign in with a password, a passkey or a
// provider, read and post. Everything is asked of the server that the page came
// from, as the rules allow it to who is signed in.
const { createClient } = window.supabase;
const $ = (id) => document.getElementById(id);

// Nobody is asked for by a key: who is not signed in is nobody. The client wants
// to hold one, and it is left out of what is sent.
const nobodysKey = "nobody";
function ask(address, init = {}) {
  const headers = new Headers(init.headers);
  headers.delete("apikey");
  if (headers.get("authorization") === `Bearer ${nobodysKey}`) headers.delete("authorization");
  return fetch(address, { ...init, headers });
}
const app = createClient(location.origin, nobodysKey, { auth: { flowType: "pkce" }, global: { fetch: ask } });

let me = null; // who is signed in: the id, and with name and boards once known
let open = null; // the thread that is shown

function say(text, wrong = false) {
  $("said").textContent = text;
  $("said").classList.toggle("wrong", wrong);
}

// good gives what was answered; an error is told and ends what was begun.
function good({ data, error }) {
  if (error) throw error;
  return data;
}

// on has an element do something, and tells what went wrong with it.
function on(element, event, act) {
  element.addEventListener(event, async (e) => {
    e.preventDefault();
    try {
      say("");
      await act(e);
    } catch (error) {
      say(error.message, true);
    }
  });
}

function item(list, ...parts) {
  const li = document.createElement("li");
  li.append(...parts);
  list.append(li);
}

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  on(made, "click", act);
  return made;
}

async function showThreads() {
  const threads = good(await app.from("threads").select("id,title,status,board(slug,title)").neq("status", "draft").order("created", { ascending: false }).limit(50));
  $("threads").replaceChildren();
  for (const thread of threads) item($("threads"), button(thread.title, () => showThread(thread.id)), ` on ${thread.board.title}`);
}

async function showThread(id) {
  open = good(await app.from("threads").select("id,title,status,board(slug),posts(id,body,created,author(name))").eq("id", id).order("created", { referencedTable: "posts" }).single());
  $("title").textContent = open.title + (open.status === "locked" ? " (locked)" : "");
  $("posts").replaceChildren();
  for (const post of open.posts) item($("posts"), `${post.author.name}: ${post.body}`);
  showMine();
  $("thread").hidden = false;
}

// showMine shows what who is signed in may do.
function showMine() {
  $("nobody").hidden = me !== null;
  $("somebody").hidden = me === null;
  $("naming").hidden = !me || me.name !== undefined;
  $("who").textContent = me?.name ?? me?.email ?? "";
  $("roles").textContent = me?.boards?.length ? `, who looks after ${me.boards.join(", ")}` : "";
  const writing = open?.status === "published";
  $("answer").hidden = !me?.name || !writing;
  $("lock").hidden = !me?.boards?.includes(open?.board.slug) || !writing;
}

// arrive finds out what the board knows of who is signed in.
async function arrive(user) {
  if (!user) {
    me = null;
  } else {
    const profile = good(await app.from("users").select("name,moderates(board)").eq("id", user.id).maybeSingle());
    me = { id: user.id, email: user.email, name: profile?.name, boards: profile?.moderates.map((m) => m.board) ?? [] };
  }
  showMine();
}

on($("enter"), "submit", async (e) => {
  const { email, password } = Object.fromEntries(new FormData(e.target));
  const up = e.submitter?.name === "up";
  const { session, user } = good(await (up ? app.auth.signUp({ email, password }) : app.auth.signInWithPassword({ email, password })));
  e.target.reset();
  if (session) await arrive(user);
  else say("Look into your mail: there is a link to follow.");
});

on($("by-passkey"), "click", async () => arrive(good(await app.auth.signInWithPasskey()).user));
on($("add-passkey"), "click", async () => {
  good(await app.auth.registerPasskey());
  say("From now on you may sign in with this passkey.");
});
on($("leave"), "click", async () => {
  good(await app.auth.signOut({ scope: "local" }));
  await arrive(null);
});
on($("naming"), "submit", async (e) => {
  const { name } = Object.fromEntries(new FormData(e.target));
  good(await app.from("users").insert({ id: me.id, account: me.id, name, email: me.email || `${me.id}@board.example` }));
  await arrive(me);
});
on($("answer"), "submit", async (e) => {
  const { body } = Object.fromEntries(new FormData(e.target));
  good(await app.from("posts").insert({ thread: open.id, body }));
  e.target.reset();
  await showThread(open.id);
});
on($("lock"), "click", async () => {
  good(await app.from("threads").update({ status: "locked" }).eq("id", open.id));
  await showThread(open.id);
});

// What the server offers stands in its settings.
async function offer() {
  const settings = await (await ask("/auth/v1/settings")).json();
  const named = !/^[\d.]+$|^\[/.test(location.hostname);
  for (const id of ["by-passkey", "add-passkey"]) $(id).hidden = !settings.passkeys_enabled || !named;
  if (settings.passkeys_enabled && !named) {
    const there = new URL(location.href);
    there.hostname = "localhost";
    $("elsewhere").querySelector("a").href = there.href;
    $("elsewhere").hidden = location.hostname !== "127.0.0.1";
  }
  for (const [provider, there] of Object.entries(settings.external)) {
    if (!there || ["email", "phone", "anonymous_users"].includes(provider)) continue;
    $("providers").append(button(`Sign in with ${provider}`, async () => {
      good(await app.auth.signInWithOAuth({ provider, options: { redirectTo: location.origin + location.pathname } }));
    }));
  }
}

try {
  // A provider that sent somebody back without letting them in says why.
  const refused = new URLSearchParams(location.search).get("error_description");
  if (refused) say(refused, true);
  await offer();
  await arrive(good(await app.auth.getSession()).session?.user);
  await showThreads();
} catch (error) {
  say(error.message, true);
}
