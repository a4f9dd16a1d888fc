import * as kernel from "@spikeloom/kernel";
import { createStack, type PluginKind, type PluginRecord } from "@spikeloom/kernel";
import { expect, it } from "vitest";
import { defaultStack } from "../src/default-stack.ts";
import * as spikeloom from "../src/index.ts";

const kinds: readonly PluginKind[] = [
  ...(["neuron", "synapse", "plasticity", "integrator", "connector", "backend", "format"] as const),
];

it("contains only plugins that a third-party stack would accept", () => {
  const plugins = kinds.flatMap((kind): readonly PluginRecord[] => defaultStack.list(kind));
  expect(plugins.length).toBeGreaterThan(100);
  // Those of the default stack were composed without these checks.
  const checked = createStack({ plugins });
  for (const kind of kinds) expect(checked.list(kind)).toEqual(defaultStack.list(kind));
});

it("exports everything that defines a plugin, so that a script needs one package", () => {
  const defining = Object.keys(kernel).filter((name) => /^define(?!Error$)/.test(name));
  expect(defining).toHaveLength(11);
  for (const name of [...defining, "beginLearning", "encodedSource", "mapNetwork"]) {
    expect(spikeloom).toHaveProperty(name);
  }
});
