// The page: RapiDoc over the server's own description, as the caller whose
// token stands in the form sees it. The token lasts as long as the tab.
import "rapidoc/src/rapidoc.js";

const viewer = document.querySelector("rapi-doc");
const form = document.querySelector("form");
const said = form.querySelector("output");
const { document: address } = document.body.dataset;
const kept = "bedplate token";

const dark = matchMedia("(prefers-color-scheme: dark)");
const paint = () => viewer.setAttribute("theme", dark.matches ? "dark" : "light");
dark.addEventListener("change", paint);

// Arguments that have no name of their own in the description stand in one
// field, written as they stand in an address.
const more = "\u2026";
const unfold = (text) => text.replace(/%E2%80%A6=([^&'"]*)/, (_, args) => args.replaceAll("%3D", "=").replaceAll("%26", "&"));

viewer.addEventListener("before-try", (event) => {
  const { request } = event.detail;
  request.url = unfold(request.url);
  const panel = event.composedPath()[0];
  panel.curlSyntax = unfold(panel.curlSyntax);
});

// adapt changes a description for RapiDoc, which sends an object argument by
// argument only as name[member]=, and knows no security but an operation's own.
function adapt(spec) {
  for (const parameter of Object.values(spec.components.parameters)) {
    if (parameter.explode && parameter.schema.type === "object") {
      Object.assign(parameter, { name: more, schema: { type: "string" }, explode: false });
      parameter.description += " As they stand in an address: `posts.order=created&posts.limit=1`.";
    }
  }
  for (const path of Object.values(spec.paths)) {
    for (const operation of Object.values(path)) {
      if (operation.responses) operation.security ??= spec.security;
    }
  }
  return spec;
}

// show loads the description for a token, "" being nobody's.
async function show(token) {
  const headers = token ? { Authorization: "Bearer " + token } : {};
  said.textContent = "";
  try {
    const answer = await fetch(address, { headers, credentials: "omit" });
    const body = await answer.json();
    if (!answer.ok) throw new Error(body.message);
    await viewer.loadSpec(adapt(body));
    if (token) viewer.setApiKey("bearer", token);
    sessionStorage.setItem(kept, token);
    said.textContent = token ? "as your token sees it" : "as anyone sees it";
  } catch (problem) {
    said.textContent = problem.message;
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  show(form.token.value.trim());
});

paint();
form.token.value = sessionStorage.getItem(kept) ?? "";
show(form.token.value);
