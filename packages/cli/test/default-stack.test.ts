import { createStack, type PluginKind, type PluginRecord } from "@spikeloom/kernel";
import { expect, it } from "vitest";
import { defaultStack } from "../src/default-stack.ts";

const kinds: readonly PluginKind[] = [
  ...(["neuron", "synapse", "plasticity", "integrator", "connector", "backend", "format"] as const),
];

it("holds plugins that a stack of strangers' would take", () => {
  const plugins = kinds.flatMap((kind): readonly PluginRecord[] => defaultStack.list(kind));
  expect(plugins.length).toBeGreaterThan(100);
  // Its own were composed without these checks.
  const checked = createStack({ plugins });
  for (const kind of kinds) expect(checked.list(kind)).toEqual(defaultStack.list(kind));
});
