import type { NetworkRecord, PlasticityRecord, SynapseRecord } from "@spikeloom/kernel";
import { plasticity } from "@spikeloom/plasticity";
import type { Result } from "@spikeloom/simulate";
import { synapses } from "@spikeloom/synapses";
import { describe, expect, it } from "vitest";
import { long } from "../../../../tools/test/draws.ts";
import { orderOf, refusalOf, runExact, runInSteps, table, trainsOf } from "./compare-spikes.ts";

type Model = PlasticityRecord | SynapseRecord;

const size = 120;

/** Neurons and initial weights by the unit of weights. */
const targets: Readonly<Record<string, readonly [model: string, weight: number]>> = {
  mV: ["lif-delta", 0.3],
  nA: ["lif-curr-exp", 0.03],
  pA: ["lif-curr-exp", 30],
  nS: ["lif-cond-exp", 0.4],
  uS: ["lif-cond-exp", 0.001],
};

const kindOf = (model: Model) => (model.kind === "plasticity" ? "plasticity" : "synapse");

/** Initial weight, at most half of its bound. */
function weightOf(model: Model): { readonly value: number; readonly unit: string } {
  const unit = model.weightUnit ?? "pA";
  const bound = model.parameters?.["w_max"]?.default;
  const usual = targets[unit]?.[1] ?? 1;
  const most =
    typeof bound === "string" && bound.endsWith(` ${unit}`) ? Number.parseFloat(bound) : 2 * usual;
  return { value: Math.min(usual, most / 2), unit };
}

/** Neurons that fire at different rates, each with one synapse onto another such neuron. */
function network(model: Model, dt: number): NetworkRecord {
  const { value, unit } = weightOf(model);
  const current = (from: number, by: number) => {
    return { i_offset: { formula: `${from}*nA + ${by}*nA*i/N` } };
  };
  return {
    format: "spikeloom-network",
    version: 1,
    dt: `${dt} ms`,
    duration: "100 ms",
    convention: "nest",
    populations: {
      s: { model: "lif-curr-exp", size, parameters: current(0.5, 0.4) },
      n: { model: targets[unit]?.[0] ?? "lif-curr-exp", size, parameters: current(0.95, -0.4) },
    },
    projections: [
      {
        name: "w",
        from: "s",
        to: "n",
        receptor: unit === "mV" ? "delta" : "excitatory",
        connector: { kind: "one-to-one" },
        weight: `${value} ${unit}`,
        delay: "1.5 ms",
        [kindOf(model)]: model,
      },
    ],
    record: [
      { population: "n", variables: ["spikes"] },
      { population: "s", variables: ["spikes"] },
    ],
    recordSynapses: [{ projection: "w" }],
  };
}

function weightsOf({ synapseRecordings }: Result): Float64Array {
  const values = synapseRecordings[0]?.sets[0]?.snapshots.get("weight")?.values;
  return Float64Array.from(values ?? []).slice(-size);
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/**
 * Median distances of the clock from the exact run: of spikes of the targets, and of weights.
 *
 * Only synapses both of whose neurons fire equally often are compared. The median leaves out those of which a step changes the
 * order of two spikes, and so the sign of a change.
 */
function distances(exact: Result, found: Result): readonly [spikes: number, weights: number] {
  const [n, s] = [0, 1].map((recorder) => [exact, found].map((one) => trainsOf(one, recorder)));
  const [own, other] = [weightsOf(exact), weightsOf(found)];
  const isEqual = (k: number): boolean =>
    [n, s].every((both) => both?.[0]?.[k]?.length === both?.[1]?.[k]?.length);
  const compared = Array.from({ length: size }, (_, k) => k).filter(isEqual);
  expect(compared.length).toBeGreaterThan(size / 2);
  const spikes = compared.flatMap((k) =>
    (n?.[0]?.[k] ?? []).map((time, j) => Math.abs(time - (n?.[1]?.[k]?.[j] ?? Number.NaN))),
  );
  const weights = compared.map((k) => Math.abs((own[k] ?? 0) - (other[k] ?? 0)));
  return [median(spikes), median(weights)];
}

const models: readonly Model[] = [...plasticity, ...synapses];
const reasonOf = (model: Model): string | undefined => refusalOf(network(model, 0.1));
const compared = models.filter((model) => reasonOf(model) === undefined);
const isPlastic = ({ kind }: Model): boolean => kind === "plasticity";
const steps = [0.05, 0.0125];

describe("spikes and weights of the clock approach the exact ones in first order of the step", () => {
  it("for all synapses and rules that both simulators run, and no others", () => {
    const orders = models.map((model) => [model.name, reasonOf(model) ?? expect.any(Number)]);
    expect(table.synapses).toEqual(Object.fromEntries(orders));
    expect(Object.keys(table.weights)).toEqual(compared.filter(isPlastic).map(({ name }) => name));
  });

  const here = compared.filter((_, k) => long || k % 2 === 0);
  it.each(here.map((model) => [model.name, model] as const))("%s", async (name, model) => {
    const exact = await runExact(network(model, 0.1));
    const errors: (readonly [number, number])[] = [];
    for (const dt of steps) errors.push(distances(exact, await runInSteps(network(model, dt))));
    const order = orderOf(
      errors.map(([spikes]) => spikes),
      steps,
    );
    expect(Math.abs(order - 1)).toBeLessThan(0.3);
    expect(order).toBeCloseTo(Number(table.synapses[name]), 1);
    if (!isPlastic(model)) return;
    const changes = Array.from(weightsOf(exact), (one) => Math.abs(one - weightOf(model).value));
    const [coarse, fine] = errors.map(([, weights]) => weights);
    // Weights have changed by far more than the clock's error.
    expect(median(changes)).toBeGreaterThan(5 * (fine ?? 0));
    const weightOrder = orderOf([coarse ?? 0, fine ?? 0], steps);
    // A median of a hundred errors varies by some 10 %; changes that depend on the weight add terms of second order.
    expect(Math.abs(weightOrder - 1)).toBeLessThan(0.4);
    expect(weightOrder).toBeCloseTo(Number(table.weights[name]), 1);
  });
});
