import type { RecordedSignal } from "../../session/session.ts";
import { countTo } from "../count-to.ts";
import type { GroupPart, Members, PopulationState } from "../groups/population-state.ts";
import type { SimulationState } from "../state.ts";
import {
  type AnalogSignal,
  analogSignal,
  type Block,
  type Segment,
  type SpikeTrain,
  segment,
} from "./neo.ts";
import { segmentsOf } from "./segments.ts";
import type { StoredSegment } from "./stored-segment.ts";

/** Group whose data is requested. */
export interface BlockRequest {
  readonly members: Members;
  readonly label: string;
  readonly description: string;
  /** Requested variables; undefined for all. */
  readonly variables: ReadonlySet<string> | undefined;
}

interface PartSegment {
  readonly part: GroupPart;
  readonly stored: StoredSegment;
  /** Start of the part in the group. */
  readonly from: number;
}

/** Collect recorded data of members in Neo's layout. */
export function makeBlock(state: SimulationState, request: BlockRequest): Block {
  const named = new Map<string, PartSegment[]>();
  let from = 0;
  for (const part of request.members.parts) {
    const { population } = part;
    for (const stored of segmentsOf(state, population)) {
      const list = named.get(stored.name) ?? [];
      list.push({ part, stored, from });
      named.set(stored.name, list);
    }
    from += part.neurons.length;
  }
  return {
    name: request.label,
    description: request.description,
    annotations: blockAnnotations(state, request),
    segments: [...named]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, parts]) => makeSegment(name, parts, request)),
  };
}

function blockAnnotations(
  { timestep }: SimulationState,
  { members }: BlockRequest,
): Readonly<Record<string, unknown>> {
  const populations = [...new Set(members.parts.map(({ population }) => population))];
  const shared = { simulator: "SpikeLoom", dt: timestep, mpi_processes: 1 };
  const own = populations.map((population) => population.annotations);
  const [first] = populations;
  if (first === undefined || populations.length > 1) {
    const label = [...new Set(populations.map(({ label: one }) => one))].join(";");
    return { size: members.size, first_index: 0, label, ...shared, ...Object.assign({}, ...own) };
  }
  const { label, size, firstId } = first;
  const ids = { first_id: firstId, last_id: firstId + size - 1 };
  return { size, first_index: 0, last_index: size, ...ids, label, ...shared, ...own[0] };
}

function makeSegment(
  name: string,
  parts: readonly PartSegment[],
  { variables }: BlockRequest,
): Segment {
  const wants = (variable: string): boolean => variables === undefined || variables.has(variable);
  const signals = parts.flatMap((one) =>
    [...one.stored.signals]
      .filter(([variable]) => wants(variable))
      .flatMap(([variable, read]) => signalOf(one, variable, read())),
  );
  return segment({
    name,
    annotations: parts[0]?.stored.annotations ?? {},
    spiketrains: wants("spikes") ? parts.flatMap(trainsOf) : [],
    analogsignals: joinSignals(signals),
  });
}

/** Neurons of the returned data: those of the part, or of its whole population where PyNN no longer distinguishes. */
function shownNeurons({ part, stored }: PartSegment): Uint32Array {
  return stored.isKept ? countTo(part.population.size) : part.neurons;
}

function trainsOf(segment: PartSegment): readonly SpikeTrain[] {
  const { part, stored } = segment;
  const { population } = part;
  const { spiking, tStart, tStop } = stored;
  if (spiking === undefined) return [];
  const times = timesByNeuron(stored);
  return Array.from(shownNeurons(segment))
    .filter((neuron) => spiking.has(neuron))
    .map((neuron) => ({
      times: Float64Array.from(times.get(neuron) ?? []),
      units: "ms",
      tStart,
      tStop,
      annotations: {
        source_population: population.label,
        source_index: neuron,
        channel_id: population.firstId + neuron,
      },
    }));
}

/** Group spikes by neuron. */
function timesByNeuron(stored: StoredSegment): ReadonlyMap<number, readonly number[]> {
  const spikes = stored.spikes();
  const times = new Map<number, number[]>();
  spikes.neurons.forEach((neuron, k) => {
    const list = times.get(neuron) ?? [];
    if (list.length === 0) times.set(neuron, list);
    list.push(spikes.times[k] as number);
  });
  return times;
}

function signalOf(
  segment: PartSegment,
  variable: string,
  recorded: RecordedSignal,
): readonly AnalogSignal[] {
  const { part, from } = segment;
  const { population } = part;
  const columnOf = new Map(Array.from(recorded.neurons, (neuron, column) => [neuron, column]));
  const kept = Array.from(shownNeurons(segment), (neuron) => ({
    neuron,
    column: columnOf.get(neuron) ?? -1,
  })).filter(({ column }) => column >= 0);
  if (kept.length === 0) return [];
  const columns = kept.map(({ column }) => column);
  return [
    analogSignal({
      name: variable,
      units: unitOf(population, variable),
      values: chosenColumns(recorded, columns),
      tStart: recorded.start,
      samplingPeriod: recorded.interval,
      population: population.label,
      ids: Uint32Array.from(kept, ({ neuron }) => population.firstId + neuron),
      // PyNN adds the number of preceding neurons in the group to the index within a population.
      indices: Uint32Array.from(kept, ({ neuron }) => from + neuron),
    }),
  ];
}

function unitOf({ type }: PopulationState, variable: string): string {
  return type.units[variable] ?? "dimensionless";
}

function chosenColumns(
  { neurons, values }: RecordedSignal,
  columns: readonly number[],
): Float64Array {
  const width = neurons.length;
  const isAll = columns.length === width && columns.every((column, k) => column === k);
  if (isAll) return values.slice();
  const rows = values.length / width;
  const chosen = new Float64Array(rows * columns.length);
  let next = 0;
  for (let row = 0; row < rows; row++) {
    for (const column of columns) chosen[next++] = values[row * width + column] as number;
  }
  return chosen;
}

/** Signals of one variable at the same times are joined. */
function joinSignals(signals: readonly AnalogSignal[]): readonly AnalogSignal[] {
  const groups = new Map<string, AnalogSignal[]>();
  for (const signal of signals) {
    const { name, units, tStart, samplingPeriod, shape } = signal;
    const key = JSON.stringify([name, units, tStart, samplingPeriod, shape[0]]);
    groups.set(key, [...(groups.get(key) ?? []), signal]);
  }
  return [...groups.values()].map(sideBySide);
}

function sideBySide(signals: readonly AnalogSignal[]): AnalogSignal {
  const [first] = signals as readonly [AnalogSignal];
  if (signals.length === 1) return first;
  const rows = first.shape[0];
  const columns = signals.reduce((sum, { shape }) => sum + shape[1], 0);
  const values = new Float64Array(rows * columns);
  let at = 0;
  for (let row = 0; row < rows; row++) {
    for (const { values: own, shape } of signals) {
      values.set(own.subarray(row * shape[1], (row + 1) * shape[1]), at);
      at += shape[1];
    }
  }
  const populations = new Set(signals.map(({ annotations }) => annotations.source_population));
  return analogSignal({
    name: first.name,
    units: first.units,
    values,
    tStart: first.tStart,
    samplingPeriod: first.samplingPeriod,
    population: [...populations].join(";"),
    ids: Uint32Array.from(signals.flatMap(({ annotations }) => [...annotations.channel_ids])),
    indices: Uint32Array.from(
      signals.flatMap(({ arrayAnnotations }) => [...arrayAnnotations.channel_index]),
    ),
  });
}
