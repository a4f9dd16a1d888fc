import type { ArrayPlace } from "@spikeloom/code";
import type {
  ArrayLocation,
  Pass,
  PassOptions,
  Processor,
  ProcessorBuffer,
} from "@spikeloom/code/processor";
import {
  addEvents,
  arrangeDelivery,
  type Copies,
  controlWords,
  deliverFixed,
  drawRows,
  type ParallelDrive,
  type ParallelInput,
  type ParallelKey,
  type ParallelPopulation,
  type ParallelReceptor,
  sampleNeurons,
  toUnits,
  type UpdatePart,
  updateNeurons,
  updateParts,
  wordTable,
} from "@spikeloom/code/processor";
import { driveWeight, type NetworkProgram, samplesFirst } from "@spikeloom/program";
import { streamKey } from "@spikeloom/random";
import { type LaidDrive, writeLaws } from "./drives.ts";
import type { FedInput } from "./inputs.ts";
import { type NetworkLayout, packedSlots, slotPlaces } from "./layout.ts";
import type { LaidRules } from "./plastic/lay-rules.ts";
import {
  type RuleBuffers,
  type RulePass,
  type RulePasses,
  ruleBuffers,
  rulePasses,
  writeRules,
} from "./plastic/rule-passes.ts";
import type { LaidSamples } from "./recording.ts";
import type { LaidDraws } from "./row-draws.ts";
import type { SynapsePiece } from "./synapses.ts";
import type { WindowShape } from "./window.ts";

/** A copy of a network: all copies that are computed together have equal layouts. */
export interface NetworkCopy {
  readonly program: NetworkProgram;
  readonly layout: NetworkLayout;
  readonly inputs: readonly FedInput[];
  readonly drives: readonly LaidDrive[];
  readonly samples: readonly LaidSamples[];
  /** Scale of each receptor, by the index of its first sum. */
  readonly scales: ReadonlyMap<number, number>;
}

/** Copies of a network as they were laid out and drawn, before they are written to a processor; also the first of them. */
export interface DrawnNetwork extends NetworkCopy {
  readonly copies: readonly NetworkCopy[];
  /** Whether all copies have the synapses of the first. */
  readonly isShared: boolean;
  readonly zeroDelay: boolean;
  readonly pieces: readonly SynapsePiece[];
  readonly draws: LaidDraws;
  readonly ring: SynapsePiece["ring"];
  readonly parts: number;
  readonly rules: LaidRules;
  readonly window: WindowShape;
  readonly tables: NetworkTables;
}

/** Constant integers of a network, and where they are. */
export interface NetworkTables {
  /** Those of all copies, one after another. */
  readonly words: Int32Array<ArrayBuffer>;
  /** Number of words of a copy. */
  readonly width: number;
  /** Of each input: index of its classes. */
  readonly classes: readonly (number | undefined)[];
  /** Of each drive of the first copy that the processor counts. */
  readonly drives: ReadonlyMap<LaidDrive, CountedDrive>;
  /** Of each recorder of variables: index of its list of neurons. */
  readonly lists: readonly number[];
  /** Of each draw of a population, by the names of both. */
  readonly keys: ReadonlyMap<string, ReadonlyMap<string, ParallelKey>>;
}

type CountedDrive = Pick<ParallelDrive, "numbers" | "laws" | "weights" | "key">;

/** Write the constant integers of all copies. */
export function writeTables(copies: readonly NetworkCopy[]): NetworkTables {
  const all = copies.map((copy) => tablesOf(copy, copies.length === 1));
  const width = all.reduce((most, { words }) => Math.max(most, words.length), 0);
  const words = new Int32Array(width * all.length);
  for (const [k, own] of all.entries()) words.set(own.words, k * width);
  const { classes, drives, lists, keys } = all[0] as Omit<NetworkTables, "width">;
  return { words, width, classes, drives, lists, keys };
}

