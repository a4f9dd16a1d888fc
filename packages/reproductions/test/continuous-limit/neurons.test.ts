import type { NetworkRecord, NeuronRecord } from "@spikeloom/kernel";
import { neurons } from "@spikeloom/neurons";
import { describe, expect, it } from "vitest";
import { draws, long } from "../../../../tools/test/draws.ts";
import { orderOf, refusalOf, runExact, runInSteps, table, trainsOf } from "./compare-spikes.ts";

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
    duration: "60 ms",
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

/** Mean distance of the clock's spikes from the exact ones, in steps. */
async function meanError(
  model: NeuronRecord,
  exact: readonly (readonly number[])[],
  { dt, draw }: { readonly dt: number; readonly draw: number },
): Promise<number> {
  const found = trainsOf(await runInSteps(network(model, dt, draw)));
  const errors = exact.flatMap((own, n) => {
    const other = found[n] ?? [];
    // A spike at the end of the run may be in one of them only.
    expect(Math.abs(own.length - other.length)).toBeLessThanOrEqual(1);
    return own.slice(0, other.length).map((time, k) => Math.abs((other[k] ?? Number.NaN) - time));
  });
  return errors.reduce((sum, one) => sum + one, 0) / errors.length / dt;
}

/** Steps, and the greatest error in steps. */
const usual = { steps: [0.1, 0.05, 0.025], most: 6 };

/**
 * Models whose scheme needs finer steps: spikes of the exponential Euler method at 0.1 ms are more or fewer by two.
 *
 * Their error grows from spike to spike, as the phase of the neuron does.
 */
const finer: Readonly<Record<string, typeof usual>> = {
  "traub-miles-cobahh": { steps: [0.02, 0.01], most: 60 },
};

/** Why the spikes of a model cannot be compared; undefined if they can. */
function reasonOf(model: NeuronRecord): string | undefined {
  if (model.source !== undefined) return "a source: no equations";
  // Random numbers differ in each step.
  if (model.spike !== undefined && "rate" in model.spike) return "spikes are drawn";
  return refusalOf(network(model, model.integrator?.dt === "1 ms" ? 1 : 0.1, 0));
}

const compared = neurons.filter((model) => reasonOf(model) === undefined);

describe("the spikes of the clock approach the exact ones in first order of the step", () => {
  it("for all neurons that both simulators run, and no others", () => {
    const expected = neurons.map((model) => [model.name, reasonOf(model) ?? expect.any(Number)]);
    expect(table.neurons).toEqual(Object.fromEntries(expected));
  });

  // Finer steps take as long as all others together; `hodgkin-huxley` has the same kind of channels. Of the others
  // each second one runs here: conformance compares the spike times of both simulators with the same references.
  const isHere = (name: string, place: number): boolean =>
    name === "hodgkin-huxley" || (place % 2 === 0 && !Object.hasOwn(finer, name));
  const here = compared.filter(({ name }, place) => long || isHere(name, place));
  it.each(here.map((model) => [model.name, model] as const))("%s", async (name, model) => {
    const { steps, most } = finer[name] ?? usual;
    for (let draw = 0; draw < draws({ ci: 1, long: 10 }); draw++) {
      const exact = trainsOf(await runExact(network(model, 0.1, draw)));
      expect(exact.flat().length).toBeGreaterThan(100);
      const used = long ? steps : [steps[0] ?? 0, steps.at(-1) ?? 0];
      const errors: number[] = [];
      for (const dt of used) errors.push(await meanError(model, exact, { dt, draw }));
      for (const one of errors) expect(one).toBeLessThan(most);
      expect(errors.at(-1)).toBeGreaterThan(0.25);
      const ends = [errors[0] ?? 0, errors.at(-1) ?? 0];
      const order = 1 + orderOf(ends, [used[0] ?? 0, used.at(-1) ?? 0]);
      // In steps the error is the same: its mean over some hundred spikes varies by less than a third.
      expect(Math.abs(order - 1)).toBeLessThan(0.3);
      if (draw === 0) expect(order).toBeCloseTo(Number(table.neurons[name]), 1);
    }
  });
});
