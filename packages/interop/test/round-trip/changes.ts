import type {
  NetworkRecord,
  PopulationRecord,
  ProjectionRecord,
  Stack,
  StimulusRecord,
  Value,
} from "@spikeloom/kernel";
import { checkNetwork, resolvePopulation } from "@spikeloom/network";
import { type Dimension, formatInternal, parseQuantity } from "@spikeloom/units";
import type { Draw } from "../../../../tools/test/draws.ts";

/** A network with something that a format may be unable to express. */
export interface Changed {
  readonly network: NetworkRecord;
  /** What was changed, for the message of a test that fails. */
  readonly about: string;
}

interface Task {
  readonly network: NetworkRecord;
  readonly stack: Stack;
  readonly draw: Draw;
}

type Change = (task: Task) => NetworkRecord | undefined;

/** Change one thing of a network, so that it stays valid; undefined if the random change does not apply. */
export function changed(network: NetworkRecord, stack: Stack, draw: Draw): Changed | undefined {
  const [about, change] = pick(draw, Object.entries(changes));
  const made = change({ network, stack, draw });
  if (made === undefined || checkNetwork(made, { stack }).length > 0) return undefined;
  return { network: made, about };
}

function pick<T>(draw: Draw, list: readonly T[]): T {
  return list[draw(list.length)] as T;
}

const someSettings: readonly Partial<NetworkRecord>[] = [
  { name: "a name: with, signs/é" },
  { about: "What it is about." },
  { cite: ["doi:10.1038/78829"] },
  { duration: "123.4 ms" },
  { seed: 4711 },
  { trial: 3 },
  { precision: "f32" },
  { tier: "compact" },
  { convention: "brian2" },
  { convention: "neuron" },
  { convention: "nengo" },
  { space: { dimensions: 3, periodic: ["1 mm", null, null] } },
  { dt: "0.05 ms" },
];

