import {
  type ArrayPlace,
  drawsOf,
  type MotionKind,
  motionTables,
  movingStates,
} from "@spikeloom/code";
import {
  type Area,
  area,
  type CountedPopulation,
  type FixedRing,
  GPU_LIMIT,
  type OutsideFactor,
  type OutsideSources,
  type ParallelRule,
  parallelArray,
  type SpikeCounts,
  type Tally,
} from "@spikeloom/code/processor";
import {
  arrivalShift,
  type CountedSpikes,
  countedSpikesOf,
  type DrawnDelays,
  decayOverStep,
  endVariables,
  initialFactor,
  leastInterval,
  type NetworkProgram,
  powerAbove,
  stepsBehind,
  stepsToEffect,
  synapseStart,
} from "@spikeloom/program";
import { streamKey } from "@spikeloom/random";
import type { LaidPopulation, NetworkLayout } from "../layout.ts";
import type { DrawnRule } from "./draw-rule.ts";

/** Synapses of a rule that fit into one buffer. */
export interface RulePiece {
  readonly rule: ParallelRule;
  /** The first of its synapses. */
  readonly first: number;
  /** Variables of its synapses, and ends, times and numbers. */
  readonly floats: Area<"f32">;
  readonly words: Area<"i32">;
}

/** A plastic projection with the places of its data. */
export interface LaidRule {
  readonly drawn: DrawnRule;
  readonly pieces: readonly RulePiece[];
  /** Data that all its synapses share. */
  readonly floats: Area<"f32">;
  readonly words: Area<"i32">;
  readonly outside: OutsideSources;
  readonly tallies: readonly Tally[];
  /** Variables that evolve between events. */
  readonly moving: readonly string[];
}

/** All plastic projections of a network. */
export interface LaidRules {
  readonly rules: readonly LaidRule[];
  readonly counted: readonly CountedPopulation[];
  readonly spikes: SpikeCounts;
  /** Words of the counts, with the tallies behind them. */
  readonly countWords: number;
  /** Index of the host's values in `window`, and values per step. */
  readonly start: number;
  readonly width: number;
}

/** Inputs for laying out rules. */
export interface RuleOptions {
  readonly program: NetworkProgram;
  readonly layout: NetworkLayout;
  readonly ring: FixedRing;
  /** Number of copies whose synapses are laid out together. */
  readonly copies: number;
  readonly scaleOf: (sums: number) => number;
  /** Largest number of words of a buffer of synapses. */
  readonly most: number;
  /** Index of the host's values in `window`. */
  readonly start: number;
  /** Least delay of each projection whose synapses only carry a weight. */
  readonly delays: readonly DrawnDelays[];
}

/** Lay out the plastic projections of a network. */
export function layRules(drawn: readonly DrawnRule[], options: RuleOptions): LaidRules {
  const { program, layout, copies } = options;
  const { dt } = program;
  const shift = arrivalShift(program);
  const plastic = drawn.map(({ projection, delays: [least = Number.POSITIVE_INFINITY] }) => {
    return { projection, least };
  });
  const interval = leastInterval(program, [...options.delays, ...plastic]);
  const back = drawn.flatMap(({ dynamic, delays: own }) => [
    ...own.map((delay) => Math.max(delay + shift, 2 * stepsBehind(delay, dynamic.dendritic))),
    ...countedSpikesOf(dynamic).map((spikes) => stepsToEffect(spikes, { dt, interval })),
  ]);
  const names = new Set(
    drawn.flatMap(({ dynamic, projection: { from, to } }) => [
      from,
      to,
      ...countedSpikesOf(dynamic).map((spikes) => spikes.from),
    ]),
  );
  const counted = countedPopulations(layout, names);
  const last = [...counted.values()].at(-1);
  const counts = {
    counts: parallelArray("counts", "i32"),
    length: powerAbove(back.reduce((a, b) => Math.max(a, b), 0) + 1),
    width: last === undefined ? 0 : copies * ((last.at + 4 * Math.ceil(last.size / 4)) / 4),
  };
  let [tallies, given] = [0, 0];
  const own = drawn.map((one) => {
    const made = { tally: tallies, given };
    tallies += countedSpikesOf(one.dynamic).length;
    given += hostValues(one);
    return made;
  });
  const width = given;
  const sums = counts.length * counts.width;
  const rules = drawn.map((one, k) => {
    const { tally, given: first } = own[k] as { readonly tally: number; readonly given: number };
    const at = { tally, given: options.start + first, width };
    return layRule(one, { ...options, interval, counted, spikes: counts, at });
  });
  return {
    rules,
    counted: [...counted.values()],
    spikes: counts,
    countWords: sums + tallies,
    start: options.start,
    width,
  };
}

