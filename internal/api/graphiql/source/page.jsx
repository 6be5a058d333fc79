// The page to try GraphQL on: GraphiQL over the server that the page came from. A token,
// where there is one, is kept for the tab alone.
import { createElement as h, useState } from "react";
import { createRoot } from "react-dom/client";
import { GraphiQL } from "graphiql";

const kept = "bedplate.graphiql.token";

function fetcherOf(token, address) {
  return async (params) => {
    const headers = { "Content-Type": "application/json", Accept: "application/json" };
    if (token) headers.Authorization = "Bearer " + token;
    const answer = await fetch(address, { method: "POST", headers, body: JSON.stringify(params) });
    return answer.json();
  };
}

function Page({ address }) {
  const [token, setToken] = useState(sessionStorage.getItem(kept) ?? "");
  const use = (event) => {
    event.preventDefault();
    const given = new FormData(event.target).get("token").trim();
    sessionStorage.setItem(kept, given);
    setToken(given);
  };
  return h("div", { className: "page" },
    h("form", { onSubmit: use },
      h("input", { name: "token", type: "password", autoComplete: "off", spellCheck: false, defaultValue: token,
        "aria-label": "token", placeholder: "a token, to ask as its owner" }),
      h("button", null, "Use")),
    h(GraphiQL, { key: token, fetcher: fetcherOf(token, address), shouldPersistHeaders: false,
      defaultQuery: "{\n  __typename\n}\n" }));
}

createRoot(document.getElementById("graphiql")).render(h(Page, { address: document.body.dataset.address }));
