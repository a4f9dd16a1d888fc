import {
  bytesSource,
  type NetworkRecord,
  readFormat,
  thingOf,
  writeFormat,
} from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { defaultStack as stack } from "../../../../tools/test/default-stack.ts";
import { newDraw } from "../../../../tools/test/draws.ts";
import { readNir } from "../../src/nir/index.ts";
import { floats } from "../../src/nir/numbers.ts";
import { runNetwork } from "./run-network.ts";

const format = stack.get("format", "nir");
const times = [
  [1, 2, 3, 10, 11, 12, 13, 30],
  [2, 4, 6, 8, 30.5],
];

/** Two layers of neurons; weights are multiples of a unit, the largest of each layer 127 of them, plus a fraction of it. */
function network(model: string, fraction: number): NetworkRecord {
  const draw = newDraw(61, model.length);
  const weights = (count: number, unit: string, size: number) => ({
    values: Array.from(
      { length: count },
      (_, k) =>
        size * ((k === 0 ? 127 : draw(128)) + (k === 0 ? 0 : fraction * (draw(100) / 100 - 0.5))),
    ),
    unit,
  });
  const [unit, size] = model === "lif-delta" ? ["mV", 0.1] : ["nA", 0.02];
  const excites = model === "lif-delta" ? {} : { receptor: "excitatory" };
  const parameters = {
    v_rest: "-65 mV",
    v_reset: "-65 mV",
    v_threshold: "-58 mV",
    tau_refrac: "0 ms",
  };
  return {
    format: "spikeloom-network",
    version: 1,
    dt: "0.1 ms",
    duration: "60 ms",
    populations: {
      in: { model: "spike-array", size: 2, times },
      A: { model, size: 5, parameters },
      B: { model, size: 4, parameters },
    },
    projections: [
      {
        from: "in",
        to: "A",
        ...excites,
        connector: { kind: "all-to-all" },
        weight: weights(10, unit as string, size as number),
        delay: "1 ms",
      },
      {
        from: "A",
        to: "B",
        ...excites,
        connector: { kind: "all-to-all" },
        weight: weights(20, unit as string, size as number),
        delay: "1 ms",
      },
    ],
    record: [{ population: "B", variables: ["spikes"] }],
  };
}

async function written(given: NetworkRecord, options: Readonly<Record<string, number>>) {
  const made = await writeFormat(format, { holds: "network", network: given }, { stack, options });
  const parts: Uint8Array[] = [];
  for await (const { pieces } of made.files) for await (const piece of pieces) parts.push(piece);
  return { bytes: Buffer.concat(parts), losses: made.losses };
}

async function spikesOf(bytes: Uint8Array) {
  const read = await readFormat(format, bytesSource("g.nir", bytes), { stack });
  const { network: back } = thingOf(read.thing, "network");
  const input = back.populations["in"] as NetworkRecord["populations"][string];
  const populations = { ...back.populations, in: { ...input, times } };
  const result = await runNetwork({ ...back, populations, duration: "60 ms" });
  const { spikes } = result.recordings[0] ?? {};
  return [...(spikes?.times ?? [])].map((time, k) => `${time.toFixed(3)} ${spikes?.neurons[k]}`);
}

async function weightsOf(bytes: Uint8Array): Promise<readonly number[]> {
  const { node } = await readNir(bytesSource("g.nir", bytes));
  if (node.type !== "NIRGraph") throw new Error("no graph");
  return [...node.nodes.values()].flatMap((one) =>
    one.type === "Linear" || one.type === "Affine" ? [...floats(one.weight)] : [],
  );
}

describe.each(["lif-delta", "lif-curr-exp"])("integer weights of %s", (model) => {
  it("leave spikes unchanged where they are multiples of a unit", async () => {
    const given = network(model, 0);
    const [plain, integers] = [await written(given, {}), await written(given, { weightBits: 8 })];
    const weights = await weightsOf(integers.bytes);
    expect(weights).toHaveLength(30);
    expect(weights.every((weight) => Number.isInteger(weight) && Math.abs(weight) <= 127)).toBe(
      true,
    );
    expect(Math.max(...weights)).toBe(127);
    expect(integers.losses.filter(({ code }) => code === "weights")).toEqual([]);
    const spikes = await spikesOf(integers.bytes);
    expect(spikes.length).toBeGreaterThan(3);
    expect(spikes).toEqual(await spikesOf(plain.bytes));
  });

  it("are rounded by at most half a unit, which is reported", async () => {
    const given = network(model, 0.9);
    for (const [bits, most] of [
      [8, 127],
      [4, 7],
    ] as const) {
      const [plain, integers] = [
        await written(given, {}),
        await written(given, { weightBits: bits }),
      ];
      const [exact, whole] = [await weightsOf(plain.bytes), await weightsOf(integers.bytes)];
      expect(whole.every((weight) => Number.isInteger(weight) && Math.abs(weight) <= most)).toBe(
        true,
      );
      for (const [from, until] of [
        [0, 10],
        [10, 30],
      ] as const) {
        const largest = Math.max(...exact.slice(from, until).map(Math.abs));
        for (let k = from; k < until; k++) {
          const error = (whole[k] as number) - ((exact[k] as number) * most) / largest;
          expect(Math.abs(error)).toBeLessThanOrEqual(0.5 + 1e-9);
        }
      }
      expect(integers.losses.map(({ code, place }) => `${code} ${place}`)).toEqual(
        expect.arrayContaining(["weights A", "weights B"]),
      );
    }
  });
});
