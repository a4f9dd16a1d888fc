import { createStack, type NetworkRecord } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { convert, defaultStack, run } from "../src/index.ts";

const E = { model: "lif-curr-exp", size: 4 };
const projection = {
  from: "E",
  to: "E",
  connector: { kind: "all-to-all" },
  receptor: "excitatory",
  weight: "0.1 nA",
};

function network(parts: object): NetworkRecord {
  const head = { format: "spikeloom-network", version: 1, populations: { E }, duration: "1 ms" };
  return { ...head, ...parts } as NetworkRecord;
}

/** Less than 1e9 of anything requires, on any machine. */
const limit = { memory: 2 ** 30 };

const cyclic = {
  kind: "neuron",
  contract: 1,
  name: "cyclic",
  about: "Two values that depend on each other.",
  parameters: {},
  expressions: {
    a: { value: "b + 1", unit: "1", about: "a" },
    b: { value: "a + 1", unit: "1", about: "b" },
  },
  state: { v: { initial: 0, unit: "1", about: "v" } },
  dynamics: { v: "a / (1*ms)" },
};

describe.each(["nir", "nest"])("convert to %s", (to) => {
  it.each([
    ["a negative delay", network({ projections: [{ ...projection, delay: "-1 ms" }] })],
    ["a step of no length", network({ dt: "0 ms" })],
    [
      "no membrane time constant",
      network({ populations: { E: { ...E, parameters: { c_m: "0 pF" } } } }),
    ],
    ["1e9 neurons", network({ populations: { E: { ...E, size: 1e9 } } })],
    [
      "1e9 synapses of different weights",
      network({
        populations: { E: { ...E, size: 32_000 } },
        projections: [{ ...projection, weight: { draw: "uniform", low: "0 nA", high: "0.1 nA" } }],
      }),
    ],
    ["expressions in a circle", network({ populations: { E: { model: cyclic, size: 1 } } })],
  ])("refuses the same faults as run: %s", async (_, given) => {
    const codeOf = async (act: () => Promise<unknown>): Promise<unknown> =>
      await act().then(
        () => undefined,
        (fault: { readonly code?: string }) => fault.code,
      );
    const code = await codeOf(() => run(given, limit));
    expect(code).toMatch(/^SL_/);
    const thing = { holds: "network", network: given } as const;
    expect(await codeOf(() => convert(thing, { to, ...limit }))).toBe(code);
  });
});

it("writes a network above the available memory on request", async () => {
  const large = { holds: "network", network: network({ populations: { E: { ...E, size: 1e9 } } }) };
  const to = { to: "spikeloom-network" };
  const thing = large as Parameters<typeof convert>[0];
  await expect(convert(thing, { ...to, ...limit })).rejects.toThrow(/SL_MEMORY at populations/);
  // Nothing in this format is written per neuron.
  const { files } = await convert(thing, { ...to, memory: 2 ** 50 });
  expect(Object.keys(files)).toHaveLength(1);
});

it("needs no backend: a network that it cannot run may be written for another simulator", async () => {
  const kinds = ["neuron", "synapse", "connector", "integrator", "format"] as const;
  const stack = createStack({ plugins: kinds.flatMap((kind) => [...defaultStack.list(kind)]) });
  const sound = network({ projections: [{ ...projection, delay: "1 ms" }] });
  const { files } = await convert({ holds: "network", network: sound }, { to: "nest", stack });
  expect(Object.keys(files).length).toBeGreaterThan(0);
});