/** Count the values of a rule that the host provides for each step: counts of events and third factors. */
export function hostValues({ dynamic }: DrawnRule): number {
  const formulas = [...dynamic.factors.values()].filter(({ kind }) => kind === "formula");
  return dynamic.program.named.size + formulas.length;
}

function countedPopulations(
  { populations }: NetworkLayout,
  names: ReadonlySet<string>,
): ReadonlyMap<string, CountedPopulation> {
  let at = 0;
  return new Map(
    [...names].map((name) => {
      const { population, isComputed, marks } = populations.get(name) as LaidPopulation;
      const { size, first } = population;
      const made = { at, size, first, marks: isComputed ? marks : undefined };
      at += 4 * Math.ceil(size / 4);
      return [name, made] as const;
    }),
  );
}

interface OwnOptions extends RuleOptions {
  readonly interval: number;
  readonly counted: ReadonlyMap<string, CountedPopulation>;
  readonly spikes: SpikeCounts;
  readonly at: { readonly tally: number; readonly given: number; readonly width: number };
}

/** Words beside the variables of a synapse: its ends, its time, and its number in its row. */
const integersOfSynapse = 4;

function layRule(drawn: DrawnRule, options: OwnOptions): LaidRule {
  const { projection, dynamic, from, to, delays, sums } = drawn;
  const { program: network, counted, spikes, ring, scaleOf, most, layout } = options;
  const copies: ParallelRule["copies"] = {
    count: options.copies,
    slots: layout.slotWords,
    sums: layout.width,
  };
  const { program } = dynamic;
  const { dt, seed, trial } = network;
  const shift = arrivalShift(network);
  const name = projection.name;
  const floats = area("f32", name);
  const words = area("i32", name);
  const [sources, targets] = [from, to].map((one) => copies.count * one.population.size) as [
    number,
    number,
  ];
  const behind = delays.map((delay) => stepsBehind(delay, dynamic.dendritic));
  const lags = [...new Set(behind)];
  const count = delays.length;
  const tables = new Map<string, ArrayPlace>();
  const motion = (kind: MotionKind) =>
    motionTables(program.motion[kind], {
      dt,
      precision: "f32",
      place(values, key) {
        const made = tables.get(key) ?? floats.add(`table ${tables.size}`, values);
        tables.set(key, made);
        return made;
      },
    });
  const start = synapseStart(network);
  const each = (names: readonly string[], length: number, initial = (_: string) => 0) =>
    new Map(
      names.map((one) => [one, floats.add(one, new Float64Array(length).fill(initial(one)))]),
    );
  const length = powerAbove(lags.reduce((a, b) => Math.max(a, b), 1) + 1);
  const ends = endVariables(program).map(({ name: one, of, initial }) => {
    const size = of === "pre" ? sources : targets;
    return [one, floats.add(one, new Float64Array(size).fill(initial))] as const;
  });
  const last = (length: number): ArrayPlace =>
    words.add("last", new Int32Array(length).fill(start));
  const shared = {
    name,
    program,
    precision: "f32" as const,
    dt,
    lazy: false,
    drawnBy: projection.plan.by,
    motion: {
      synapse: motion("synapse"),
      source: motion("source"),
      target: motion("target"),
      common: motion("common"),
    },
    segments: {
      first: 0,
      stride: 1,
      fields: { from: words.add("unused", new Int32Array(0)), last: last(count * sources) },
      variables: each(program.source, count * sources, (one) => dynamic.sources.get(one) ?? 0),
    },
    common: {
      length,
      before: each(program.common, length),
      after: each(program.common, length),
      modulators: each(program.modulators, length),
      events: new Map(
        [...program.named.keys()].map((one) => [one, words.add(one, new Int32Array(length))]),
      ),
    },
    ends: new Map(ends),
    sources,
    targets,
    copies,
    targetBits: 32 - Math.clz32(Math.max(1, targets)),
    columns: {
      count,
      delay: words.add(
        "delay",
        Int32Array.from(delays, (delay) => delay + shift),
      ),
      behind: words.add("behind", Int32Array.from(behind)),
      lag: words.add(
        "lag",
        Int32Array.from(behind, (one) => lags.indexOf(one)),
      ),
    },
    lags: { count: lags.length, behind: words.add("lags", Int32Array.from(lags)) },
    traces: {
      variables: each(program.target, lags.length * targets),
      last: words.add("last", new Int32Array(lags.length * targets)),
    },
    spikes,
    from: counted.get(projection.from)?.at ?? 0,
    to: counted.get(projection.to)?.at ?? 0,
    apart: dynamic.apart,
    keys: new Map(drawsOf(program).map(({ key }) => [key, streamKey(seed, key, trial)])),
    delivery:
      sums === undefined
        ? undefined
        : { ring, place: sums, scale: scaleOf(sums), most: drawn.most },
  };
  if (count * 2 ** shared.targetBits > 2 ** 32) {
    const [limit, what] = ["synapse words", `delays and targets of ${name}`];
    throw GPU_LIMIT({ limit, what, most: 2 ** 32, needed: count * 2 ** shared.targetBits });
  }
  const now = each(program.modulators, 1, (one) => initialFactor(dynamic.factors.get(one)));
  const outside = layOutside(drawn, { words, now, ...options });
  const moving = movingStates(shared.motion.synapse);
  const perPiece = Math.max(
    1,
    Math.floor(most / Math.max(program.synapse.length, integersOfSynapse)),
  );
  const pieces: RulePiece[] = [];
  for (let first = 0; first < drawn.columns.length; first += perPiece) {
    pieces.push(
      layPiece(drawn, shared, { first, most: perPiece, start, moves: moving.length > 0 }),
    );
  }
  return { drawn, pieces, floats, words, ...outside, moving };
}

