import {
  adapterText,
  addBounds,
  chooseScale,
  cpuProcessor,
  type Gpu,
  gpuProcessor,
  openAdapter,
  type Processor,
  requestAdapter,
  type SumBounds,
  startBounds,
} from "@spikeloom/code/processor";
import type { Simulation, SimulationJob } from "@spikeloom/kernel";
import { expectedSynapses } from "@spikeloom/network";
import {
  arrivalShift,
  arrivesAtOnce,
  type NetworkProgram,
  openProjections,
  splitsStep,
  writeProgram,
} from "@spikeloom/program";
import { type CountedDraws, countDrawn } from "./count-drawn.ts";
import { boundDrives, layDrives } from "./drives.ts";
import { type AddedInputs, feedInputs } from "./inputs.ts";
import { type LaidPopulation, layOut, type NetworkLayout, ringFor } from "./layout.ts";
import {
  bufferSizes,
  bytesOf,
  type DrawnNetwork,
  loadNetwork,
  type NetworkCopy,
  writeTables,
} from "./network.ts";
import { type DrawnRule, drawRule, joinCopies } from "./plastic/draw-rule.ts";
import { hostValues, layRules } from "./plastic/lay-rules.ts";
import { laySamples } from "./recording.ts";
import { chooseDrawn, type DrawnProjections, layDraws } from "./row-draws.ts";
import { createSimulations, type HostCopy } from "./simulation.ts";
import { type LaidSource, laySources } from "./sources.ts";
import {
  type CountedSynapses,
  countSynapses,
  type DrawContext,
  fillSynapses,
  layProjections,
} from "./synapses.ts";
import { windowShape } from "./window.ts";

/** Options of a run. */
export interface RunOptions {
  readonly processor: "gpu" | "cpu";
  /** Scale of all sums, in units of 2^-scale; chosen for each receptor by default. */
  readonly scale: number | undefined;
  /** Bytes of a piece of synapses. */
  readonly piece: number;
  /** Most steps of a submission. */
  readonly window: number;
}

/** A program to simulate. */
export interface AskedCopy {
  readonly program: NetworkProgram;
  readonly job: SimulationJob;
}

/** Options of a run, and access to graphics processors. */
export interface PrepareOptions {
  readonly options: RunOptions;
  readonly gpu: Gpu | undefined;
}

/** Draw a network, write it to a processor, and create its simulation. */
export async function prepare(
  program: NetworkProgram,
  job: SimulationJob,
  given: PrepareOptions,
): Promise<Simulation> {
  const copy = await drawCopy({ program, job }, given);
  const [simulation] = await loadCopies([copy], given);
  return simulation as Simulation;
}

/** A copy whose synapses were counted. */
export interface DrawnCopy extends NetworkCopy {
  readonly job: SimulationJob;
  readonly sources: ReadonlyMap<string, LaidSource>;
  readonly added: AddedInputs;
  readonly zeroDelay: boolean;
  readonly shift: number;
  readonly rows: CountedRows;
}

/** Synapses that were counted, which several copies can have. */
export interface CountedRows {
  readonly context: DrawContext;
  readonly counted: CountedSynapses;
  readonly drawn: DrawnProjections;
  readonly redrawn: CountedDraws;
  /** Reasons why procedural projections are stored. */
  readonly stored: ReadonlyMap<string, string>;
  readonly plastic: readonly DrawnRule[];
  readonly bounds: SumBounds;
}

/** Lay out a copy, count its synapses, unless they are known by their text, and choose its scales. */
export async function drawCopy(
  { program, job }: AskedCopy,
  given: PrepareOptions,
  known?: Map<string, CountedRows>,
): Promise<DrawnCopy> {
  const shift = arrivalShift(program);
  const zeroDelay = splitsStep(program, arrivesAtOnce(program) ? shift : 1);
  const layout = layOut(program, zeroDelay);
  const sources = laySources(program, layout);
  const added: AddedInputs = new Map();
  const drives = layDrives(program, layout);
  const inputs = feedInputs(program, layout, added);
  const samples = laySamples(program, layout);
  const text = known === undefined ? "" : rowsText(program, sources);
  const rows = known?.get(text) ?? (await countRows({ program, job }, { layout, sources, given }));
  known?.set(text, rows);
  const bounds = startBounds(layout.width);
  boundDrives(drives, bounds);
  addBounds(bounds, rows.bounds);
  const scales = chooseScales(layout, bounds, given.options.scale);
  const copy = { program, layout, inputs, drives, samples, scales };
  return { ...copy, job, sources, added, zeroDelay, shift, rows, scales };
}

