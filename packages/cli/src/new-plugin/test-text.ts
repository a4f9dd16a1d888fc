import type { NewKind } from "./new-kinds.ts";
import { moduleAddress, type PluginNames, type PluginTemplate } from "./template.ts";

/** Write the test of a new plugin: the claims of its kind, and that networks find it by name. */
export function testText(
  plugin: PluginNames & { readonly kind: NewKind },
  { suite, network, runOptions }: PluginTemplate,
): string {
  const { name, id, kind } = plugin;
  const isNamed = network !== undefined;
  const runs = isNamed && kind !== "format";
  const used = isNamed ? ["readNetwork", ...(runs ? ["run"] : [])] : [];
  const stack = kind === "encoder" ? [] : ["createStack", "defaultStack"];
  const names = [...(suite.uses ?? []), ...stack, ...used].sort();
  const lines = [
    ...(runs ? ['import assert from "node:assert/strict";'] : []),
    ...(isNamed ? ['import { readFileSync } from "node:fs";'] : []),
    'import test from "node:test";',
    `import { ${suite.name} } from "@spikeloom/conformance";`,
    ...(names.length > 0 ? [`import { ${names.join(", ")} } from "spikeloom";`] : []),
    `import { ${id} } from "../src/${name}.ts";`,
    "",
    ...(stack.length > 0 ? [`const stack = createStack({ plugins: [defaultStack, ${id}] });`] : []),
    ...(isNamed
      ? [`const network = readNetwork(readFileSync(new URL("../network.json", ${moduleAddress})));`]
      : []),
    "",
    "// What every plugin of its kind keeps.",
    `for (const claim of ${suite.claims(plugin)}) {`,
    "  test(claim.name, () => claim.run());",
    "}",
    ...(runs ? runTest(runOptions?.(name)) : []),
  ];
  return `${lines.join("\n").replace(/\n{3,}/g, "\n\n")}\n`;
}

function runTest(options: string | undefined): readonly string[] {
  const given = ["stack", "workers", ...(options === undefined ? [] : [options])].join(", ");
  return [
    "",
    'test("networks find it by name, and run on two workers as on one", async () => {',
    `  const runOn = (workers: number) => run(network, { ${given} });`,
    "  const [one, two] = [await runOn(1), await runOn(2)];",
    '  assert.ok((one.spikeCounts["E"] ?? 0) > 0);',
    "  assert.equal(two.spikeHash, one.spikeHash);",
    "});",
  ];
}
