import { readFileSync } from "node:fs";
import { clock } from "@spikeloom/backend-clock";
import {
  createStack,
  defineNeuron,
  type NetworkRecord,
  type NeuronRecord,
  type Simulation,
} from "@spikeloom/kernel";
import { checkNetwork, connectors } from "@spikeloom/network";
import { neurons } from "@spikeloom/neurons";
import { describe, expect, it } from "vitest";
import { prepareJob } from "../../../tools/test/prepare-job.ts";

const stack = createStack({ plugins: [...neurons, ...connectors] });
const targets = ["wasm", "js"] as const;

type Target = (typeof targets)[number];
type Options = { readonly precision?: "f64" | "f32" };

async function prepare(
  network: NetworkRecord,
  target: Target,
  { precision = "f64" }: Options = {},
): Promise<Simulation> {
  const sink = { spikes: () => {}, samples: () => {} };
  return prepareJob(clock({ target }), { network, stack, seed: 3, precision, sink });
}

/** A population of one model in steps of 1 ms. */
function alone(model: NeuronRecord, more: Partial<NetworkRecord> = {}): NetworkRecord {
  return {
    format: "spikeloom-network",
    version: 1,
    dt: "1 ms",
    convention: "nest",
    populations: { n: { model, size: 1 } },
    ...more,
  };
}

/** A model with one integer that starts at 7. */
function counting(step: string, state: Partial<NonNullable<NeuronRecord["state"]>[string]> = {}) {
  return defineNeuron({
    name: "counting",
    about: "Counts.",
    parameters: {},
    state: { n: { initial: 7, unit: "1", about: "count", type: "integer", ...state } },
    step: [{ n: step }],
  });
}

async function values(model: NeuronRecord, target: Target, steps: number): Promise<number[]> {
  const run = await prepare(alone(model), target);
  const seen = [(await run.state("n", "n"))[0] as number];
  for (let k = 0; k < steps; k++) {
    await run.advance(1);
    // Minus zero counts as zero.
    seen.push(((await run.state("n", "n"))[0] as number) + 0);
  }
  return seen;
}

describe("an integer variable", () => {
  it("is refused if its step leaves a fraction", () => {
    const [error, ...others] = checkNetwork(alone(counting("n / 2")), { stack });
    expect(others).toEqual([]);
    expect(error?.code).toBe("SL_FRACTIONAL_STEP");
    expect(error?.place).toBe("populations.n.model.step[0].n, column 3");
    expect(error?.got).toBe("n / 2");
    expect(error?.next).toContain("floor(n / 2)");
  });

  it.each(targets)("moves by whole steps if the rounding is stated, in %s", async (target) => {
    expect(await values(counting("floor(n / 2)"), target, 4)).toEqual([7, 3, 1, 0, 0]);
    expect(await values(counting("ceil(-n / 2)"), target, 3)).toEqual([7, -3, 2, -1]);
    expect(await values(counting("int(-n / 2)"), target, 3)).toEqual([7, -3, 1, 0]);
  });

  it.each(targets)("stays in the range of its width, in %s", async (target) => {
    const four = { bits: 4 } as const;
    expect(await values(counting("n + 5", four), target, 2)).toEqual([7, 7, 7]);
    expect(await values(counting("n - 9", four), target, 2)).toEqual([7, -2, -8]);
    const wraps = { ...four, overflow: "wrap" } as const;
    expect(await values(counting("n + 5", wraps), target, 3)).toEqual([7, -4, 1, 6]);
    expect(await values(counting("n - 9", wraps), target, 3)).toEqual([7, -2, 5, -4]);
    const unsigned = { ...wraps, signed: false } as const;
    expect(await values(counting("n - 9", unsigned), target, 3)).toEqual([7, 14, 5, 12]);
    const widest = { bits: 53, overflow: "wrap" } as const;
    const high = 2 ** 52 - 4;
    expect(await values(counting(`n + ${high}`, widest), target, 1)).toEqual([7, 3 - 2 ** 52]);
  });

  it("of stated width is refused in single precision", async () => {
    const network = alone(counting("n + 1", { bits: 4 }));
    await expect(prepare(network, "wasm", { precision: "f32" })).rejects.toThrow(
      "SL_INTEGER_PRECISION at populations.n",
    );
  });

  it("starts within its range", async () => {
    const model = counting("n + 1", { bits: 4 });
    for (const n of [1.5, 8, -9]) {
      const network = alone(model, { populations: { n: { model, size: 1, initial: { n } } } });
      await expect(prepare(network, "wasm")).rejects.toThrow("populations.n.initial.n");
    }
  });
});

