import {
  adapterText,
  cpuProcessor,
  type Gpu,
  gpuProcessor,
  openAdapter,
  type Processor,
  requestAdapter,
} from "@spikeloom/code/processor";
import type { Simulation, SimulationJob } from "@spikeloom/kernel";
import { expectedConnections } from "@spikeloom/network";
import {
  arrivalShift,
  arrivesAtOnce,
  type NetworkProgram,
  openProjections,
  splitsStep,
} from "@spikeloom/program";
import { boundDrives, layDrives } from "./drives.ts";
import { type AddedInputs, feedInputs } from "./inputs.ts";
import { type LaidPopulation, layOut, type NetworkLayout, ringFor } from "./layout.ts";
import { bufferSizes, bytesOf, type DrawnNetwork, loadNetwork, writeTables } from "./network.ts";
import { type DrawnRule, drawRule } from "./plastic/draw-rule.ts";
import { hostValues, layRules } from "./plastic/lay-rules.ts";
import { laySamples } from "./recording.ts";
import { chooseDrawn, layDraws } from "./row-draws.ts";
import { type Bounds, chooseScale, startBounds } from "./scale.ts";
import { createSimulation } from "./simulation.ts";
import { laySources } from "./sources.ts";
import { countSynapses, fillSynapses, layProjections } from "./synapses.ts";
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

/** Draw a network, write it to a processor, and create its simulation. */
export async function prepare(
  program: NetworkProgram,
  job: SimulationJob,
  { options, gpu }: { readonly options: RunOptions; readonly gpu: Gpu | undefined },
): Promise<Simulation> {
  const { stack, watch } = job;
  const opened = openProjections(program, { stack });
  const shift = arrivalShift(program);
  const zeroDelay = splitsStep(program, arrivesAtOnce(program) ? shift : 1);
  const layout = layOut(program, zeroDelay);
  const sources = laySources(program, layout);
  const added: AddedInputs = new Map();
  const drives = layDrives(program, layout);
  const inputs = feedInputs(program, layout, added);
  const samples = laySamples(program, layout);
  const bounds = startBounds(layout.width);
  boundDrives(drives, bounds);
  const context = { program, layout, watch };
  const expected = program.projections.reduce((sum, one) => {
    return sum + expectedConnections(one, { ...program, stack }).synapses;
  }, 0);
  const timesOf = ({ population }: { readonly population: { readonly name: string } }): number =>
    sources.get(population.name)?.times ?? 1;
  const laid = layProjections(opened, layout);
  const { drawn, stored } = chooseDrawn(laid, program);
  const counted = await countSynapses(laid, context, { bounds, timesOf, expected, drawn });
  const plastic: DrawnRule[] = [];
  for (const projection of opened) {
    if (projection.dynamic === undefined) continue;
    const from = layout.populations.get(projection.from) as LaidPopulation;
    const own = { bounds, times: timesOf(from), expected };
    plastic.push(await drawRule(projection, context, own));
  }
  const scales = chooseScales(layout, bounds, options.scale);
  const most = Math.floor(options.piece / 4);
  const scaleOf = (sums: number): number => scales.get(sums) ?? 0;
  const pieces = await fillSynapses(counted, context, { scaleOf, shift, most });
  const ring = ringFor(layout.width, counted.longest + shift);
  const draws = layDraws(drawn, { program, scaleOf, ring, shift });
  const targets = drives.reduce((sum, { drive }) => sum + drive.targets.size, 0);
  const sourceEntries = [...sources.values()].reduce(
    (sum, { population, times }) => sum + times * population.population.size,
    0,
  );
  const window = windowShape({
    inputs,
    samples,
    markWords: layout.markWords,
    steps: options.window,
    entriesAStep: 2 * targets + sourceEntries,
    ruleWidth: plastic.reduce((sum, one) => sum + hostValues(one), 0),
  });
  const ruleOptions = { program, layout, ring, scaleOf, most, start: window.rules };
  const rules = layRules(plastic, { ...ruleOptions, delays: counted.delays });
  const tables = writeTables({ inputs, drives, samples, scales });
  const network: DrawnNetwork = {
    program,
    layout,
    zeroDelay,
    inputs,
    drives,
    samples,
    pieces,
    draws,
    ring,
    rules,
    parts: pieces[0]?.parts ?? 1,
    scales,
    window,
    tables,
  };
  const processor = await openFor(network, options, gpu);
  try {
    const on = await loadNetwork(network, processor);
    const synapses = plastic.reduce((sum, { columns }) => sum + columns.length, counted.synapses);
    const notes = notesOf(network, { processor, synapses, stored });
    const parts = { network, on, sources, added, synapses, notes };
    return createSimulation(parts, job);
  } catch (error) {
    processor.close();
    throw error;
  }
}

function chooseScales(
  { populations }: NetworkLayout,
  bounds: Bounds,
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
  { processor }: RunOptions,
  gpu: Gpu | undefined,
): Promise<Processor> {
  if (processor === "cpu") return cpuProcessor();
  const adapter = await requestAdapter(gpu);
  const plastic = network.rules.rules.flatMap((rule) =>
    [rule, ...rule.pieces].flatMap(({ floats, words }) => [floats.words, words.words]),
  );
  const pieces = network.pieces.map(({ words }) => words.length);
  const synapses = [...pieces, ...plastic].reduce((most, words) => Math.max(most, words), 0);
  const needed = { ...bufferSizes(network), synapses };
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
  const { layout, pieces, draws, scales, window, rules } = network;
  const perSynapse = synapses === 0 ? 0 : bytesOf(network) / synapses;
  const receptors = [...layout.populations.values()].flatMap(({ population, receptors: own }) =>
    [...own].map(([slot, first]) => {
      return `${population.name}, ${slot}: sums in units of 2^-${scales.get(first)}`;
    }),
  );
  return [
    `computed by: ${processor.about}`,
    `synapses: ${synapses} in ${pieces.length} pieces, ${perSynapse.toFixed(1)} bytes each with all else`,
    `submissions: up to ${window.steps} steps`,
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