const changes: Readonly<Record<string, Change>> = {
  setting({ network, draw }) {
    const made = pick(draw, someSettings);
    // Populations of a graph state their lag in ms.
    const isGraph = Object.keys(network.models ?? {}).some((name) => name.startsWith("nir-"));
    return isGraph && made.dt !== undefined ? undefined : { ...network, ...made };
  },
  model(task) {
    const { network, stack, draw } = task;
    const { name: model } = pick(draw, stack.list("neuron"));
    const size = 1 + draw(3);
    return { ...network, populations: { ...network.populations, other: { model, size } } };
  },
  initial(task) {
    return withPopulation(task, (name, record) => {
      const { initial, size } = resolved(task, name);
      const [variable, value] = pick(task.draw, [...initial]) ?? [];
      if (variable === undefined || value === undefined) return undefined;
      const values = shifted(value.value, { size, draw: task.draw });
      return { initial: { ...record.initial, [variable]: valued(values, value.dimension) } };
    });
  },
  parameter(task) {
    return withPopulation(task, (name, record) => {
      const { parameters, size } = resolved(task, name);
      const [key, value] = pick(task.draw, [...parameters]) ?? [];
      // The lag of a graph's population follows from its inputs.
      if (key === undefined || value === undefined || key === "begin") return undefined;
      const values = shifted(value.value, { size, draw: task.draw });
      return { parameters: { ...record.parameters, [key]: valued(values, value.dimension) } };
    });
  },
  positions(task) {
    const { draw } = task;
    return withPopulation(task, (_, { size }) => {
      const points = Array.from({ length: size }, (__, k) => [`${k} um`, draw(99), "3 mm"]);
      return pick<Partial<PopulationRecord>>(draw, [
        { positions: { layout: "list", points } },
        { positions: { layout: "list", points: points.map(([x = 0]) => [x]) } },
        { positions: { layout: "grid", shape: [size], spacing: ["2 um"] } },
        { positions: { layout: "random", low: [0, 0], high: ["5 um", 1] } },
      ]);
    });
  },
  integrator: (task) =>
    withPopulation(task, (name) =>
      // A model without equations has no integrator.
      resolved(task, name).model.dynamics === undefined
        ? undefined
        : { integrator: pick(task.draw, ["rk4", "euler", "exact"]) },
    ),
  times(task) {
    const { draw } = task;
    return withPopulation(task, (_, { size, times }) => {
      if (times === undefined) return undefined;
      const uneven = Array.from({ length: size }, (__, k) => [`${3 + k}.04 ms`, "20.27 ms"]);
      const values = Array.from({ length: size }, (__, k) => k / size);
      return pick<Partial<PopulationRecord>>(draw, [
        { times: uneven },
        { times: uneven.map(() => []) },
        { times: { encoder: "latency", values, for: "50 ms" } },
      ]);
    });
  },
  "name of a projection": (task) =>
    withProjection(task, () => ({ name: pick(task.draw, ["a/b", "é x", "9", ".."]) })),
  connections(task) {
    const { draw } = task;
    return withProjection(task, ({ weight }) => ({
      connector: pick(draw, [
        { kind: "all-to-all" },
        { kind: "fixed-probability", p: 0.6 },
        { kind: "fixed-indegree", n: 2, allowMultapses: true },
      ]),
      weight: oneOf(weight),
      delay: pick<Value>(draw, [
        "2 ms",
        { draw: "uniform", low: "1 ms", high: "3 ms" },
        { formula: "1 ms + 0.1 ms * i" },
      ]),
    }));
  },
  "part of a population": (task) =>
    withProjection(task, ({ weight, delay = "1 ms" }) => ({
      fromNeurons: { from: 0, until: 1 },
      connector: { kind: "all-to-all" },
      weight: oneOf(weight),
      delay: oneOf(delay),
    })),
  "sign of weights": (task) =>
    withProjection(task, ({ weight }) => ({ weight: negative(oneOf(weight)) })),
  plasticity: (task) =>
    withProjection(task, () => ({
      plasticity: pick(task.draw, ["stdp-pair", "vogels", "stdp-triplet"]),
    })),
  synapse: (task) =>
    withProjection(task, () => ({
      synapse: pick(task.draw, ["static", "tsodyks-markram", "simple-stochastic", "multi-quantal"]),
    })),
  dendritic: (task) => withProjection(task, () => ({ dendritic: 0.25 })),
  procedural: (task) =>
    withProjection(task, ({ weight, delay = "1 ms" }) => ({
      procedural: true,
      connector: { kind: "fixed-probability", p: 0.5 },
      weight: oneOf(weight),
      delay: oneOf(delay),
    })),
  stimulus(task) {
    const { network, draw } = task;
    const [into, record] = pick(draw, Object.entries(network.populations));
    const made = pick(draw, stimuli)(into, record);
    const fits = withUnits(task, into, made);
    return fits && { ...network, stimuli: [...(network.stimuli ?? []), fits] };
  },
  recorder(task) {
    const { network, draw } = task;
    const [population] = pick(draw, Object.entries(network.populations));
    const { initial } = resolved(task, population);
    const variables = [pick(draw, ["spikes", ...initial.keys()])];
    const window = pick(draw, [
      {},
      { from: "3 ms" },
      { until: "20 ms" },
      { every: "0.2 ms" },
      { neurons: { indices: [0] } },
    ]);
    return {
      ...network,
      record: [...(network.record ?? []), { population, variables, ...window }],
    };
  },
  "recorder of synapses"({ network }) {
    const [first, ...others] = network.projections ?? [];
    if (first === undefined) return undefined;
    const { name = "named" } = first;
    return {
      ...network,
      projections: [{ ...first, name }, ...others],
      recordSynapses: [{ projection: name, every: "5 ms" }],
    };
  },
};

function withPopulation(
  { network, draw }: Task,
  change: (name: string, record: PopulationRecord) => Partial<PopulationRecord> | undefined,
): NetworkRecord | undefined {
  const [name, record] = pick(draw, Object.entries(network.populations));
  const made = change(name, record);
  return (
    made && { ...network, populations: { ...network.populations, [name]: { ...record, ...made } } }
  );
}

function withProjection(
  { network, draw }: Task,
  change: (record: ProjectionRecord) => Partial<ProjectionRecord>,
): NetworkRecord | undefined {
  const { projections = [] } = network;
  if (projections.length === 0) return undefined;
  const at = draw(projections.length);
  return {
    ...network,
    projections: projections.map((record, k) =>
      k === at ? { ...record, ...change(record) } : record,
    ),
  };
}

function resolved({ network, stack }: Task, name: string) {
  return resolvePopulation(network, name, { stack, seed: network.seed ?? 0 });
}

