import type { Stack } from "@spikeloom/kernel";
import { type NetworkProgram, type OpenProjection, openProjections } from "@spikeloom/program";
import { type EventForm, eventForm, leastDelay, levelsOf } from "@spikeloom/program/events";
import { NOT_TRAINED } from "../errors.ts";
import { type SynapseColumns, synapseColumns } from "../program/synapse-columns.ts";
import { checkThreshold } from "./check-threshold.ts";

/** A projection, whose synapses are those from `begin` to `end` of the network. */
export interface EventProjection {
  readonly name: string;
  readonly from: string;
  /** Population of its targets, counted from 0, and their receptor. */
  readonly to: number;
  readonly receptor: string;
  readonly learnsDelays: boolean;
  readonly begin: number;
  readonly end: number;
}

/** Columns of all synapses: projection by projection, in the order of the network. */
export interface EventSynapses {
  readonly targets: Uint32Array;
  readonly weights: Float64Array;
  /** In ms. */
  readonly delays: Float64Array;
  /** Synapses by source, in the order of their creation; those of source `s` begin at `begins[s]`. */
  readonly bySource: Uint32Array;
  readonly begins: Float64Array;
}

/** A network with spikes at any time, in ms. */
export interface EventNetwork {
  /** Duration of a sample. */
  readonly until: number;
  /** Duration of a batch's step. */
  readonly dt: number;
  /** With the number of their first neuron in the network. */
  readonly given: readonly {
    readonly name: string;
    readonly size: number;
    readonly first: number;
  }[];
  /** Populations that compute their spikes, with the numbers of their first neurons, and levels by `levelsOf`. */
  readonly populations: readonly EventForm[];
  readonly firsts: readonly number[];
  readonly levels: readonly number[];
  readonly projections: readonly EventProjection[];
  readonly synapses: EventSynapses;
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
  const drawn = projections.map(synapseColumns);
  drawn.forEach(({ delays }, k) => {
    const short = delays.find((one) => one > 0 && one < leastDelay);
    if (short === undefined) return;
    throw NOT_TRAINED({
      place: `projections[${k}].delay`,
      message: "A delay is lost in the rounding of long times.",
      expected: `0 ms, or at least ${leastDelay} ms`,
      got: `${short} ms`,
      next: "Use a longer delay.",
    });
  });
  const instant = projections.filter((_, k) => drawn[k]?.delays.includes(0));
  const levels = levelsOf(instant, (fault) =>
    NOT_TRAINED({
      ...fault,
      message: "A spike comes back at the time at which it is sent.",
      next: "Use longer delays, or train with bptt.",
    }),
  );
  const computed = all.filter(({ source }) => source === undefined);
  let end = 0;
  return {
    until,
    dt,
    given: all
      .filter(({ source }) => source !== undefined)
      .map(({ name, size, first }) => ({ name, size, first })),
    populations: computed.map((one) => {
      const form = eventForm(one, program.convention, { dt });
      checkThreshold(form);
      return form;
    }),
    firsts: computed.map(({ first }) => first),
    levels: computed.map(({ name }) => levels.get(name) ?? 0),
    projections: projections.map(({ name, from, to, receptor = "" }, k) => {
      const begin = end;
      end += drawn[k]?.listed.length ?? 0;
      const target = computed.findIndex((one) => one.name === to);
      return { name, from, to: target, receptor, learnsDelays: learns(name), begin, end };
    }),
    synapses: allSynapses(
      drawn.map((one, k) => ({
        ...one,
        first: populations.get(projections[k]?.from ?? "")?.first ?? 0,
      })),
      all.reduce((sum, { size }) => sum + size, 0),
    ),
  };
}

/** Join the synapses of all projections. */
function allSynapses(
  drawn: readonly (SynapseColumns & { readonly first: number })[],
  neurons: number,
): EventSynapses {
  const count = drawn.reduce((sum, { listed }) => sum + listed.length, 0);
  const [weights, delays] = [new Float64Array(count), new Float64Array(count)];
  const [targets, sources] = [new Uint32Array(count), new Uint32Array(count)];
  const created: number[] = [];
  let begin = 0;
  for (const one of drawn) {
    weights.set(one.weights, begin);
    delays.set(one.delays, begin);
    one.listed.forEach(({ source, target }, k) => {
      sources[begin + k] = one.first + source;
      targets[begin + k] = target;
    });
    for (const k of one.created) created.push(begin + k);
    begin += one.listed.length;
  }
  const begins = new Float64Array(neurons + 1);
  for (const source of sources) begins[source + 1] = (begins[source + 1] as number) + 1;
  for (let s = 0; s < neurons; s++)
    begins[s + 1] = (begins[s + 1] as number) + (begins[s] as number);
  const next = begins.slice();
  const bySource = new Uint32Array(count);
  for (const synapse of created) {
    const source = sources[synapse] as number;
    const at = next[source] as number;
    bySource[at] = synapse;
    next[source] = at + 1;
  }
  return { targets, weights, delays, bySource, begins };
}

function checkProjection({ name, receptor, dynamic, plan }: OpenProjection, k: number): void {
  if (dynamic === undefined && receptor !== undefined && plan.window === undefined) return;
  throw NOT_TRAINED({
    place: `projections[${k}]`,
    message: `The synapses of "${name}" do more than carry individual weights.`,
    next: "Remove their synapse model, plasticity rule or convolution.",
  });
}
