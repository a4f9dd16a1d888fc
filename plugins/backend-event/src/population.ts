import type { NetworkProgram, PopulationProgram } from "@spikeloom/program";
import {
  mostAtOnce,
  type NeuronsInTime,
  ownEvents,
  repeatedSpikes,
} from "@spikeloom/program/events";
import { type ArrivingSegment, compileNeurons } from "./compiled.ts";
import { ENDLESS_SPIKES } from "./errors.ts";
import { createInputs, type Inputs } from "./inputs.ts";
import { type NeuronsForm, neuronsOf } from "./neurons.ts";
import type { Rows } from "./rows.ts";
import type { Storage } from "./storage.ts";

/** Neurons that compute their spikes, each up to its last event. */
export interface Population {
  readonly program: PopulationProgram;
  readonly form: NeuronsForm;
  readonly neurons: NeuronsInTime;
  /** Ends of refractory periods; Infinity outside them. */
  readonly release: Float64Array;
  readonly inputs: Inputs | undefined;
  /** Let synapses of a segment act on their targets at a time, at the latest when `finish` is called. */
  deliver(time: number, segment: ArrivingSegment): void;
  /** Let all synapses act; neurons must not be read between `deliver` and this. */
  finish(): void;
  /** Let everything of a neuron happen that comes before a time. */
  reach(neuron: number, until: number): void;
  /** Copy a variable at a time, of all neurons, as it is before events of that time. */
  valuesAt(variable: string, time: number): Float64Array;
  /** Set a variable at a time, up to which all neurons have been reached. */
  setValues(variable: string, values: Float64Array, time: number): void;
  /** Find again when each neuron must be inspected, after its state has been set. */
  foreseeAll(): void;
}

/** Where neurons report to. */
export interface Reports {
  /** A neuron, by its number in the network, spikes. */
  spike(neuron: number, time: number): void;
  /** A neuron must be reached by a time. */
  see(neuron: number, time: number): void;
  /** The same, if it was reached and needs no inspection before. */
  move(neuron: number, time: number): void;
}

interface PopulationOptions extends Reports {
  /** Error of a step of neurons whose equations are integrated. */
  readonly tolerance: number;
  readonly storage: Storage;
  readonly rows: Pick<Rows, "targets" | "weights">;
}

/** Create the neurons of a population at time 0. */
export function createPopulation(
  network: NetworkProgram,
  program: PopulationProgram,
  { spike, see, move, tolerance, storage, rows }: PopulationOptions,
): Population {
  const { form, closed, create } = neuronsOf(network, program);
  const { size, variables } = form;
  const { first, name } = program;
  const inputs = createInputs(network, form);
  const neurons = create({ tolerance, columns: storage, moving: inputs?.moving ?? [] });
  const { x, width, strides, schedule } = neurons;
  const { own, isOwned, due, isExact } = schedule;
  const { x: stride, time: apart, flag } = strides;
  const release = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  const repeated = repeatedSpikes(size);
  const { set, receive } = {
    set: (n: number, variable: number, value: number): void => {
      x[n * stride + variable] = value;
    },
    receive: neurons.receive,
  };
  const target = { set, receive };
  const { memory } = storage;
  const code =
    closed === undefined || memory === undefined
      ? undefined
      : compileNeurons(
          closed,
          { neurons, ...rows },
          {
            memory,
            columns: storage,
            callbacks: {
              resolve: (n, time) => resolve(n, time, true),
              see: (n, time) => see(first + n, time),
            },
          },
        );
  const receptors = [...form.receptors.values()];
  const advance = code?.advance ?? neurons.advance;
  const estimateSpike = (n: number): void => {
    const next = neurons.earliestSpike(n, true);
    isExact[n * flag] = 0;
    const soonest = Math.min(own[n] as number, next);
    due[n * apart] = soonest;
    see(first + n, soonest);
  };
  const foresee = code?.foresee ?? estimateSpike;
  const foreseeOwn = (n: number): void => {
    const next = Math.min(release[n] as number, inputs?.next(n) ?? Number.POSITIVE_INFINITY);
    own[n] = next;
    isOwned[n * flag] = next < Number.POSITIVE_INFINITY ? 1 : 0;
  };
  const happen = (n: number, time: number): void => {
    advance(n, time);
    if (release[n] === time) {
      neurons.release(n);
      release[n] = Number.POSITIVE_INFINITY;
    }
    inputs?.act(n, time, target);
    foreseeOwn(n);
    foresee(n);
  };
  const fire = (n: number, time: number): void => {
    if (repeated.isEndless(n, time)) {
      throw ENDLESS_SPIKES({ place: `populations.${name}[${n}]`, time, count: mostAtOnce });
    }
    advance(n, time);
    const lasts = neurons.spike(n);
    spike(first + n, time);
    if (lasts > 0) release[n] = time + lasts;
    foreseeOwn(n);
    foresee(n);
  };
  /** End a refractory period that lasts while a condition holds. */
  const end = (n: number, time: number): void => {
    advance(n, time);
    neurons.release(n);
    foresee(n);
  };
  const resolve = ownEvents(neurons, { happen, fire, end });
  for (let n = 0; n < size; n++) {
    neurons.settle(n);
    foreseeOwn(n);
  }
  return {
    program,
    form,
    neurons,
    release,
    inputs,
    finish: code?.finish ?? (() => undefined),
    deliver:
      code?.deliver ??
      ((time, { receptor, begin, end, weight }) => {
        const jumps = receptors[receptor] ?? [];
        for (let k = begin; k < end; k++) {
          const n = rows.targets[k] as number;
          if ((due[n * apart] as number) <= time) resolve(n, time, true);
          advance(n, time);
          const own = Number.isNaN(weight) ? (rows.weights[k] as number) : weight;
          neurons.receive(n, jumps, own);
          foresee(n);
        }
      }),
    reach(n, until) {
      if ((due[n * apart] as number) < until) resolve(n, until, false);
      move(first + n, due[n * apart] as number);
    },
    valuesAt(variable, time) {
      const k = variables.indexOf(variable);
      const values = new Float64Array(size);
      const copy = new Float64Array(width);
      for (let n = 0; k >= 0 && n < size; n++) {
        neurons.peek(n, time, copy);
        let value = copy[k] as number;
        for (const one of inputs?.moving ?? []) {
          if (one.variable === k) value += one.value(n, time);
        }
        values[n] = value;
      }
      return values;
    },
    setValues(variable, values, time) {
      const k = variables.indexOf(variable);
      for (let n = 0; k >= 0 && n < size; n++) {
        advance(n, time);
        x[n * stride + k] = values[n] as number;
        neurons.settle(n);
        foreseeOwn(n);
        foresee(n);
      }
    },
    foreseeAll() {
      for (let n = 0; n < size; n++) {
        foreseeOwn(n);
        foresee(n);
      }
    },
  };
}
