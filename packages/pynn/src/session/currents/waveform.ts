import { type Stream, stream, streamKey } from "@spikeloom/random";
import { SESSION_VALUE } from "../../errors.ts";
import { tabled } from "../values/tabled.ts";
import type { CurrentParameters } from "./current-parameters.ts";

/** A current by steps: its value in the step from `k` to `k + 1`. */
export interface Waveform {
  /** Whether each target neuron has separate numbers. */
  readonly isIndividual?: boolean;
  /** In nA; for a target neuron by its index among the targets. */
  at(step: number, neuron?: number): number;
  /** The next step after this one at which it may change; infinite if there is none. */
  next(step: number): number;
}

/** Inputs of a waveform. */
export interface WaveformContext {
  /** In ms. */
  readonly timestep: number;
  readonly seed: number;
  /** Number of the current, which is a key of its noise. */
  readonly number: number;
  /** Trial for which noise is drawn. */
  readonly trial: number;
  /** Whether noise differs from neuron to neuron. */
  readonly isIndividual: boolean;
  /** Value in nA until the first time of a current whose steps were changed during a run. */
  readonly before?: number;
  readonly place: string;
}

type Make = (parameters: CurrentParameters, context: WaveformContext) => Waveform;

const makers: Readonly<Record<string, Make>> = {
  DCSource: direct,
  ACSource: alternating,
  StepCurrentSource: stepped,
  NoisyCurrentSource: noisy,
};

/** Create the waveform of one of PyNN's current sources, by its class name. */
export function waveform(
  kind: string,
  parameters: CurrentParameters,
  context: WaveformContext,
): Waveform {
  const { place } = context;
  return tabled(makers, kind, { what: "current source", place })(parameters, context);
}

/** Tolerance: rounding may have shifted a time by a fraction of a step. */
const slack = 1e-6;

/** The first step at or after a time. */
function stepFrom(time: number, timestep: number): number {
  return Math.ceil(time / timestep - slack);
}

/** Restrict a waveform to the steps from `start` to before `stop`. */
function within(
  { number }: CurrentParameters,
  { timestep }: WaveformContext,
  inside: Waveform,
): Waveform {
  const [start, stop] = [number("start"), number("stop")].map((time) =>
    stepFrom(time, timestep),
  ) as [number, number];
  return {
    ...(inside.isIndividual === true && { isIndividual: true }),
    at: (step, neuron) => (step >= start && step < stop ? inside.at(step - start, neuron) : 0),
    next(step) {
      if (step < start) return start < stop ? start : Number.POSITIVE_INFINITY;
      if (step >= stop) return Number.POSITIVE_INFINITY;
      return Math.min(stop, start + inside.next(step - start));
    },
  };
}

function direct(parameters: CurrentParameters, context: WaveformContext): Waveform {
  const amplitude = parameters.number("amplitude");
  return within(parameters, context, {
    at: () => amplitude,
    next: () => Number.POSITIVE_INFINITY,
  });
}

/** The phase counts from the start, which is rarely a multiple of its own period. */
function alternating(parameters: CurrentParameters, context: WaveformContext): Waveform {
  const { timestep } = context;
  const [amplitude, frequency, offset, phase, start] = [
    "amplitude",
    "frequency",
    "offset",
    "phase",
    "start",
  ].map(parameters.number) as [number, number, number, number, number];
  const late = stepFrom(start, timestep) * timestep - start;
  return within(parameters, context, {
    at(step) {
      const time = step * timestep + late;
      const angle = (2 * Math.PI * frequency * time) / 1000 + (phase * Math.PI) / 180;
      return offset + amplitude * Math.sin(angle);
    },
    next: (step) => step + 1,
  });
}

function stepped(
  parameters: CurrentParameters,
  { timestep, place, before = 0 }: WaveformContext,
): Waveform {
  const [times, amplitudes] = [parameters.list("times"), parameters.list("amplitudes")];
  if (times.length !== amplitudes.length) {
    const message = "A current needs one amplitude per time.";
    const expected = `${times.length} amplitudes`;
    throw SESSION_VALUE({ place, message, expected, got: String(amplitudes.length) });
  }
  const wrong = times.findIndex((time, k) => !(time >= 0 && time > (times[k - 1] ?? -1)));
  if (wrong >= 0) {
    const message = "Times of a current must be non-negative and ascending.";
    throw SESSION_VALUE({ place: `${place}.times[${wrong}]`, message, got: `${times[wrong]} ms` });
  }
  // Of several times in one step, the last applies.
  const steps = Array.from(times, (time) => Math.round(time / timestep));
  const firstAfter = (step: number): number => {
    let [low, high] = [0, steps.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((steps[middle] as number) <= step) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    at: (step) => amplitudes[firstAfter(step) - 1] ?? before,
    next: (step) => steps[firstAfter(step)] ?? Number.POSITIVE_INFINITY,
  };
}

function noisy(parameters: CurrentParameters, context: WaveformContext): Waveform {
  const { timestep, seed, number, place, trial, isIndividual } = context;
  const [mean, sd, dt] = ["mean", "stdev", "dt"].map(parameters.number) as [number, number, number];
  if (!(dt > 0 && sd >= 0)) {
    const message = "Noise needs a positive step and a non-negative deviation.";
    throw SESSION_VALUE({
      place,
      message,
      expected: "dt above 0, stdev from 0",
      got: `${dt}, ${sd}`,
    });
  }
  const every = Math.max(1, Math.round(dt / timestep));
  const draws: Stream = stream(streamKey(seed, `current/${number}`, trial), 0);
  return within(parameters, context, {
    isIndividual,
    at(step, neuron = 0) {
      draws.seek(Math.floor(step / every), isIndividual ? neuron : 0);
      return mean + sd * draws.normal();
    },
    next: (step) => (Math.floor(step / every) + 1) * every,
  });
}