type SharedRule = Omit<
  ParallelRule,
  "synapses" | "source" | "packed" | "variables" | "last" | "numbers"
>;

function layPiece(
  { ends, columns, values, numbers }: DrawnRule,
  shared: SharedRule,
  {
    first,
    most,
    start,
    moves,
  }: {
    readonly first: number;
    readonly most: number;
    readonly start: number;
    readonly moves: boolean;
  },
): RulePiece {
  const end = Math.min(columns.length, first + most);
  const synapses = end - first;
  const floats = area("f32", `${shared.name} ${first}`);
  const words = area("i32", `${shared.name} ${first}`);
  const packed = new Int32Array(synapses);
  for (let k = 0; k < synapses; k++) {
    const column = (columns[first + k] as number) << shared.targetBits;
    packed[k] = column | (ends.targets[first + k] as number);
  }
  const variables = [...values].map(([name, all]) => {
    return [name, floats.add(name, all.subarray(first, end))] as const;
  });
  const draws = shared.keys.size > 0;
  const rule = {
    ...shared,
    synapses,
    source: words.add("source", Int32Array.from(ends.sources.subarray(first, end))),
    packed: words.add("packed", packed),
    variables: new Map(variables),
    last: moves ? words.add("last", new Int32Array(synapses).fill(start)) : undefined,
    numbers: draws ? words.add("numbers", numbers.subarray(first, end)) : undefined,
  };
  return { rule, first, floats, words };
}

type Factor = readonly [name: string, source: OutsideFactor];

function layOutside(
  { dynamic }: DrawnRule,
  {
    words,
    now,
    program: { dt },
    interval,
    counted,
    spikes,
    at,
  }: OwnOptions & {
    readonly words: Area<"i32">;
    readonly now: OutsideSources["now"];
  },
): Pick<LaidRule, "outside" | "tallies"> {
  const tallies: Tally[] = [];
  const sums = spikes.length * spikes.width + at.tally;
  const tally = (of: CountedSpikes): number => {
    const { from, neurons } = of;
    const start = counted.get(from)?.at ?? 0;
    const own = Int32Array.from({ length: neurons.size }, (_, k) => start + neurons.neuron(k));
    const list = words.add("list", own);
    const delay = stepsToEffect(of, { dt, interval });
    const sum = sums + tallies.length;
    tallies.push({ sum, sums: spikes.counts, list, at: 0, size: neurons.size, delay });
    return sum;
  };
  let index = 0;
  const events = [...dynamic.program.named.keys()].map((event) => {
    const times = dynamic.events.get(event);
    const own = times?.kind === "spikes" ? tally(times.spikes) : undefined;
    return [event, { index: index++, tally: own }] as const;
  });
  const factors = [...dynamic.factors].flatMap(([factor, source]): readonly Factor[] => {
    if (source.kind === "constant") return [];
    if (source.kind === "formula") return [[factor, { kind: "given", index: index++ }] as const];
    const { tau, weight, spikes: of } = source;
    const kinds = {
      kind: "spikes",
      decay: decayOverStep(tau, dt),
      weight,
      tally: tally(of),
    } as const;
    return [[factor, kinds] as const];
  });
  const outside = {
    now,
    factors: new Map(factors),
    events: new Map(events),
    tallies: spikes.counts,
    start: at.given,
    width: at.width,
  };
  return { outside, tallies };
}
