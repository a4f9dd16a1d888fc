import type {
  EventSource,
  ModulatorSource,
  NetworkRecord,
  NeuronRecord,
  PlasticityRecord,
  PopulationRecord,
  ProjectionRecord,
  RecorderRecord,
  Stack,
  StimulusRecord,
  SynapseRecord,
  SynapseRecorderRecord,
  Value,
} from "@spikeloom/kernel";

/** Draws at random; its values determine a network completely. */
export interface Chooser {
  below(n: number): number;
  pick<T>(list: readonly T[]): T;
  chance(p: number): boolean;
}

/** Draw from the numbers of a seed (mulberry32), the same on any machine. */
export function chooser(seed: number): Chooser {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let word = Math.imul(state ^ (state >>> 15), state | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return ((word ^ (word >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n: number): number => Math.floor(uniform() * n);
  return {
    below,
    pick: <T>(list: readonly T[]) => list[below(list.length)] as T,
    chance: (p) => uniform() < p,
  };
}

interface End {
  readonly name: string;
  readonly model: NeuronRecord;
  readonly size: number;
}

type Parts = Pick<NetworkRecord, "populations" | "projections" | "stimuli" | "record">;

const quantity = (value: number, unit: string): string | number =>
  unit === "1" ? value : `${value} ${unit}`;

/** Create a network of a few populations with all features of networks, some of them faulty. */
export function drawnNetwork(choose: Chooser, stack: Stack): NetworkRecord {
  const neurons = stack.list("neuron");
  const ends = ["A", "B", "C"]
    .slice(0, 1 + choose.below(3))
    .map((name): End => ({ name, model: choose.pick(neurons), size: 1 + choose.below(3) }));
  const pinned = ends.find(({ model }) => model.integrator?.dt !== undefined)?.model.integrator?.dt;
  const dt = choose.chance(0.9) ? pinned : choose.pick(["0.1 ms", "1 ms", "0.25 ms"]);
  const projections = some(choose, 3, (k) => projectionOf(choose, stack, { ends, k }));
  const parts: Parts = {
    populations: Object.fromEntries(
      ends.map((one) => [one.name, populationOf(choose, stack, one)]),
    ),
    projections,
    stimuli: some(choose, 2, () => stimulusOf(choose, choose.pick(ends))),
    record: some(choose, 2, () => recorderOf(choose, choose.pick(ends))),
  };
  const recorded = projections.filter(() => choose.chance(0.4));
  return {
    format: "spikeloom-network",
    version: 1,
    ...(dt !== undefined && { dt }),
    ...(choose.chance(0.5) && { convention: choose.pick(["nest", "brian2", "neuron", "nengo"]) }),
    ...(choose.chance(0.2) && { precision: "f32" as const }),
    ...parts,
    recordSynapses: recorded.map((one) => synapseRecorderOf(choose, stack, one)),
  };
}

function some<T>(choose: Chooser, most: number, make: (k: number) => T): readonly T[] {
  return Array.from({ length: choose.below(most + 1) }, (_, k) => make(k));
}

/** A value near a number in one of the forms of values. */
function valueNear(choose: Chooser, unit: string, about: number, size?: number): Value {
  const of = (factor: number): string | number => quantity(about * factor, unit);
  const forms: readonly (() => Value)[] = [
    () => of(1),
    () => of(choose.pick([0.5, 2, 0, -1])),
    () => ({ draw: "uniform", low: of(0.9), high: of(1.1) }),
    () => ({ draw: "normal", mean: of(1), sd: quantity(Math.abs(about) * 0.01, unit) }),
    () => ({ formula: `${about}${unit === "1" ? "" : ` * ${unit}`} * (1 + 0.01 * i)` }),
    () => Array.from({ length: size ?? 1 + choose.below(4) }, (_, k) => of(1 + k / 10)),
  ];
  return choose.chance(0.5) ? of(1) : choose.pick(forms)();
}

/** A value near a parameter's default, which our model records write as `20 ms`. */
function near(choose: Chooser, given: string | number, size?: number): Value {
  const [number = "", unit = "1"] = String(given).split(" ");
  const value = Number(number);
  return valueNear(choose, unit, Number.isFinite(value) ? value : 1, size);
}

function populationOf(choose: Chooser, stack: Stack, { model, size }: End): PopulationRecord {
  const named = Object.entries(model.parameters).filter(() => choose.chance(0.2));
  const parameters = named.map(([name, parameter]): [string, Value] => {
    return [name, near(choose, parameter.default, size)];
  });
  const states = Object.entries(model.state ?? {}).filter(() => choose.chance(0.1));
  const initial = states.map(([name, { unit }]): [string, Value] => [
    name,
    valueNear(choose, unit, 1, size),
  ]);
  const integrator = choose.pick(stack.list("integrator")).name;
  const times = model.source?.process === "times" && choose.chance(0.8);
  return {
    model: model.name,
    size,
    parameters: Object.fromEntries(parameters),
    initial: Object.fromEntries(initial),
    ...(choose.chance(0.25) && {
      integrator: choose.chance(0.5) ? integrator : { name: integrator, subSteps: 2 },
    }),
    ...(times && { times: choose.pick([["0.5 ms", "1 ms"], ["0 ms"], ["0.04 ms", "2 ms"]]) }),
  };
}

interface ProjectionTask {
  readonly ends: readonly End[];
  readonly k: number;
}

function projectionOf(
  choose: Chooser,
  stack: Stack,
  { ends, k }: ProjectionTask,
): ProjectionRecord {
  const [from, to] = [choose.pick(ends), choose.pick(ends)];
  const synapse = choose.chance(0.5) ? choose.pick(stack.list("synapse")) : undefined;
  const plasticity = choose.chance(0.5) ? choose.pick(stack.list("plasticity")) : undefined;
  const receptors = Object.entries(to.model.receptors ?? {});
  const [receptor, port] = receptors.length === 0 ? [undefined, undefined] : choose.pick(receptors);
  const unit = plasticity?.weightUnit ?? synapse?.weightUnit ?? port?.unit ?? "1";
  const sign = port?.sign === "negative" ? -1 : 1;
  const steps = choose.pick(["0.5 ms", "1 ms", "2 ms", "0.1 ms", "0 ms"]);
  const delay = choose.chance(0.7) ? steps : valueNear(choose, "ms", 1.5);
  return {
    name: `p${k}`,
    from: from.name,
    to: to.name,
    connector: choose.pick([
      { kind: "all-to-all" },
      { kind: "one-to-one" },
      { kind: "fixed-probability", p: 0.5 },
      { kind: "pairs", pairs: [[0, 0]] },
    ]),
    weight: choose.chance(0.8) ? quantity(sign * 0.5, unit) : valueNear(choose, unit, sign * 0.5),
    ...(choose.chance(0.8) && { delay }),
    ...(receptor !== undefined && { receptor }),
    ...(synapse && { synapse: configured(choose, synapse) }),
    ...(plasticity && { plasticity: configured(choose, plasticity) }),
    ...ruleParts(choose, { synapse, plasticity, ends }),
    ...(choose.chance(0.1) && { procedural: true }),
  };
}

/** A model by its name, or with other values for some of its parameters. */
function configured<Model extends SynapseRecord | PlasticityRecord>(
  choose: Chooser,
  model: Model,
): string | { readonly model: Model; readonly parameters: Readonly<Record<string, Value>> } {
  if (choose.chance(0.6)) return model.name;
  const parameters = Object.entries(model.parameters)
    .filter(() => choose.chance(0.4))
    .map(([name, parameter]): [string, Value] => {
      return [name, near(choose, parameter.default)];
    });
  return { model: model.name as never, parameters: Object.fromEntries(parameters) };
}

interface Rules {
  readonly synapse: SynapseRecord | undefined;
  readonly plasticity: PlasticityRecord | undefined;
  readonly ends: readonly End[];
}

function ruleParts(
  choose: Chooser,
  { synapse, plasticity, ends }: Rules,
): Partial<ProjectionRecord> {
  const state = { ...synapse?.state, ...plasticity?.state };
  const initial = Object.entries(state)
    .filter(() => choose.chance(0.2))
    .map(([name, { unit }]): [string, Value] => [name, valueNear(choose, unit, 0.5)]);
  const named = [synapse, plasticity].flatMap((model) => Object.keys(model?.on ?? {}));
  const events = named
    .filter((name) => name !== "pre" && name !== "post" && choose.chance(0.7))
    .map((name): [string, EventSource] => [name, eventOf(choose, ends)]);
  const modulators = Object.entries(plasticity?.modulators ?? {})
    .filter(() => choose.chance(0.7))
    .map(([name, { unit }]): [string, ModulatorSource] => [name, factorOf(choose, unit, ends)]);
  return {
    ...(initial.length > 0 && { initial: Object.fromEntries(initial) }),
    ...(events.length > 0 && { events: Object.fromEntries(events) }),
    ...(modulators.length > 0 && { modulators: Object.fromEntries(modulators) }),
    ...(choose.chance(0.2) && { dendritic: choose.pick([0, 0.5, 1]) }),
  };
}

function eventOf(choose: Chooser, ends: readonly End[]): EventSource {
  return choose.pick<EventSource>([
    { every: "1 ms" },
    { every: "0.01 ms" },
    { every: "5 ms", start: "0 ms" },
    { from: choose.pick(ends).name },
    { from: choose.pick(ends).name, delay: choose.pick(["2 ms", "0 ms"]) },
    { from: choose.pick(ends).name, neurons: { from: 0, until: choose.pick([1, 9]) } },
    { from: choose.chance(0.2) ? "nobody" : choose.pick(ends).name },
  ]);
}

function factorOf(choose: Chooser, unit: string, ends: readonly End[]): ModulatorSource {
  const weight = quantity(0.5, unit);
  const { name: from } = choose.pick(ends);
  return choose.pick<ModulatorSource>([
    weight,
    choose.pick(["3 mV", 2, "1 ms"]),
    { formula: `0.5 * ${unit === "1" ? 1 : unit}` },
    { formula: choose.pick(["sin(t / ms)", "q + 1", "t"]) },
    { from, weight, tau: choose.pick(["10 ms", "0 ms"]) },
    { from, weight, tau: "10 ms", delay: choose.pick(["1 ms", "0 ms"]) },
    { from: choose.chance(0.2) ? "nobody" : from, weight, tau: "10 ms" },
  ]);
}

function stimulusOf(choose: Chooser, { name: into, model, size }: End): StimulusRecord {
  const [receptor, port] = Object.entries(model.receptors ?? {})[0] ?? [undefined, undefined];
  const [input, { unit = "1" } = {}] = choose.pick(Object.entries(model.inputs ?? { no: {} }));
  const amount = (value: number): string | number => quantity(value, unit);
  const sign = port?.sign === "negative" ? -1 : 1;
  const fed = { into, input };
  return choose.pick<StimulusRecord>([
    {
      kind: "poisson",
      into,
      ...(receptor !== undefined && { receptor }),
      rate: choose.pick<Value>([
        "5 Hz",
        "9 MHz",
        { formula: "10*Hz + 5*Hz * sin(t / ms)" },
        ["5 Hz", "6 Hz"],
      ]),
      weight: valueNear(choose, port?.unit ?? "1", sign, size),
      ...(choose.chance(0.3) && { count: choose.pick([1, 20]), counts: "binomial" as const }),
    },
    {
      kind: "formula",
      ...fed,
      value: choose.pick([`0.1 * ${unit} * t / ms`, "0.1 * nA", "a + b"]),
    },
    { kind: "steps", ...fed, times: ["0.1 ms", "0.5 ms"], values: [amount(0.1), amount(0.2)] },
    { kind: "sine", ...fed, amplitude: amount(0.1), frequency: "10 Hz" },
    { kind: "noise", ...fed, mean: amount(0.1), sd: amount(choose.pick([0.1, -0.1])) },
    {
      kind: "time-array",
      ...fed,
      every: choose.pick(["0.2 ms", "0.07 ms"]),
      values: choose.pick<Value>([
        [amount(0.1), amount(0.2)],
        [],
        { draw: "uniform", low: 0, high: 1 },
      ]),
    },
  ]);
}

function recorderOf(choose: Chooser, { name: population, model }: End): RecorderRecord {
  const { state = {}, expressions = {}, outputs = {} } = model;
  const known = ["spikes", ...[state, expressions, outputs].flatMap((part) => Object.keys(part))];
  const variables = known.filter(() => choose.chance(0.4));
  return {
    population,
    variables: variables.length === 0 ? ["spikes"] : variables,
    ...(choose.chance(0.3) && { every: choose.pick(["0.5 ms", "1 ms"]) }),
    ...(choose.chance(0.2) && { neurons: { indices: [0] } }),
  };
}

function synapseRecorderOf(
  choose: Chooser,
  stack: Stack,
  { name: projection = "", synapse, plasticity }: ProjectionRecord,
): SynapseRecorderRecord {
  const nameOf = (model: unknown): string =>
    typeof model === "object" && model !== null
      ? String((model as { model: unknown }).model)
      : String(model);
  const state = {
    ...stack.find("synapse", nameOf(synapse))?.state,
    ...stack.find("plasticity", nameOf(plasticity))?.state,
  };
  const variables = ["weight", ...Object.keys(state)].filter(() => choose.chance(0.5));
  return { projection, ...(variables.length > 0 && { variables }) };
}
