// Stands in for RapiDoc's own resolver, which is half of its size, reads
// documents of any form from anywhere and follows every reference to the end.
// This one knows a document whose references all lead into itself, and cuts
// them where records lie within records within records, because collections
// that refer to each other would be expanded into each other without end.
const deepest = 2;

function expand(node, spec, within) {
  if (Array.isArray(node)) return node.map((item) => expand(item, spec, within));
  if (node === null || typeof node !== "object") return node;
  if (typeof node.$ref !== "string") {
    return Object.fromEntries(Object.entries(node).map(([name, value]) => [name, expand(value, spec, within)]));
  }
  const path = node.$ref.split("/").slice(1).map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  const name = path.at(-1);
  const schema = path[1] === "schemas";
  if (schema && (within.length === deepest || within.includes(name))) {
    return { type: "object", description: `See \`${name}\`.` };
  }
  const target = path.reduce((found, part) => found[part], spec);
  return expand(target, spec, schema ? [...within, name] : within);
}

export default {
  async resolve({ spec }) {
    const { components, ...rest } = spec;
    const { securitySchemes, schemas } = components;
    const whole = { ...expand(rest, spec, []), components: { securitySchemes, schemas: expand(schemas, spec, []) } };
    return { spec: whole, resolvedSpec: whole };
  },
};
