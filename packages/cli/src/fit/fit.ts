import { spikeDistance, spikeTrains } from "@spikeloom/analysis";
import {
  type BackendRecord,
  checkOptionNames,
  type NetworkRecord,
  type OptionNames,
  type SpikeLoomError,
  type Stack,
} from "@spikeloom/kernel";
import {
  type ActivityCounts,
  type Baseline,
  baselines,
  type ChipFit,
  type ChipRecord,
  countActivity,
  chips as everyChip,
  fitChip,
  type MappingOptions,
  type MappingStage,
  type MultiplyAdds,
  multiplyAdds,
  type NetworkActivity,
  type NetworkGraph,
  programGraph,
  synapsesOf,
  withActivity,
} from "@spikeloom/mapping";
import { programOf } from "@spikeloom/program";
import { type Result, RUN_STOPPED, spikeSeries } from "@spikeloom/simulate";
import { givenBackend } from "../choose-backend.ts";
import { FIT_RATES } from "../errors.ts";
import { withSpikes } from "../load/record-spikes.ts";
import { networkStack } from "../network-stack.ts";
import { asCoded } from "../print/coded.ts";
import { type DefaultRunOptions, run } from "../run-network.ts";
import { withData } from "../with-data.ts";
import type { MeasuredAccuracy } from "./accuracy.ts";

/** Options of a fit: those of the run, and what is fitted. */
export interface FitNetworkOptions
  extends Omit<DefaultRunOptions, "sink" | "keep" | "checkpoint" | "from" | "profile"> {
  /** By default all chips with a resource model. */
  readonly chips?: readonly ChipRecord[] | undefined;
  /** Measured spikes/s per neuron by population, in place of those of the run; others keep theirs. */
  readonly rates?: Readonly<Record<string, number>> | undefined;
  readonly mapping?: MappingOptions | undefined;
  /** Whether the network also runs on the backends that emulate a chip; by default it does. */
  readonly emulate?: boolean | undefined;
  /** Called before each stage of a mapping onto a chip, which occupies the thread, and before the network is emulated there. */
  readonly onStage?: ((stage: FitStage) => void) | undefined;
}

/** Work on one of the chips. */
export interface FitStage {
  readonly kind: "map" | "emulate";
  /** Stage of the mapping. */
  readonly mapping?: MappingStage;
  readonly chip: string;
  /** Number of the chip, from 1, and of all chips. */
  readonly number: number;
  readonly of: number;
}

/** Spikes of an emulated chip, compared with those of the network. */
export type Emulation =
  | ComparedSpikes
  | { readonly backend: string; readonly error: SpikeLoomError };

/** Differences of the spikes of all populations that are computed. */
export interface ComparedSpikes {
  readonly backend: string;
  readonly spikes: number;
  /** Spikes of the network on the chosen backend. */
  readonly expected: number;
  /** Mean SPIKE-distance over neurons, 0 to 1 (doi:10.1152/jn.00663.2012), and the greatest of a population. */
  readonly distance: number;
  readonly greatest: { readonly population: string; readonly distance: number };
  readonly notes: readonly string[];
}

/** A network on several chips, side by side. */
export interface NetworkFit {
  readonly network: NetworkRecord;
  /** In ms. */
  readonly duration: number;
  readonly dt: number;
  readonly steps: number;
  readonly seed: number;
  /** Backend that ran the network. */
  readonly backend: string;
  readonly populations: readonly FittedPopulation[];
  readonly synapses: number;
  readonly counts: ActivityCounts;
  readonly multiplyAdds: MultiplyAdds;
  readonly chips: readonly (ChipFit & { readonly emulations: readonly Emulation[] })[];
  readonly baselines: readonly Baseline[];
  /** Accuracy of a trained network on its test samples; the command measures it with `--accuracy`. */
  readonly accuracy?: MeasuredAccuracy | undefined;
}

/** A population and its spikes. */
export interface FittedPopulation {
  readonly name: string;
  readonly size: number;
  readonly isInput: boolean;
  /** Spikes/s per neuron. */
  readonly rate: number;
  readonly isGiven: boolean;
}

const names: Pick<
  OptionNames<FitNetworkOptions>,
  "chips" | "rates" | "mapping" | "emulate" | "onStage"
> = {
  chips: true,
  rates: true,
  mapping: true,
  emulate: true,
  onStage: true,
};

/**
 * Map a network onto neuromorphic chips, and compare what it costs there.
 *
 * The network runs first, by default on the clock backend: operations are counted from its spikes. Where the stack has a backend
 * that emulates a chip, it runs there too, and the spikes are compared.
 */
