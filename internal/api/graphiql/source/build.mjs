// Bundles the page into a directory:
//
//	node build.mjs DIR
//
// The packages of package.json must be installed beside it.
import { existsSync, readFileSync, readdirSync, writeFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const into = process.argv[2];
mkdirSync(into, { recursive: true });
const result = await build({
  entryPoints: { page: "page.jsx", style: "page.css" },
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  legalComments: "none", // they stand in THIRD-PARTY.txt
  define: { "process.env.NODE_ENV": '"production"' },
  metafile: true,
  write: false,
  outdir: into,
  logLevel: "warning",
  // Fonts are the system's own.
  plugins: [{ name: "fonts", setup: (b) => b.onLoad({ filter: /\.css$/ }, (args) => ({
    contents: readFileSync(args.path, "utf8").replace(/@font-face\s*{[^}]*}/g, ""), loader: "css" })) }],
  // The packages may lie behind a link, and are named as if they did not.
  preserveSymlinks: true,
});
for (const file of result.outputFiles) {
  writeFileSync(file.path, file.contents);
}

// The licence of every package of which something is in the bundle. Some publish none
// with the package, and say in it which it is.
const packages = new Set();
for (const input of Object.keys(result.metafile.inputs)) {
  const at = input.lastIndexOf("node_modules/");
  const found = at >= 0 && input.match(/^(.*node_modules\/((?:@[^/]+\/)?[^/]+))\//);
  if (found) packages.add(found[1]);
}
let text = "The page to try GraphQL on holds these packages.\n";
for (const dir of [...packages].sort()) {
  const about = JSON.parse(readFileSync(join(dir, "package.json"), "utf8"));
  const file = existsSync(dir) && readdirSync(dir).find((entry) => /^licen[cs]e/i.test(entry));
  const terms = file ? readFileSync(join(dir, file), "utf8").replaceAll("\r", "").trim() : `Published under ${about.license} without a text; see ${about.homepage ?? about.name}.`;
  text += `\n${"-".repeat(78)}\n${about.name} ${about.version}, ${about.license}\n\n${terms}\n`;
}
writeFileSync(join(into, "THIRD-PARTY.txt"), text);