/** Write the constant integers of a copy; the keys of the only one are constants of the code. */
function tablesOf(
  { program, layout, inputs, drives, samples, scales }: NetworkCopy,
  isOnly: boolean,
): Omit<NetworkTables, "width"> {
  const { seed, trial } = program;
  const table = wordTable();
  const { add } = table;
  const keyOf = (purpose: string): ParallelKey => {
    const key = streamKey(seed, purpose, trial);
    return isOnly ? key : { table: add(key) };
  };
  const classes = inputs.map(({ classOf }) => classOf && add(classOf));
  const lists = samples.map(({ recorder: { chosen } }) =>
    add(Int32Array.from({ length: chosen.size }, (_, k) => chosen.neuron(k))),
  );
  const keys = new Map(
    [...layout.populations].map(([name, { step }]) => {
      return [name, new Map(step.draws.map(({ slot, key }) => [slot, keyOf(key)]))] as const;
    }),
  );
  const places = new Map<LaidDrive, CountedDrive>();
  const lawsOf = new Map<LaidDrive, Int32Array>();
  for (const one of drives) {
    const { counted, drive, population, sums } = one;
    if (counted === undefined) continue;
    const scale = scales.get(sums) ?? 0;
    const { size } = drive.targets;
    const numberOf = new Int32Array(population.population.size).fill(-1);
    const [laws, weights] = [new Int32Array(size), new Int32Array(size)];
    for (const number of counted.numbers) {
      numberOf[drive.targets.neuron(number)] = number;
      weights[number] = toUnits(driveWeight(drive, number), scale);
    }
    lawsOf.set(one, laws);
    const key = keyOf(drive.keys.counts);
    places.set(one, { numbers: add(numberOf), laws: add(laws), weights: add(weights), key });
  }
  // Last, because copies may have laws of different lengths.
  for (const [{ counted }, laws] of lawsOf) {
    if (counted === undefined) continue;
    const lawAt = writeLaws(counted, table);
    counted.numbers.forEach((number, k) => {
      laws[number] = lawAt[counted.lawOf[k] as number] as number;
    });
  }
  return { words: table.content(), classes, drives: places, lists, keys };
}

/** Distances between the copies of a network. */
function distances({
  copies,
  layout,
  tables,
}: Pick<DrawnNetwork, "copies" | "layout" | "tables">): Copies {
  return {
    count: copies.length,
    invocations: layout.invocations,
    neurons: layout.neurons,
    slots: layout.slotWords,
    sums: layout.width,
    marks: layout.markWords,
    tables: tables.width,
  };
}

/** Number of words of each buffer of a network, apart from its synapses. */
export function bufferSizes(network: DrawnNetwork): Readonly<Record<string, number>> {
  const { copies, layout, ring, window, tables, rules, draws } = network;
  const count = copies.length;
  return {
    slots: count * layout.slotWords,
    sums: ring.length * ring.width,
    spikes: count * layout.neurons,
    control: controlWords.length,
    marks: window.steps * count * layout.markWords,
    tables: tables.words.length,
    window: window.words,
    floats: window.floats,
    dispatch: 3,
    samples: window.samples,
    counts: rules.countWords,
    rowTables: draws.tables.length,
    taken: draws.takenWords,
  };
}

/** A network on a processor: its buffers, and what is done with them in a step. */
export interface LoadedNetwork {
  readonly processor: Processor;
  readonly buffers: Readonly<Record<BufferName, ProcessorBuffer>>;
  readonly passes: {
    /** Sets inputs before a sample at the start of a step. */
    readonly inputs: Pass | undefined;
    readonly events: Pass;
    /** Those that compute neurons: one, or two with a delivery between them. */
    readonly updates: readonly Pass[];
    readonly arrange: Pass;
    readonly deliveries: readonly Pass[];
    /** Draws rows and delivers them. */
    readonly drawn: Pass | undefined;
    readonly samples: readonly Pass[];
    readonly rules: Readonly<
      Record<"begin" | "arrive" | "count" | "after", readonly CountedPass[]>
    >;
    readonly countGiven: Pass | undefined;
  };
  readonly rules: readonly RuleBuffers[];
  readonly bytes: number;
}

/** A pass with the number of its invocations. */
export interface CountedPass {
  readonly pass: Pass;
  readonly invocations: number;
}

const bufferTypes = {
  slots: "f32",
  sums: "atomic",
  spikes: "i32",
  control: "atomic",
  marks: "atomic",
  tables: "i32",
  window: "i32",
  floats: "f32",
  dispatch: "i32",
  samples: "f32",
  counts: "atomic",
  rowTables: "i32",
  taken: "i32",
} as const;

/** Names of the buffers that every network has. */
export type BufferName = keyof typeof bufferTypes;

