// Relative, as tools have no packages of the workspace.
import type { NetworkRecord, Value } from "../../packages/kernel/src/index.ts";
import type { Quantisation } from "../../packages/program/src/derive/index.ts";
import type { Draw } from "./draws.ts";

/** Formats in which most values of neurons in mV and pA are distinct. */
export const fixedPoint: Quantisation = {
  state: { bits: 24, fraction: 12 },
  values: { bits: 26, fraction: 13 },
  weights: { bits: 12, fraction: 5 },
  rounding: "nearest",
  overflow: "saturate",
};

const pick = <T>(draw: Draw, list: readonly T[]): T => list[draw(list.length)] as T;

/** Models with what their receptors are called, and a parameter that can be trained. */
const layers = [
  { model: "lif-delta", receptor: "delta", unit: "mV", parameter: "tau_m", integrator: "exact" },
  {
    model: "lif-curr-exp",
    receptor: "excitatory",
    unit: "nA",
    parameter: "tau_m",
    integrator: "exact",
  },
  {
    model: "lif-curr-exp",
    receptor: "excitatory",
    unit: "nA",
    parameter: "v_rest",
    integrator: "euler",
  },
  {
    model: "lif-cond-exp",
    receptor: "excitatory",
    unit: "nS",
    parameter: "v_rest",
    integrator: "rk4",
  },
  { model: "adex-cond-exp", receptor: "excitatory", unit: "nS", parameter: "a", integrator: "rk4" },
] as const;

/** A network whose synapses carry weights alone, as training and fixed point accept it. */
export interface DrawnNetwork {
  readonly network: NetworkRecord;
  /** Of each population that computes, a parameter that can be trained. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** Draw a network of one or two layers, with any connector, weights of any form, and delays of some steps. */
export function drawStaticNetwork(draw: Draw): DrawnNetwork {
  const chosen = Array.from({ length: 1 + draw(2) }, () => pick(draw, layers));
  const sizes = [2 + draw(4), ...chosen.map(() => 2 + draw(4))];
  const names = ["input", ...chosen.map((_, k) => `layer ${k + 1}`)];
  const dt = pick(draw, [0.1, 0.5, 1]);
  const projections = Array.from({ length: 1 + draw(3) }, (_, k) => {
    const to = 1 + draw(chosen.length);
    const from = draw(names.length);
    const { receptor, unit } = chosen[to - 1] as (typeof layers)[number];
    const sides = { from: sizes[from] as number, to: sizes[to] as number };
    return {
      name: `p${k}`,
      from: names[from] as string,
      to: names[to] as string,
      receptor,
      delay: pick<Value>(draw, [
        `${(1 + draw(4)) * dt} ms`,
        { draw: "uniform", low: `${dt} ms`, high: `${4 * dt} ms` },
      ]),
      ...connectionOf(draw, unit, sides),
    };
  });
  return {
    network: {
      format: "spikeloom-network",
      version: 1,
      dt: `${dt} ms`,
      duration: `${20 * dt} ms`,
      seed: 1 + draw(1000),
      convention: pick(draw, ["nest", "brian2", "neuron"] as const),
      populations: Object.fromEntries([
        ["input", { model: "spike-array", size: sizes[0] as number }],
        ...chosen.map(({ model, integrator }, k) => [
          names[k + 1] as string,
          { model, size: sizes[k + 1] as number, integrator },
        ]),
      ]),
      projections,
    },
    parameters: new Map(chosen.map(({ parameter }, k) => [names[k + 1] as string, parameter])),
  };
}

interface Sides {
  readonly from: number;
  readonly to: number;
}

function connectionOf(draw: Draw, unit: string, { from, to }: Sides) {
  const drawn: readonly Value[] = [
    `0.5 ${unit}`,
    { draw: "normal", mean: `0.5 ${unit}`, sd: `0.1 ${unit}` },
    { formula: `(0.1 + 0.01 * i + 0.02 * j) * ${unit}` },
  ];
  const rules = [
    { kind: "fixed-probability", p: 0.6 },
    { kind: "fixed-outdegree", n: 1 },
    { kind: "all-to-all" },
  ];
  if (draw(3) === 0) {
    const pairs = Array.from({ length: Math.min(from, to) }, (_, k) => [from - 1 - k, k] as const);
    const weight: Value = {
      values: Float64Array.from(pairs, (_, k) => 0.3 + k / 7),
      unit,
    };
    return { connector: { kind: "pairs", pairs }, weight };
  }
  return { connector: pick(draw, rules), weight: pick(draw, drawn), procedural: draw(4) === 0 };
}