export async function fit(
  network: NetworkRecord,
  options: FitNetworkOptions = {},
): Promise<NetworkFit> {
  const {
    chips = everyChip,
    rates = {},
    mapping = {},
    emulate = true,
    onStage,
    ...running
  } = options;
  checkOptionNames({ chips, rates, mapping, emulate, onStage }, names, "fit");
  const { stack = networkStack, backend, directory, allowOutside, memory } = running;
  const loaded = await withData(network, { directory, allowOutside, memory });
  const recorded = withSpikes({ ...loaded, record: [] }, stack);
  const onto = givenBackend(stack, backend);
  const result = await run(recorded, { ...running, stack, backend: onto, keep: true });
  if (result.interrupted) throw stopped(running);
  const { seed } = result.provenance;
  const program = programOf(result.network, { stack, seed });
  const graph = programGraph(program, { stack });
  const activity = activityOf(graph, result, rates);
  const counts = countActivity(graph, activity);
  const { duration, dt, steps } = result;
  const adds = multiplyAdds(graph, steps);
  const inputs = new Set(graph.populations.flatMap(({ isInput, name }) => (isInput ? [name] : [])));
  const fitted: NetworkFit["chips"][number][] = [];
  for (const [k, chip] of chips.entries()) {
    if (running.signal?.aborted) throw stopped(running);
    const stage = { chip: chip.name, number: k + 1, of: chips.length };
    const found = fitChip(graph, chip, {
      activity,
      mapping: {
        ...mapping,
        onStage(step) {
          mapping.onStage?.(step);
          onStage?.({ kind: "map", mapping: step, ...stage });
        },
      },
    });
    const emulators = emulate ? emulatorsOf(stack, chip) : [];
    const emulations: Emulation[] = [];
    if (emulators.length > 0) onStage?.({ kind: "emulate", ...stage });
    for (const emulator of emulators) {
      emulations.push(
        await emulated(recorded, emulator, { result, running: { ...running, stack }, inputs }),
      );
    }
    fitted.push({ ...found, emulations });
  }
  return {
    network: result.network,
    duration,
    dt,
    steps,
    seed,
    backend: onto.name,
    populations: withActivity(graph, activity).populations.map(({ name, size, isInput, rate }) => {
      return { name, size, isInput, rate: 1000 * rate, isGiven: Object.hasOwn(rates, name) };
    }),
    synapses: graph.projections.reduce((sum, one) => sum + synapsesOf(graph, one), 0),
    counts,
    multiplyAdds: adds,
    chips: fitted,
    baselines: baselines({
      multiplyAdds: adds,
      synapticOperations: counts.synapticOperations,
    }),
  };
}

/** Count the spikes of each neuron; given rates replace those of their population. */
function activityOf(
  { populations }: NetworkGraph,
  result: Result,
  rates: Readonly<Record<string, number>>,
): NetworkActivity {
  const { steps, dt, duration, recordings } = result;
  for (const [name, rate] of Object.entries(rates)) {
    const isKnown = populations.some((one) => one.name === name);
    if (isKnown && rate >= 0 && rate < Number.POSITIVE_INFINITY) continue;
    throw FIT_RATES({
      place: `rates.${name}`,
      expected: isKnown ? "spikes/s from 0" : populations.map((one) => one.name).join(", "),
      got: isKnown ? String(rate) : name,
    });
  }
  const spikes = populations.map(({ name, size }) => {
    const counts = new Float64Array(size);
    if (Object.hasOwn(rates, name)) return counts.fill(((rates[name] ?? 0) * duration) / 1000);
    for (const recording of recordings) {
      if (recording.population !== name) continue;
      for (const neuron of recording.spikes?.neurons ?? [])
        counts[neuron] = (counts[neuron] ?? 0) + 1;
    }
    return counts;
  });
  return { steps, dt, spikes };
}

function emulatorsOf(stack: Stack, { name }: ChipRecord): readonly BackendRecord[] {
  return stack.list("backend").filter(({ chip }) => chip === name);
}

function stopped({ signal }: DefaultRunOptions): SpikeLoomError {
  const reason: unknown = signal?.reason;
  return RUN_STOPPED({ by: typeof reason === "string" ? reason : undefined });
}

interface EmulationJob {
  readonly result: Result;
  readonly running: DefaultRunOptions;
  /** Populations that only send spikes. */
  readonly inputs: ReadonlySet<string>;
}

/** Run the network on an emulator and compare; an emulator that refuses it says why. */
async function emulated(
  network: NetworkRecord,
  backend: BackendRecord,
  { result, running, inputs }: EmulationJob,
): Promise<Emulation> {
  const { backendOptions: _, precision: __, ...options } = running;
  try {
    const own = await run(network, { ...options, backend, keep: true });
    if (own.interrupted) throw stopped(running);
    return { backend: backend.name, ...compared(result, own, inputs), notes: own.summary.notes };
  } catch (fault) {
    const error = asCoded(fault);
    if (error === undefined || options.signal?.aborted) throw fault;
    return { backend: backend.name, error };
  }
}

function compared(
  expected: Result,
  found: Result,
  inputs: ReadonlySet<string>,
): Omit<ComparedSpikes, "backend" | "notes"> {
  const window = { from: 0, until: expected.duration };
  const others = new Map(spikeSeries(found).map((one) => [one.label, one]));
  let [neurons, distance, spikes, all] = [0, 0, 0, 0];
  let greatest = { population: "", distance: 0 };
  for (const one of spikeSeries(expected)) {
    const other = others.get(one.label);
    if (other === undefined || inputs.has(one.label)) continue;
    const [trains, own] = [spikeTrains(one), spikeTrains(other)];
    let sum = 0;
    for (const [k, train] of trains.entries()) {
      sum += spikeDistance(train, own[k] ?? new Float64Array(0), { window });
    }
    if (one.size > 0 && sum / one.size >= greatest.distance) {
      greatest = { population: one.label, distance: sum / one.size };
    }
    neurons += one.size;
    distance += sum;
    spikes += other.times.length;
    all += one.times.length;
  }
  return { spikes, expected: all, distance: neurons === 0 ? 0 : distance / neurons, greatest };
}