function shifted(
  value: number | ArrayLike<number>,
  { size, draw }: { readonly size: number; readonly draw: Draw },
): Float64Array {
  const varies = draw(2) === 0;
  return Float64Array.from({ length: size }, (_, k) => {
    const own = typeof value === "number" ? value : (value[k] ?? 0);
    return own * (1 + (1 + (varies ? k : 0)) / 64) + (own === 0 ? 0.25 : 0);
  });
}

/** Numbers in internal units as a value; the same for all as one. */
function valued(values: Float64Array, dimension: Dimension): Value {
  const [first = 0] = values;
  const isPlain = dimension.every((exponent) => exponent === 0);
  const list = isPlain ? [...values] : Array.from(values, (one) => formatInternal(one, dimension));
  return values.every((one) => one === first) ? (list[0] ?? 0) : (list as Value);
}

/** One number of a value, with its unit. */
function oneOf(value: Value): string | number {
  if (typeof value === "string" || typeof value === "number") return value;
  const { values, unit } = value as { readonly values: ArrayLike<number>; readonly unit?: string };
  return unit === undefined || unit === "1" ? (values[0] ?? 0) : `${values[0]} ${unit}`;
}

function negative(value: string | number): string | number {
  if (typeof value === "number") return -value;
  const { value: number, unit } = parseQuantity(value);
  return `${-number} ${value.split(" ")[1] ?? String(unit)}`;
}

const stimuli: readonly ((into: string, record: PopulationRecord) => StimulusRecord)[] = [
  (into) => ({ kind: "poisson", into, rate: "40 Hz", weight: 1 }),
  (into) => ({ kind: "poisson", into, rate: "40 Hz", weight: 1, count: 3, counts: "binomial" }),
  (into) => ({ kind: "poisson", into, rate: "40 Hz", weight: 1, start: "3 ms" }),
  (into) => ({ kind: "poisson", into, rate: "40 Hz", weight: 1, start: "3 ms", stop: "9 ms" }),
  (into) => ({ kind: "poisson", into, rate: "40 Hz", weight: 1, stop: "9 ms" }),
  (into) => ({ kind: "poisson", into, rate: { formula: "10 Hz * (1 + i)" }, weight: 1 }),
  (into) => ({ kind: "formula", into, value: "0.1 * sin(t / 5)" }),
  (into) => ({ kind: "steps", into, times: ["2 ms", "4.03 ms"], values: [0.1, 0] }),
  (into) => ({ kind: "steps", into, times: ["0 ms"], values: [0.1] }),
  (into) => ({ kind: "steps", into, times: ["1 ms"], values: [0] }),
  (into) => ({ kind: "steps", into, neurons: { indices: [0] }, times: ["1 ms"], values: [0.2] }),
  (into) => ({ kind: "time-array", into, values: [0.1, 0.2, 0.3], every: "2 ms" }),
  (into) => ({ kind: "sine", into, amplitude: 0.1, frequency: "40 Hz" }),
  (into) => ({ kind: "sine", into, amplitude: 0.1, frequency: "40 Hz", offset: 0.2, phase: 30 }),
  (into) => ({ kind: "sine", into, amplitude: 0.1, frequency: "40 Hz", start: "2 ms", phase: 30 }),
  (into) => ({ kind: "noise", into, mean: 0, sd: 0.1 }),
];

/** Give a stimulus the units of its target. */
function withUnits(task: Task, into: string, made: StimulusRecord): StimulusRecord | undefined {
  const { model } = resolved(task, into);
  if (made.kind === "poisson") {
    const [receptor, found] = Object.entries(model.receptors ?? {})[0] ?? [];
    if (receptor === undefined || found === undefined) return undefined;
    return { ...made, receptor, weight: united(made.weight as number, found.unit) };
  }
  const [, input] = Object.entries(model.inputs ?? {})[0] ?? [];
  if (input === undefined) return undefined;
  const unit = input.unit;
  const amounts = ["amplitude", "offset", "mean", "sd"].flatMap((key) => {
    const value = (made as unknown as Record<string, unknown>)[key];
    return value === undefined ? [] : [[key, united(value as number, unit)]];
  });
  const list =
    "values" in made ? { values: (made.values as number[]).map((v) => united(v, unit)) } : {};
  const text = made.kind === "formula" ? { value: `${united(1, unit)} * ${made.value}` } : {};
  return { ...made, ...Object.fromEntries(amounts), ...list, ...text } as StimulusRecord;
}

function united(value: number, unit: string): string | number {
  return unit === "1" ? value : `${value} ${unit}`;
}
