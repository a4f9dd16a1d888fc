import type { Stack } from "@spikeloom/kernel";
import { type NetworkProgram, type OpenProjection, openProjections } from "@spikeloom/program";
import { type EventForm, eventForm, levelsOf } from "@spikeloom/program/events";
import { NOT_TRAINED } from "../errors.ts";
import { type ListedSynapse, synapsesOf } from "../program/dense-weights.ts";
import { checkThreshold } from "./check-threshold.ts";

/** Synapses of a projection as columns, in the order of the network. */
export interface EventProjection {
  readonly name: string;
  readonly from: string;
  /** Number of the first neuron of its sources in the network. */
  readonly first: number;
  /** Population of its targets, counted from 0, and their receptor. */
  readonly to: number;
  readonly receptor: string;
  readonly target: Uint32Array;
  readonly weights: Float64Array;
  /** In ms. */
  readonly delays: Float64Array;
  /** Whether all delays are equal and remain so. */
  readonly hasOneDelay: boolean;
  readonly learnsDelays: boolean;
  /**
   * Synapses by source, then by delay: those of source `s` are `bySource[begins[s]]` to `bySource[begins[s + 1]]`.
   *
   * `sortRows` updates the order.
   */
  readonly bySource: Uint32Array;
  readonly begins: Uint32Array;
}

/** A network with spikes at any time, in ms. */
export interface EventNetwork {
  /** Duration of a sample. */
  readonly until: number;
  /** Duration of a batch's step. */
  readonly dt: number;
  readonly given: readonly { readonly name: string; readonly size: number }[];
  /** So ordered that spikes without delay only reach later ones of another level. */
  readonly populations: readonly EventForm[];
  readonly levels: readonly number[];
  readonly projections: readonly EventProjection[];
}

/** Read a network for exact spike times; `learns` lists the projections with trained delays. */
export function eventNetwork(
  program: NetworkProgram,
  stack: Stack,
  learns: (projection: string) => boolean,
): EventNetwork {
  const { duration: until = 0, dt, populations, stimuli } = program;
  const projections = openProjections(program, { stack });
  if (!(until > 0) || stimuli.length > 0) {
    throw NOT_TRAINED({
      place: until > 0 ? "stimuli" : "duration",
      message: "The batch supplies all input of a sample, whose duration the network defines.",
      expected: "a duration, and no stimuli",
      got: until > 0 ? `${stimuli.length} stimuli` : "no duration",
    });
  }
  const all = [...populations.values()];
  projections.forEach(checkProjection);
  const columns = projections.map(synapseColumns);
  const instant = projections.filter((_, k) => columns[k]?.delays.includes(0));
  const levels = levelsOf(instant, (fault) =>
    NOT_TRAINED({
      ...fault,
      message: "A spike comes back at the time at which it is sent.",
      next: "Use longer delays, or train with bptt.",
    }),
  );
  const levelOf = ({ name }: { readonly name: string }): number => levels.get(name) ?? 0;
  const computed = all
    .filter(({ source }) => source === undefined)
    .sort((one, other) => levelOf(one) - levelOf(other));
  return {
    until,
    dt,
    given: all.filter(({ source }) => source !== undefined),
    populations: computed.map((one) => {
      const form = eventForm(one, program.convention, { dt });
      checkThreshold(form);
      return form;
    }),
    levels: computed.map(levelOf),
    projections: projections.map((one, k) => {
      const to = computed.findIndex(({ name }) => name === one.to);
      const { first = 0, size: sources = 0 } = populations.get(one.from) ?? {};
      return eventProjection(one, {
        to,
        first,
        sources,
        learns: learns(one.name),
        drawn: columns[k] as SynapseColumns,
      });
    }),
  };
}

interface ProjectionPlace {
  readonly drawn: SynapseColumns;
  readonly to: number;
  readonly first: number;
  readonly sources: number;
  readonly learns: boolean;
}

function eventProjection(
  { name, from, receptor = "", delay }: OpenProjection,
  { drawn, to, first, sources, learns }: ProjectionPlace,
): EventProjection {
  const { listed, ...columns } = drawn;
  const order = Uint32Array.from(listed, (_, synapse) => synapse);
  const sourceOf = (synapse: number): number => listed[synapse]?.source ?? 0;
  const bySource = order.sort((a, b) => sourceOf(a) - sourceOf(b) || a - b);
  const begins = new Uint32Array(sources + 1);
  for (const { source } of listed) begins[source + 1] = (begins[source + 1] as number) + 1;
  for (let s = 0; s < sources; s++)
    begins[s + 1] = (begins[s + 1] as number) + (begins[s] as number);
  const found = {
    name,
    from,
    first,
    to,
    receptor,
    bySource,
    begins,
    target: Uint32Array.from(listed, (one) => one.target),
    ...columns,
    hasOneDelay: !learns && delay.constant !== undefined,
    learnsDelays: learns,
  };
  sortRows(found);
  return found;
}

function checkProjection({ name, receptor, dynamic, plan }: OpenProjection, k: number): void {
  if (dynamic === undefined && receptor !== undefined && plan.window === undefined) return;
  throw NOT_TRAINED({
    place: `projections[${k}]`,
    message: `The synapses of "${name}" do more than carry individual weights.`,
    next: "Remove their synapse model, plasticity rule or convolution.",
  });
}

/** Sort the synapses of each source by delay; those with the same delay stay in the order of the network. */
export function sortRows({
  begins,
  bySource,
  delays,
}: Pick<EventProjection, "begins" | "bySource" | "delays">): void {
  const compare = (a: number, b: number): number =>
    (delays[a] as number) - (delays[b] as number) || a - b;
  for (let s = 0; s + 1 < begins.length; s++) {
    const [begin, end] = [begins[s] as number, begins[s + 1] as number];
    let isSorted = true;
    for (let k = begin + 1; k < end && isSorted; k++) {
      isSorted = compare(bySource[k - 1] as number, bySource[k] as number) < 0;
    }
    if (!isSorted) bySource.subarray(begin, end).sort(compare);
  }
}

interface SynapseColumns {
  readonly listed: readonly ListedSynapse[];
  readonly weights: Float64Array;
  readonly delays: Float64Array;
}

/** List the synapses of a projection, with their weights and their delays in ms, in the order of the network. */
export function synapseColumns(projection: OpenProjection): SynapseColumns {
  const listed = [...synapsesOf(projection)].sort((one, other) => one.entry - other.entry);
  const column = (of: "weight" | "delay"): Float64Array =>
    Float64Array.from(listed, (one) => one[of]);
  return { listed, weights: column("weight"), delays: column("delay") };
}
