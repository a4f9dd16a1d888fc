import { type PluginNames, type PluginTemplate, placeholderSource } from "./template.ts";

/** Write the test of a new plugin: the conformance suite of its kind, and a run that finds it by name. */
export function testText(plugin: PluginNames, template: PluginTemplate): string {
  const { suite, network, command, runOptions } = template;
  const { name, id } = plugin;
  const runs = command === "run";
  const cites = citesSource(template);
  const imports = [
    ...(runs || cites ? ['import assert from "node:assert/strict";'] : []),
    ...(network === undefined ? [] : ['import { readFileSync } from "node:fs";']),
    'import test from "node:test";',
    ...importedNames(template).map(
      ([from, names]) => `import { ${[...names].sort().join(", ")} } from "${from}";`,
    ),
    `import { ${id} } from "../src/${name}.ts";`,
  ];
  const setup = [
    `const stack = createStack({ plugins: [defaultStack, ${id}] });`,
    ...(network === undefined
      ? []
      : [
          'const network = readNetwork(readFileSync(new URL("../network.json", import.meta.url)));',
        ]),
    ...(suite.setup === undefined ? [] : [suite.setup]),
  ];
  const claims = [
    "// Conformance suite of its kind.",
    `for (const claim of ${suite.claims(plugin)}) {`,
    "  test(claim.name, () => claim.run());",
    "}",
  ];
  const parts = [
    imports,
    setup,
    claims,
    ...(cites ? [sourceTest(plugin)] : []),
    ...(runs ? [runTest(runOptions?.(name))] : []),
  ];
  return `${parts.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

/** Imports of the test, by package of SpikeLoom. */
export function importedNames({
  suite,
  network,
  command,
}: PluginTemplate): readonly (readonly [from: string, names: readonly string[]])[] {
  const { spikeloom = [], ...others } = suite.uses ?? {};
  const read = network === undefined ? [] : ["readNetwork"];
  const names = ["createStack", "defaultStack", ...read, ...(command === "run" ? ["run"] : [])];
  return Object.entries({
    "@spikeloom/conformance": [suite.name],
    ...others,
    spikeloom: [...spikeloom, ...names],
  });
}

/** Check whether plugins made from a template cite a source. */
export function citesSource(template: PluginTemplate): boolean {
  return template.source({ name: "", id: "", about: "" }).includes(placeholderSource);
}

function sourceTest({ name, id }: PluginNames): readonly string[] {
  return [
    'test("it cites its source", () => {',
    `  const placeholder = "${placeholderSource}";`,
    `  const message = "Replace " + placeholder + " in src/${name}.ts with your source: doi:10.…, isbn:… or https://….";`,
    `  assert.ok(${id}.cite?.length, "Cite a source in src/${name}.ts: doi:10.…, isbn:… or https://….");`,
    `  assert.ok(!${id}.cite.includes(placeholder), message);`,
    "});",
  ];
}

function runTest(options: string | undefined): readonly string[] {
  const given = ["stack", "workers", ...(options === undefined ? [] : [options])].join(", ");
  return [
    'test("a network finds it by name, with the same result on one and two workers", async () => {',
    `  const runOn = (workers: number) => run(network, { ${given} });`,
    "  const [one, two] = [await runOn(1), await runOn(2)];",
    '  assert.ok((one.spikeCounts["E"] ?? 0) > 0);',
    "  assert.equal(two.spikeHash, one.spikeHash);",
    "});",
  ];
}