/** Write a network to a processor. */
export async function loadNetwork(
  network: DrawnNetwork,
  processor: Processor,
): Promise<LoadedNetwork> {
  const sizes = bufferSizes(network);
  const make = (name: BufferName): ProcessorBuffer => {
    const words = Math.max(1, sizes[name] ?? 0);
    return processor.buffer({
      name,
      holds: bufferTypes[name],
      words,
      isDispatch: name === "dispatch",
    });
  };
  const entries = Object.keys(bufferTypes).map((name) => [name, make(name as BufferName)]);
  const buffers = Object.fromEntries(entries) as Record<BufferName, ProcessorBuffer>;
  const rows = network.pieces.map(({ words }, k) => {
    return processor.buffer({ name: `rows${k}`, holds: "i32", words: words.length });
  });
  const rules = ruleBuffers(network.rules, processor);
  await processor.settle();
  for (const [k, { layout }] of network.copies.entries()) {
    processor.write({ buffer: buffers.slots, at: k * layout.slotWords }, packedSlots(layout));
  }
  processor.write({ buffer: buffers.tables, at: 0 }, network.tables.words);
  processor.write({ buffer: buffers.rowTables, at: 0 }, network.draws.tables);
  for (const [k, { words }] of network.pieces.entries()) {
    processor.write({ buffer: rows[k] as ProcessorBuffer, at: 0 }, words);
  }
  writeRules(network.rules, rules, processor);
  const all = passesOf(network, { buffers, rows, rules });
  const list = [
    ...all.updates,
    all.arrange,
    all.events,
    ...all.deliveries,
    ...all.samples,
    ...(all.inputs === undefined ? [] : [all.inputs]),
    ...(all.drawn === undefined ? [] : [all.drawn]),
    ...[...all.rules.begin, ...all.rules.arrive, ...all.rules.count, ...all.rules.after].map(
      ({ options }) => options,
    ),
    ...(all.rules.countGiven === undefined ? [] : [all.rules.countGiven]),
  ];
  const made = await processor.passes(list);
  const passOf = (one: PassOptions): Pass => made[list.indexOf(one)] as Pass;
  const countedPass = ({ options, invocations }: RulePass): CountedPass => {
    return { pass: passOf(options), invocations };
  };
  return {
    processor,
    buffers,
    passes: {
      inputs: all.inputs && passOf(all.inputs),
      events: passOf(all.events),
      updates: all.updates.map(passOf),
      arrange: passOf(all.arrange),
      deliveries: all.deliveries.map(passOf),
      drawn: all.drawn && passOf(all.drawn),
      samples: all.samples.map(passOf),
      rules: {
        begin: all.rules.begin.map(countedPass),
        arrive: all.rules.arrive.map(countedPass),
        count: all.rules.count.map(countedPass),
        after: all.rules.after.map(countedPass),
      },
      countGiven: all.rules.countGiven && passOf(all.rules.countGiven),
    },
    rules,
    bytes: bytesOf(network),
  };
}

/** Count the bytes of a network on a processor. */
export function bytesOf(network: DrawnNetwork): number {
  const plastic = network.rules.rules.flatMap((rule) =>
    [rule, ...rule.pieces].map(({ floats, words }) => floats.words + words.words),
  );
  const sizes = [...Object.values(bufferSizes(network)), ...plastic];
  const words = sizes.reduce((sum, one) => sum + one, 0);
  return 4 * network.pieces.reduce((sum, piece) => sum + piece.words.length, words);
}

interface NetworkPasses {
  readonly inputs: PassOptions | undefined;
  readonly events: PassOptions;
  readonly updates: readonly PassOptions[];
  readonly arrange: PassOptions;
  readonly deliveries: readonly PassOptions[];
  readonly drawn: PassOptions | undefined;
  readonly samples: readonly PassOptions[];
  readonly rules: RulePasses;
}

interface NetworkBuffers {
  readonly buffers: Readonly<Record<BufferName, ProcessorBuffer>>;
  readonly rows: readonly ProcessorBuffer[];
  readonly rules: readonly RuleBuffers[];
}

