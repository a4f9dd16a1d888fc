import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { all, connect, neuronsOf, sourceOf, start } from "./start.ts";

interface NeuronCase {
  readonly parameters: Readonly<Record<string, number>>;
  readonly weights: { readonly excitatory: number; readonly inhibitory: number };
  readonly spikes: readonly number[];
  /** Every fiftieth sample from time 0 on. */
  readonly signals: Readonly<Record<string, readonly number[]>>;
}

interface StdpCase {
  readonly model: string;
  readonly weight: number;
  readonly w_max: number;
  readonly weights: readonly number[];
  readonly spikes: readonly number[];
}

// PyNN 0.13 on NEST 3.10, on grid, with a least delay of one step; fixtures/write_nest.py writes it.
const reference = JSON.parse(
  readFileSync(new URL("fixtures/nest.json", import.meta.url), "utf8"),
) as {
  readonly drive: {
    readonly exc: readonly number[];
    readonly inh: readonly number[];
    readonly until: number;
  };
  readonly cells: Readonly<Record<string, NeuronCase>>;
  readonly tsodyks: readonly { readonly tau_facil: number; readonly v: readonly number[] }[];
  readonly trains: {
    readonly pre: readonly (readonly number[])[];
    readonly post: readonly number[];
  };
  readonly stdp: Readonly<Record<string, readonly StdpCase[]>>;
};
const { drive, trains } = reference;

const rounded = (times: Float64Array): number[] =>
  Array.from(times, (time) => Number(time.toFixed(1)));

/** The largest difference from every fiftieth sample. */
function distance(values: Float64Array, theirs: readonly number[]): number {
  return theirs.reduce(
    (most, one, k) => Math.max(most, Math.abs(one - (values[50 * k] as number))),
    0,
  );
}

// Linear cells are solved exactly in both. NEST solves the others with a tolerance of 1e-3 in mV and
// nS (1e-6 for EIF), SpikeLoom with fixed sub-steps; the steepest is the spike of HH_cond_exp.
const tolerance: Readonly<Record<string, number>> = {
  EIF_cond_exp_isfa_ista: 3e-3,
  EIF_cond_alpha_isfa_ista: 3e-3,
  HH_cond_exp: 0.05,
  IF_cond_alpha: 1e-5,
  IF_facets_hardware1: 1e-6,
};

describe.each(Object.entries(reference.cells))("%s", (name, { parameters, weights, ...theirs }) => {
  it("yields NEST's results under the same calls", async () => {
    const session = start();
    const neuron = neuronsOf(session, name, parameters);
    const inputs = [
      ["excitatory", drive.exc, 1],
      ["inhibitory", drive.inh, 1.5],
    ] as const;
    for (const [receptor, times, delay] of inputs) {
      const ends = [sourceOf(session, times), neuron] as const;
      connect(session, ends, { weight: weights[receptor], delay }, { receptor });
    }
    session.record(neuron, "spikes", all(1));
    for (const variable of Object.keys(theirs.signals)) session.record(neuron, variable, all(1));
    await session.run(drive.until);
    expect(rounded(session.spikes(neuron).times)).toEqual(theirs.spikes);
    for (const [variable, samples] of Object.entries(theirs.signals)) {
      const { values } = session.signal(neuron, variable);
      expect(values).toHaveLength(10 * drive.until + 1);
      expect(distance(values, samples), variable).toBeLessThan(tolerance[name] ?? 1e-9);
    }
    await session.close();
  });
});

it.each(reference.tsodyks)("TsodyksMarkramSynapse with $tau_facil ms is NEST's", async (theirs) => {
  const session = start();
  const source = sourceOf(
    session,
    [1, 2, 3, 4, 5, 6, 7, 8].map((k) => 10 * k),
  );
  const neuron = neuronsOf(session, "IF_curr_exp", { v_thresh: 1000, tau_syn_E: 3 });
  const attributes = { weight: 0.5, delay: 1, U: 0.4, tau_rec: 100, tau_facil: theirs.tau_facil };
  const synapse = { kind: "standard", name: "TsodyksMarkramSynapse" } as const;
  connect(session, [source, neuron], attributes, { synapse });
  session.record(neuron, "v", all(1));
  await session.run(drive.until);
  expect(distance(session.signal(neuron, "v").values, theirs.v)).toBeLessThan(1e-9);
  await session.close();
});

const rules = Object.entries(reference.stdp).flatMap(([name, cases]) =>
  cases.map((one) => [name, one.model, one] as const),
);

it.each(rules)("STDP with %s onto %s ends with NEST's weights", async (weight, model, theirs) => {
  const session = start();
  const post = neuronsOf(session, model, { tau_refrac: 1, tau_syn_E: 0.5 });
  const strong = model.startsWith("IF_cond") ? 5 : 100;
  connect(session, [sourceOf(session, trains.post), post], { weight: strong, delay: 0.1 });
  const plastic = connect(
    session,
    [sourceOf(session, ...trains.pre), post],
    {
      weight: theirs.weight,
      delay: 2,
      w_min: 0,
      w_max: theirs.w_max,
      tau_plus: 15,
      tau_minus: 25,
      A_plus: 0.02,
      A_minus: 0.015,
    },
    {
      synapse: { kind: "stdp", timing: "SpikePairRule", weight, dendriticDelayFraction: 1 },
      // Created in another order than the network's.
      pairs: [
        [1, 0],
        [0, 0],
      ],
    },
  );
  session.record(post, "spikes", all(1));
  await session.run(drive.until);
  expect(rounded(session.spikes(post).times)).toEqual(theirs.spikes);
  const [second, first] = await session.connections(plastic, "weight");
  theirs.weights.forEach((expected, k) => {
    expect([first, second][k]).toBeCloseTo(expected, 12);
  });
  await session.close();
});
