// Bundles the page into a directory:
//
//	node build.mjs DIR
//
// The packages of package.json must be installed beside it.
import { readFileSync, readdirSync, writeFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const into = process.argv[2];
mkdirSync(into, { recursive: true });
const result = await build({
  entryPoints: ["page.js", "page.css"],
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  legalComments: "none", // they stand in THIRD-PARTY.txt
  alias: { "~": "./node_modules/rapidoc/src", "@apitools/openapi-parser": "./resolver.js" },
  metafile: true,
  write: false,
  outdir: into,
  logLevel: "warning",
  // The packages may lie behind a link, and are named as if they did not.
  preserveSymlinks: true,
});
for (const file of result.outputFiles) {
  writeFileSync(file.path, file.contents);
}

// The licence of every package of which something is in the bundle.
const packages = new Set();
for (const input of Object.keys(result.metafile.inputs)) {
  const found = input.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//);
  if (found) packages.add(found[1]);
}
let text = "The page of the API reference holds these packages.\n";
for (const name of [...packages].sort()) {
  const dir = join("node_modules", name);
  const about = JSON.parse(readFileSync(join(dir, "package.json"), "utf8"));
  const file = readdirSync(dir).find((entry) => /^licen[cs]e/i.test(entry));
  if (!file) throw new Error(name + " has no text of its licence");
  text += `\n${"-".repeat(78)}\n${name} ${about.version}, ${about.license}\n\n${readFileSync(join(dir, file), "utf8").replaceAll("\r", "").trim()}\n`;
}
writeFileSync(join(into, "THIRD-PARTY.txt"), text);