function passesOf(network: DrawnNetwork, { buffers, rows, rules }: NetworkBuffers): NetworkPasses {
  const { program, layout, zeroDelay, samples, pieces, draws, ring } = network;
  const { window, tables } = network;
  const slots = slotPlaces(layout);
  const locate = (array: ArrayPlace): ArrayLocation => {
    const slot = slots.get(array.name);
    if (slot !== undefined) return { buffer: buffers.slots, at: slot };
    return { buffer: buffers[array.name as BufferName], at: 0 };
  };
  const use = (...names: readonly BufferName[]): readonly ProcessorBuffer[] =>
    names.map((name) => buffers[name]);
  const populations = parallelPopulations(network);
  const copies = distances(network);
  const { count } = copies;
  const shape = { populations, ring, copies };
  const update = (part: UpdatePart): PassOptions => {
    return {
      routine: updateNeurons({ ...shape, ...part }),
      invocations: count * layout.invocations,
      buffers: use("slots", "sums", "spikes", "control", "marks", "tables", "window", "floats"),
      locate,
    };
  };
  const parts = updateParts({ isSplit: zeroDelay, samplesFirst: samplesFirst(program) });
  const firsts = populations.map(({ name, step, arrayOf }) => ({ name, step, arrayOf }));
  const used = { use: use as (...names: readonly string[]) => readonly ProcessorBuffer[], locate };
  return {
    rules: rulePasses(network.rules, rules, { ...used, copies }),
    inputs: parts.inputs && update(parts.inputs),
    updates: parts.updates.map(update),
    events: {
      routine: addEvents({ starts: window.eventStarts, ring }),
      buffers: use("control", "window", "sums"),
      locate,
    },
    arrange: {
      routine: arrangeDelivery(network.parts),
      invocations: 1,
      buffers: use("control", "window", "dispatch"),
      locate,
    },
    deliveries: pieces.map((piece, k): PassOptions => {
      const own = rows[k] as ProcessorBuffer;
      return {
        routine: deliverFixed({ ...piece, copies, isShared: network.isShared }),
        buffers: [...use("control", "spikes", "window", "sums"), own],
        locate: (array) => (array.name === "rows" ? { buffer: own, at: 0 } : locate(array)),
      };
    }),
    drawn:
      draws.rows.length === 0
        ? undefined
        : {
            routine: drawRows(draws.rows, { ...draws, copies }),
            invocations: draws.invocations,
            buffers: use("control", "spikes", "window", "sums", "rowTables", "taken"),
            locate,
          },
    samples: samples.map(({ recorder, population, slots: sampled }, k): PassOptions => {
      const { size } = recorder.chosen;
      const { name } = population.population;
      const of = firsts.find((one) => one.name === name) ?? {
        name,
        step: population.step,
        arrayOf: population.arrayOf,
      };
      return {
        routine: sampleNeurons(of, {
          slots: sampled,
          observe: population.step.observe,
          size,
          list: tables.lists[k] as number,
          rows: window.sampleRows[k] as number,
          start: window.sampleStarts[k] as number,
          copies,
        }),
        invocations: count * size,
        buffers: use("slots", "control", "tables", "window", "floats", "samples"),
        locate,
      };
    }),
  };
}

/** Describe the populations that compute spikes for the writer of routines. */
function parallelPopulations(network: DrawnNetwork): readonly ParallelPopulation[] {
  const { layout, inputs, drives, scales, window, tables } = network;
  const numbers = [...scales.keys()];
  const scaleOf = (place: number): ParallelReceptor["scale"] => {
    if (window.copies === 1) return scales.get(place) ?? 0;
    return { factor: window.factors + numbers.indexOf(place), distance: numbers.length };
  };
  return [...layout.populations.values()]
    .filter(({ isComputed }) => isComputed)
    .map((one): ParallelPopulation => {
      const { name, size, first } = one.population;
      const own = inputs.flatMap((input, k): readonly ParallelInput[] => {
        if (input.population !== one) return [];
        const { slot, classes } = input;
        const values = window.inputStarts[k] as number;
        return [{ slot, classes, classOf: tables.classes[k], values }];
      });
      const receptors = [...one.receptors].map(([slot, place]): ParallelReceptor => {
        const driven = drives.flatMap((drive): readonly ParallelDrive[] => {
          const found = tables.drives.get(drive);
          if (drive.sums !== place || found === undefined) return [];
          const { from, until } = drive;
          return [{ from, until, targets: drive.drive.targets.size, ...found }];
        });
        return { slot, place, scale: scaleOf(place), drives: driven };
      });
      const keys = tables.keys.get(name) ?? new Map();
      const { start, step, arrayOf, marks } = one;
      const lists = { receptors, inputs: own, keys };
      return { name, size, first, start, step, arrayOf, marks, ...lists };
    });
}
