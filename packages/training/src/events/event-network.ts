import type { Stack } from "@spikeloom/kernel";
import { type NetworkProgram, type OpenProjection, openProjections } from "@spikeloom/program";
import { type EventForm, eventForm } from "@spikeloom/program/events";
import { NOT_TRAINED } from "../errors.ts";
import { type ListedSynapse, synapsesOf } from "../program/dense-weights.ts";
import { checkThreshold } from "./check-threshold.ts";

/** Synapses of a projection as columns, in the order of the network. */
export interface EventProjection {
  readonly name: string;
  readonly from: string;
  /** Population of its targets, counted from 0, and their receptor. */
  readonly to: number;
  readonly receptor: string;
  readonly target: Uint32Array;
  readonly weights: Float64Array;
  /** In ms. */
  readonly delays: Float64Array;
  /** Whether all delays are equal and remain so. */
  readonly hasOneDelay: boolean;
  /** Synapses by source: those of source `s` are `bySource[begins[s]]` to `bySource[begins[s + 1]]`. */
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
  readonly populations: readonly EventForm[];
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
  const computed = all.filter(({ source }) => source === undefined);
  return {
    until,
    dt,
    given: all.filter(({ source }) => source !== undefined),
    populations: computed.map((one) => {
      const form = eventForm(one, program.convention);
      checkThreshold(form);
      return form;
    }),
    projections: projections.map((one, k) => {
      const to = computed.findIndex(({ name }) => name === one.to);
      const sources = populations.get(one.from)?.size ?? 0;
      return eventProjection(one, { k, to, sources, learns: learns(one.name) });
    }),
  };
}

interface ProjectionPlace {
  readonly k: number;
  readonly to: number;
  readonly sources: number;
  readonly learns: boolean;
}

function eventProjection(
  projection: OpenProjection,
  { k, to, sources, learns }: ProjectionPlace,
): EventProjection {
  const { name, from, receptor, dynamic, delay } = projection;
  if (dynamic !== undefined || receptor === undefined || projection.plan.window !== undefined) {
    throw NOT_TRAINED({
      place: `projections[${k}]`,
      message: `The synapses of "${name}" do more than carry individual weights.`,
      next: "Remove their synapse model, plasticity rule or convolution.",
    });
  }
  const { listed, ...columns } = synapseColumns(projection);
  const order = Uint32Array.from(listed, (_, synapse) => synapse);
  const sourceOf = (synapse: number): number => listed[synapse]?.source ?? 0;
  const bySource = order.toSorted((a, b) => sourceOf(a) - sourceOf(b) || a - b);
  const begins = new Uint32Array(sources + 1);
  for (const { source } of listed) begins[source + 1] = (begins[source + 1] as number) + 1;
  for (let s = 0; s < sources; s++)
    begins[s + 1] = (begins[s + 1] as number) + (begins[s] as number);
  return {
    name,
    from,
    to,
    receptor,
    bySource,
    begins,
    target: Uint32Array.from(listed, (one) => one.target),
    ...columns,
    hasOneDelay: !learns && delay.constant !== undefined,
  };
}

/** List the synapses of a projection, with their weights and their delays in ms, in the order of the network. */
export function synapseColumns(projection: OpenProjection): {
  readonly listed: readonly ListedSynapse[];
  readonly weights: Float64Array;
  readonly delays: Float64Array;
} {
  const listed = [...synapsesOf(projection)].sort((one, other) => one.entry - other.entry);
  const column = (of: "weight" | "delay"): Float64Array =>
    Float64Array.from(listed, (one) => one[of]);
  return { listed, weights: column("weight"), delays: column("delay") };
}
