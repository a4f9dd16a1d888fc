import { clock } from "@spikeloom/backend-clock";
import { event } from "@spikeloom/backend-event";
import { integrators } from "@spikeloom/integrators";
import {
  type BackendRecord,
  createStack,
  type NetworkRecord,
  type NeuronRecord,
} from "@spikeloom/kernel";
import { connectors } from "@spikeloom/network";
import { neurons } from "@spikeloom/neurons";
import { checkRun, run } from "@spikeloom/simulate";
import { describe, expect, it } from "vitest";
import { draws, long } from "../../../tools/test/draws.ts";

const stack = createStack({ plugins: [...neurons, ...integrators, ...connectors, clock()] });

/** Currents that make most models fire, and weights small enough that one step more or less of an input does not matter. */
const currents: Readonly<Record<string, number>> = { nA: 1.2, pA: 1200, "uA/cm^2": 10 };
const weights: Readonly<Record<string, number>> = {
  nA: 0.015,
  pA: 15,
  mV: 0.3,
  nS: 0.6,
  uS: 0.0006,
};

const size = 40;

/** Neurons with different currents and inputs, whose times and delays lie on every grid of the comparison. */
function network(model: NeuronRecord, dt: number, draw: number): NetworkRecord {
  const times = Array.from({ length: size }, (_, i) =>
    Array.from({ length: 10 }, (_, k) => 60 + ((70 * i + 531 * k + 13 * draw) % 470))
      .sort((a, b) => a - b)
      .map((tenth) => `${tenth / 10} ms`),
  );
  return {
    format: "spikeloom-network",
    version: 1,
    dt: `${dt} ms`,
    convention: "nest",
    populations: { n: { model, size }, s: { model: "spike-array", size, times } },
    projections: Object.entries(model.receptors ?? {}).map(([receptor, { unit, sign }], k) => ({
      name: `s to ${receptor}`,
      from: "s",
      to: "n",
      receptor,
      connector: { kind: "one-to-one" },
      weight: `${(weights[unit] ?? 0.1) * (k === 1 && sign === undefined ? -0.4 : 1)} ${unit}`,
      delay: "1 ms",
    })),
    stimuli: Object.entries(model.inputs ?? {}).map(([input, { unit }]) => ({
      kind: "formula",
      into: "n",
      input,
      value: `${currents[unit] ?? 1} * ${unit} * (0.6 + 0.02 * ${draw} + 0.8 * i / N)`,
      start: "5 ms",
    })),
    record: [{ population: "n", variables: ["spikes"] }],
  };
}

async function trains(given: NetworkRecord, backend: BackendRecord): Promise<number[][]> {
  // Far below the error of the clock, about 0.01 ms.
  const backendOptions = backend === event ? { tolerance: 1e-8 } : {};
  const { recordings } = await run(given, { stack, backend, backendOptions, for: "60 ms" });
  const spikes = recordings[0]?.spikes;
  const found: number[][] = Array.from({ length: size }, () => []);
  spikes?.times.forEach((time, k) => {
    found[spikes.neurons[k] ?? -1]?.push(time);
  });
  return found;
}

/** Mean distance of the clock's spikes from the exact ones, in steps. */
async function meanError(
  model: NeuronRecord,
  exact: readonly (readonly number[])[],
  { dt, draw }: { readonly dt: number; readonly draw: number },
): Promise<number> {
  const found = await trains(network(model, dt, draw), clock());
  const errors = exact.flatMap((own, n) => {
    const other = found[n] ?? [];
    // A spike at the end of the run may be in one of them only.
    expect(Math.abs(own.length - other.length)).toBeLessThanOrEqual(1);
    return own.slice(0, other.length).map((time, k) => Math.abs((other[k] ?? Number.NaN) - time));
  });
  return errors.reduce((sum, one) => sum + one, 0) / errors.length / dt;
}

/** At a step of 0.1 ms, its spikes in steps are more or fewer by two, so they cannot be compared one by one. */
const others = new Set(["traub-miles-cobahh"]);

/** Models that both simulators run, but those whose spikes are drawn: their random numbers differ in each step. */
const models = neurons.filter(
  (model) =>
    model.source === undefined &&
    model.spike?.rate === undefined &&
    !others.has(model.name) &&
    checkRun(network(model, 0.1, 0), { stack, backend: event }).length === 0,
);

describe("the spikes of the clock approach the exact ones in first order of the step", () => {
  it("for the linear models at least", () => {
    const names = models.map(({ name }) => name);
    const linear = ["lif", "lif-curr-exp", "lif-curr-alpha", "lif-delta", "if-delta"];
    expect(names).toEqual(expect.arrayContaining([...linear, "mat2-curr-exp"]));
  });

  it.each(models.map((model) => [model.name, model] as const))("%s", async (_, model) => {
    for (let draw = 0; draw < draws({ ci: 1, long: 10 }); draw++) {
      const exact = await trains(network(model, 0.1, draw), event);
      expect(exact.flat().length).toBeGreaterThan(100);
      const errors: number[] = [];
      for (const dt of long ? [0.1, 0.05, 0.025] : [0.1, 0.025]) {
        errors.push(await meanError(model, exact, { dt, draw }));
      }
      // In steps the error is the same: its mean over some hundred spikes varies by less than a third.
      const [coarse = 0, fine = 0] = [errors[0], errors.at(-1)];
      expect(fine).toBeGreaterThan(0.25);
      for (const one of errors) expect(one).toBeLessThan(6);
      expect(Math.abs(Math.log2(coarse / fine) / 2)).toBeLessThan(0.3);
    }
  });
});
