import type { ConventionRecord } from "@spikeloom/kernel";
import {
  type DrawnSource,
  drawnStep,
  type GivenSource,
  givenStep,
  type SourceProgram,
  sourcePoints,
} from "@spikeloom/program";
import { SPIKE_TIME, SPIKES_PER_STEP } from "../../errors.ts";
import { type KeptTrain, keptLength, keptWords } from "./kept-train.ts";

/** The spikes of a source population. */
export interface SpikeTrain {
  /** The neurons that spike in a step, ascending, once for each spike; steps must be requested in order. */
  at(step: number): readonly number[];
}

/** Inputs for creating a train. */
export interface TrainRequest {
  readonly name: string;
  /** Neurons of the whole population. */
  readonly size: number;
  /** The requested neurons. */
  readonly part: {
    readonly start: number;
    readonly every: number;
    readonly size: number;
  };
  /** Allocates memory for a number of values. */
  readonly numbers?: (count: number) => Float64Array;
  readonly dt: number;
  readonly seed: number;
  readonly trial: number;
  readonly convention: ConventionRecord;
}

/** Create the spike trains of a source. */
export function spikeTrain(
  source: SourceProgram,
  request: TrainRequest,
  kept: KeptTrain = new Float64Array(keptLength(request.part.size)),
): SpikeTrain {
  if (source.kind === "times") return givenTimes(source, request);
  return drawnTimes(source, { ...request, kept });
}

/**
 * Return the maximum number of spikes in a list of a source population.
 *
 * All shards together.
 */
export function trainCapacity(source: SourceProgram, request: Omit<TrainRequest, "part">): number {
  // Four spikes of each neuron per step, plus a margin: the step is far too long for such a rate.
  if (source.kind !== "times") return 4 * request.size + 64;
  const lists = givenLists(source, request);
  return [...lists.values()].reduce((most, neurons) => Math.max(most, neurons.length), 1);
}

function givenTimes(source: GivenSource, request: TrainRequest): SpikeTrain {
  const { part, ...rest } = request;
  const { start, every } = part;
  const lists = givenLists(source, rest);
  const own = new Map<number, number[]>();
  for (const [step, neurons] of lists) {
    own.set(
      step,
      neurons.filter((neuron) => neuron >= start && (neuron - start) % every === 0),
    );
  }
  return { at: (step) => own.get(step) ?? [] };
}

/** The neurons that spike in each step, ascending, once for each spike. */
function givenLists(
  { times: all }: GivenSource,
  request: Omit<TrainRequest, "part">,
): Map<number, number[]> {
  const { name, convention, dt } = request;
  const bySteps = new Map<number, number[]>();
  all.forEach((times, neuron) => {
    for (const time of times) {
      const step = givenStep(time, request);
      if (!(step >= 0)) {
        const least = convention.spikeStamp === "end" ? `${dt} ms` : "0 ms";
        throw SPIKE_TIME({
          place: `populations.${name}.times[${neuron}]`,
          least,
          got: `${time} ms`,
        });
      }
      const there = bySteps.get(step) ?? [];
      bySteps.set(step, there);
      const isTwice = there.at(-1) === neuron;
      if (!(isTwice && convention.multiplicity === "one")) there.push(neuron);
    }
  });
  return bySteps;
}

/** Number of steps of the windows in which trains are drawn. */
export const windowSteps = 1024;
/** This many points of one neuron in a step indicate an unusable rate or bound, and would take forever. */
const mostPoints = 10_000;

/** Create the function that adds spikes of neurons to the list of a step, as far as there is room. */
function listWriter(
  { convention, name }: TrainRequest,
  most: number,
): (list: number[], neuron: number) => void {
  return (list, neuron) => {
    if (convention.multiplicity === "one" && list.at(-1) === neuron) return;
    list.push(neuron);
    const got = list.length;
    if (got > most) throw SPIKES_PER_STEP({ place: `populations.${name}`, most, got });
  };
}

/** Draw trains window by window; each neuron has a separate stream, so windows do not affect results. */
function drawnTimes(
  source: DrawnSource,
  request: TrainRequest & { readonly kept: KeptTrain },
): SpikeTrain {
  const { part, kept, numbers = (count) => new Float64Array(count) } = request;
  const points = sourcePoints(source, request);
  const { start, every, size } = part;
  const { window: ofWindow, anew, neurons: firstNeuron } = keptWords;
  const next = kept.subarray(firstNeuron, firstNeuron + size);
  const words = kept.subarray(firstNeuron + size);
  const upcoming = numbers(size);
  const taken = numbers(size);
  const keep = (window: number): void => {
    kept[ofWindow] = window;
    next.set(upcoming);
    words.set(taken);
  };
  for (let k = 0; k < size; k++) {
    points.stream.seek(start + k * every);
    upcoming[k] = points.next(start + k * every, Number.NaN);
    taken[k] = points.stream.word;
  }
  keep(0);
  const place = `populations.${request.name}`;
  let lists: number[][] = [];
  // No window has been drawn yet.
  let first = Number.NaN;
  const add = listWriter(request, trainCapacity(source, request));
  const send = (neuron: number, step: number): void => add(lists[step - first] as number[], neuron);
  // Windows extend past the end of a run, so an error counts only once its step has been reached.
  let fault: { readonly step: number; readonly error: unknown } | undefined;
  const drawUntil = (end: number, k: number): number => {
    const neuron = start + k * every;
    let time = upcoming[k] as number;
    let before = -1;
    let inStep = 0;
    try {
      for (;;) {
        const step = drawnStep(time, request);
        if (!(step < end)) return time;
        inStep = step === before ? inStep + 1 : 1;
        before = step;
        if (inStep > mostPoints) throw SPIKES_PER_STEP({ place, most: mostPoints, got: inStep });
        // A process that began before the run sends nothing until the run begins.
        // Redrawn points may be so close to the start of the window that they are rounded to before it.
        if (points.keeps(neuron, time) && step >= 0) send(neuron, Math.max(step, first));
        time = points.next(neuron, time);
      }
    } catch (error) {
      if (fault === undefined || before < fault.step) fault = { step: before, error };
      return Number.POSITIVE_INFINITY;
    }
  };
  const fill = (): void => {
    first = kept[ofWindow] as number;
    lists = Array.from({ length: windowSteps }, () => []);
    for (let k = 0; k < size; k++) {
      const neuron = start + k * every;
      // Redrawn points use separate words, so that nothing is drawn twice.
      points.stream.seek(neuron, kept[anew], words[k]);
      const known = next[k] as number;
      upcoming[k] = Number.isNaN(known) ? points.next(neuron, first * request.dt) : known;
      upcoming[k] = drawUntil(first + windowSteps, k);
      taken[k] = points.stream.word;
    }
  };
  return {
    at(step) {
      if (first !== kept[ofWindow]) fill();
      while (step >= first + windowSteps) {
        keep(first + windowSteps);
        fill();
      }
      if (fault !== undefined && step >= fault.step) throw fault.error;
      return lists[step - first] ?? [];
    },
  };
}