/** Print everything that the synapses of a program and the bounds of their sums depend on. */
function rowsText(program: NetworkProgram, sources: DrawnCopy["sources"]): string {
  const { seed, dt, convention, space, projections, populations } = JSON.parse(
    writeProgram({ ...program, stimuli: [], recorders: [], synapseRecorders: [] }),
  );
  const ends = [...program.populations.keys()].map((name) => {
    const { size, positions } = populations[name] ?? {};
    return [name, size, positions, sources.get(name)?.times];
  });
  return JSON.stringify([seed, dt, convention, space, projections, ends]);
}

async function countRows(
  { program, job: { stack, watch } }: AskedCopy,
  {
    layout,
    sources,
    given: { options, gpu },
  }: Pick<DrawnCopy, "layout" | "sources"> & { readonly given: PrepareOptions },
): Promise<CountedRows> {
  const opened = openProjections(program, { stack });
  const bounds = startBounds(layout.width);
  const context = { program, layout, watch };
  const expected = program.projections.reduce((sum, one) => {
    return sum + expectedSynapses(one, { ...program, stack });
  }, 0);
  const timesOf = ({ population }: { readonly population: { readonly name: string } }): number =>
    sources.get(population.name)?.times ?? 1;
  const laid = layProjections(opened, layout);
  const { drawn, stored } = chooseDrawn(laid, program);
  const kept = laid.filter((one) => !drawn.has(one));
  const counted = await countSynapses(kept, context, { bounds, timesOf, expected });
  const open = (words: Readonly<Record<string, number>>): Promise<Processor> =>
    openProcessor(words, options, gpu);
  const redrawn = await countDrawn(drawn, { program, bounds, timesOf, open });
  const plastic: DrawnRule[] = [];
  for (const projection of opened) {
    if (projection.dynamic === undefined) continue;
    const from = layout.populations.get(projection.from) as LaidPopulation;
    const own = { bounds, times: timesOf(from), expected };
    plastic.push(await drawRule(projection, context, own));
  }
  return { context, counted, drawn, redrawn, stored, plastic, bounds };
}

/** Write copies that can be computed together to a processor, and create their simulations. */
export async function loadCopies(
  copies: readonly DrawnCopy[],
  { options, gpu }: PrepareOptions,
): Promise<readonly Simulation[]> {
  const [first] = copies as readonly [DrawnCopy];
  const { program, layout, inputs, drives, samples, zeroDelay, shift, scales, sources } = first;
  const { counted, drawn, redrawn } = first.rows;
  const plastic = first.rows.plastic.map((_, k) =>
    joinCopies(copies.map(({ rows }) => rows.plastic[k] as DrawnRule)),
  );
  const isShared = copies.every(({ rows, scales: own }) => {
    return rows === first.rows && [...own].every(([place, scale]) => scales.get(place) === scale);
  });
  const scaleOf = (sums: number): number => scales.get(sums) ?? 0;
  const most = Math.floor(options.piece / 4);
  const longest = copies.reduce((steps, { rows }) => {
    return Math.max(steps, rows.counted.longest, rows.redrawn.longest);
  }, 0);
  const ring = ringFor(copies.length * layout.width, longest + shift);
  const { width, neurons } = layout;
  const stored = (isShared ? [first] : copies).map(({ rows: { counted, context }, ...one }) => {
    return { counted, context, scales: one.scales };
  });
  const pieces = await fillSynapses(stored, { shift, most, width, neurons, ring });
  const draws = layDraws(drawn, { program, scaleOf, ring, shift });
  const targets = drives.reduce((sum, { drive }) => sum + drive.targets.size, 0);
  const sourceEntries = [...sources.values()].reduce(
    (sum, { population, times }) => sum + times * population.population.size,
    0,
  );
  const window = windowShape({
    copies: copies.length,
    inputs,
    samples,
    markWords: layout.markWords,
    steps: options.window,
    entriesAStep: 2 * targets + sourceEntries,
    ruleWidth: plastic.reduce((sum, one) => sum + hostValues(one), 0),
    receptors: scales.size,
  });
  const common = { program, layout, ring, copies: copies.length };
  const ruleOptions = { ...common, scaleOf, most, start: window.rules };
  const rules = layRules(plastic, {
    ...ruleOptions,
    delays: [...counted.delays, ...redrawn.delays],
  });
  const network: DrawnNetwork = {
    program,
    layout,
    inputs,
    drives,
    samples,
    copies,
    isShared,
    zeroDelay,
    pieces,
    draws,
    ring,
    rules,
    parts: pieces[0]?.parts ?? 1,
    scales,
    window,
    tables: writeTables(copies),
  };
  const processor = await openFor(network, options, gpu);
  try {
    const on = await loadNetwork(network, processor);
    const hosts = copies.map(({ rows, job, ...copy }): HostCopy => {
      const synapses = rows.plastic.reduce(
        (sum, { columns }) => sum + columns.length,
        rows.counted.synapses + rows.redrawn.synapses,
      );
      const own = { ...network, scales: copy.scales };
      const notes = notesOf(own, { processor, synapses, stored: rows.stored });
      return { sources: copy.sources, added: copy.added, job, synapses, notes };
    });
    return createSimulations({ network, on, hosts });
  } catch (error) {
    processor.close();
    throw error;
  }
}

