import type { NetworkProgram, PopulationProgram } from "@spikeloom/program";
import {
  mostAtOnce,
  type NeuronReports,
  type NeuronsInTime,
  neuronEvents,
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

interface PopulationOptions {
  readonly reports: NeuronReports;
  /** Error of a step of neurons whose equations are integrated. */
  readonly tolerance: number;
  readonly storage: Storage;
  readonly rows: Pick<Rows, "targets" | "weights">;
}

/** Create the neurons of a population at time 0. */
export function createPopulation(
  network: NetworkProgram,
  program: PopulationProgram,
  { reports, tolerance, storage, rows }: PopulationOptions,
): Population {
  const { form, closed, create } = neuronsOf(network, program);
  const { size, variables } = form;
  const { first, name } = program;
  const inputs = createInputs(network, form);
  const neurons = create({ tolerance, columns: storage, moving: inputs?.moving ?? [] });
  const { x, width, strides, schedule } = neurons;
  const { x: stride, time: apart } = strides;
  const repeated = repeatedSpikes(size);
  const set = (n: number, variable: number, value: number): void => {
    x[n * stride + variable] = value;
  };
  const target = { set, receive: neurons.receive };
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
              resolve: (n, time) => events.resolve(n, time),
              see: (n, time) => reports.see(first + n, time),
            },
          },
        );
  const receptors = [...form.receptors.values()];
  const advance = code?.advance ?? neurons.advance;
  const events = neuronEvents(neurons, {
    first,
    reports,
    isClose: true,
    advance,
    foresee: code?.foresee,
    changes: inputs && { next: inputs.next, act: (n, time) => inputs.act(n, time, target) },
    check(n, time) {
      if (!repeated.isEndless(n, time)) return;
      throw ENDLESS_SPIKES({ place: `populations.${name}[${n}]`, time, count: mostAtOnce });
    },
  });
  const { resolve, foresee, foreseeOwn } = events;
  for (let n = 0; n < size; n++) {
    neurons.settle(n);
    foreseeOwn(n);
  }
  return {
    program,
    form,
    neurons,
    release: events.release,
    inputs,
    finish: code?.finish ?? (() => undefined),
    deliver:
      code?.deliver ??
      ((time, { receptor, begin, end, weight }) => {
        const jumps = receptors[receptor] ?? [];
        for (let k = begin; k < end; k++) {
          const n = rows.targets[k] as number;
          if ((schedule.due[n * apart] as number) <= time) resolve(n, time);
          advance(n, time);
          const own = Number.isNaN(weight) ? (rows.weights[k] as number) : weight;
          neurons.receive(n, jumps, own);
          foresee(n);
        }
      }),
    reach: events.reach,
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
    foreseeAll: events.foreseeAll,
  };
}