const loihi = JSON.parse(
  readFileSync(new URL("../../../specs/model/valid/loihi-cuba-lif.json", import.meta.url), "utf8"),
) as NeuronRecord;

const parameters = { du: 410, dv: 129, v_threshold: 30_000, bias: -37, bias_exp: 6 };
const refractory = 3;
const times = Array.from({ length: 120 }, (_, k) => 2 + ((7 * k) % 118));
// The two of a step go beyond 22 bits together.
const weights = [1_500_001, 1_100_003];

/** Two sources onto one Loihi neuron; their spikes coincide if both have the same time. */
function driven(weight: readonly number[] = weights): NetworkRecord {
  return alone(loihi, {
    populations: {
      n: { model: loihi, size: 1, parameters: { ...parameters, refractory_steps: refractory } },
      s: { model: "spike-array", size: 2, times: sent.map((list) => list.map((t) => `${t} ms`)) },
    },
    projections: [
      {
        name: "onto",
        from: "s",
        to: "n",
        receptor: "synapse",
        delay: "1 ms",
        connector: { kind: "all-to-all" },
        weight: { formula: `where(i == 0, ${weight[0]}, ${weight[1]})` },
      },
    ],
  });
}

const sent = [times.filter((t) => t % 5 < 2), times.filter((t) => t % 5 > 0 && t % 11 < 6)].map(
  (list) => [...new Set(list)].sort((a, b) => a - b),
);

type State = Readonly<Record<"q" | "u" | "v" | "wait", bigint>>;

const big = Object.fromEntries(
  Object.entries(parameters).map(([name, value]) => [name, BigInt(value)]),
) as Readonly<Record<keyof typeof parameters, bigint>>;
const wrapped = (bits: number, x: bigint): bigint => BigInt.asIntN(bits, x);

/** One step of the chip, in integers of any size; quotients of BigInt are truncated toward zero. */
function chipStep({ q, u, v, wait }: State, arriving: bigint): State {
  const current = wrapped(24, (u * (4095n - big.du)) / 4096n + q);
  const sum = (v * (4096n - big.dv)) / 4096n + current + (big.bias << big.bias_exp);
  const most = 8_388_607n;
  const potential = wait > 0n ? 0n : sum > most ? most : sum < -most ? -most : sum;
  const isAbove = potential > 64n * big.v_threshold;
  return {
    q: wrapped(22, arriving),
    u: current,
    v: isAbove ? 0n : potential,
    wait: isAbove ? BigInt(refractory - 1) : wait > 0n ? wait - 1n : 0n,
  };
}

describe("a neuron of Loihi", () => {
  it.each(targets)("is the integer loop bit for bit, in %s", async (target) => {
    const run = await prepare(driven(), target);
    let state: State = { q: 0n, u: 0n, v: 0n, wait: 0n };
    let spikes = 0;
    let overflows = 0;
    for (let step = 1; step <= 125; step++) {
      await run.advance(1);
      const sum = sent.reduce(
        (all, list, k) => all + (list.includes(step - 1) ? (weights[k] as number) : 0),
        0,
      );
      const before = state;
      state = chipStep(state, BigInt(sum));
      if (sum >= 2 ** 21) overflows += 1;
      if (state.wait > before.wait) spikes += 1;
      for (const [variable, value] of Object.entries(state)) {
        const got = ((await run.state("n", variable))[0] as number) + 0;
        expect([step, variable, got]).toEqual([step, variable, Number(value)]);
      }
    }
    expect(spikes).toBeGreaterThan(5);
    expect(spikes).toBe(await run.spikeCount("n"));
    expect(overflows).toBeGreaterThan(5);
  });

  it("accepts only integer weights", async () => {
    await expect(prepare(driven([64, 0.5]), "wasm")).rejects.toThrow(
      "SL_WEIGHT_WHOLE at projections[0].weight",
    );
  });
});