function chooseScales(
  { populations }: NetworkLayout,
  bounds: SumBounds,
  given: number | undefined,
): ReadonlyMap<number, number> {
  const scales = new Map<number, number>();
  for (const { population, receptors } of populations.values()) {
    for (const [slot, first] of receptors) {
      const place = `populations.${population.name}, ${slot}`;
      const of = { place, first, size: population.size };
      scales.set(first, chooseScale(of, bounds, given));
    }
  }
  return scales;
}

async function openFor(
  network: DrawnNetwork,
  options: RunOptions,
  gpu: Gpu | undefined,
): Promise<Processor> {
  const plastic = network.rules.rules.flatMap((rule) =>
    [rule, ...rule.pieces].flatMap(({ floats, words }) => [floats.words, words.words]),
  );
  const pieces = network.pieces.map(({ words }) => words.length);
  const synapses = [...pieces, ...plastic].reduce((most, words) => Math.max(most, words), 0);
  return await openProcessor({ ...bufferSizes(network), synapses }, options, gpu);
}

/** Open a processor for buffers of so many words. */
async function openProcessor(
  needed: Readonly<Record<string, number>>,
  { processor }: RunOptions,
  gpu: Gpu | undefined,
): Promise<Processor> {
  if (processor === "cpu") return cpuProcessor();
  const adapter = await requestAdapter(gpu);
  return gpuProcessor(await openAdapter(adapter, needed), adapterText(adapter));
}

function notesOf(
  network: DrawnNetwork,
  {
    processor,
    synapses,
    stored,
  }: {
    readonly processor: Processor;
    readonly synapses: number;
    readonly stored: ReadonlyMap<string, string>;
  },
): readonly string[] {
  const { layout, pieces, draws, scales, window, rules, copies } = network;
  const perSynapse = synapses === 0 ? 0 : bytesOf(network) / (synapses * copies.length);
  const receptors = [...layout.populations.values()].flatMap(({ population, receptors: own }) =>
    [...own].map(([slot, first]) => {
      return `${population.name}, ${slot}: sums in units of 2^-${scales.get(first)}`;
    }),
  );
  return [
    `computed by: ${processor.about}`,
    `synapses: ${synapses} in ${pieces.length} pieces, ${perSynapse.toFixed(1)} bytes each with all else`,
    `submissions: up to ${window.steps} steps`,
    ...(copies.length > 1 ? [copiesNote(network)] : []),
    ...[...layout.populations.values()].map(
      ({ population, step }) =>
        `${population.name}: ${population.size}, advanced by ${step.method}`,
    ),
    ...receptors,
    ...draws.rows.map(({ name }) => `${name}: redrawn on the processor at each spike`),
    ...[...stored].map(([name, reason]) => `${name}: stored, as ${reason}`),
    ...rules.rules.map(({ drawn: { projection, columns, most } }) => {
      return `${projection.name}: ${columns.length} plastic synapses, each delivers at most ${most}`;
    }),
  ];
}

function copiesNote({ copies, isShared }: DrawnNetwork): string {
  const rows = isShared ? "which share their synapses" : "each with its own synapses";
  return `computed together: ${copies.length} copies, ${rows}`;
}
