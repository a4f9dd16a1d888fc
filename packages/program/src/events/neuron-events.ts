import type { NeuronsInTime } from "./event-neurons.ts";
import { ownEvents } from "./own-events.ts";

/** Event of a neuron; a release is one that is neither an arrival nor a spike. */
export type EventKind = "arrival" | "spike" | "release";

/** Changes of neurons at known times that are no arrivals, such as those of their inputs. */
export interface OutsideChanges {
  /** Time of the next change of a neuron, or a lower bound of it. */
  next(neuron: number): number;
  /** Let everything at that time act on a neuron that has been advanced to it. */
  act(neuron: number, time: number): void;
}

/** Where neurons report to, by their number in the network. */
export interface NeuronReports {
  spike(neuron: number, time: number): void;
  /** A neuron must be reached by a time. */
  see(neuron: number, time: number): void;
  /** The same, if it was reached and needs no inspection before. */
  move(neuron: number, time: number): void;
}

interface NeuronEventsOptions {
  /** Number of the first neuron in the network. */
  readonly first: number;
  readonly reports: NeuronReports;
  /** Throw if a neuron spikes endlessly. */
  check(neuron: number, time: number): void;
  readonly changes?: OutsideChanges | undefined;
  /** Advance a neuron to an event; this and the next two are by default those of the neurons. */
  advance?(neuron: number, time: number, kind: EventKind): void;
  readonly spike?: NeuronsInTime["spike"];
  readonly release?: NeuronsInTime["release"];
  /** Bound the next spike of a neuron, and list it; by default by `earliestSpike`. */
  readonly foresee?: ((neuron: number) => void) | undefined;
  /** Whether that bound is close. */
  readonly isClose: boolean;
}

/** Events of a population's neurons, each up to its last one. */
export interface NeuronEvents {
  /** Ends of refractory periods; Infinity outside them. */
  readonly release: Float64Array;
  /** Let everything of a neuron happen that comes before an arrival. */
  resolve(neuron: number, time: number): void;
  /** Find when a neuron must be inspected, after something has arrived. */
  foresee(neuron: number): void;
  /** Find when the next event besides spikes and arrivals happens; `foresee` must follow. */
  foreseeOwn(neuron: number): void;
  /** Find when each neuron must be inspected, after its state has been set. */
  foreseeAll(): void;
  /** Let everything of a neuron happen that comes before a time. */
  reach(neuron: number, until: number): void;
}

/** Create the events of neurons. */
export function neuronEvents(neurons: NeuronsInTime, options: NeuronEventsOptions): NeuronEvents {
  const { first, reports, check, changes, isClose } = options;
  const {
    advance = neurons.advance,
    spike = neurons.spike,
    release: free = neurons.release,
  } = options;
  const { own, isOwned, due, isExact } = neurons.schedule;
  const { time: apart, flag } = neurons.strides;
  const release = new Float64Array(own.length).fill(Number.POSITIVE_INFINITY);
  const bound = (n: number): void => {
    const soonest = Math.min(own[n] as number, neurons.earliestSpike(n, isClose));
    isExact[n * flag] = 0;
    due[n * apart] = soonest;
    reports.see(first + n, soonest);
  };
  const foresee = options.foresee ?? bound;
  const foreseeOwn = (n: number): void => {
    const next = Math.min(release[n] as number, changes?.next(n) ?? Number.POSITIVE_INFINITY);
    own[n] = next;
    isOwned[n * flag] = next < Number.POSITIVE_INFINITY ? 1 : 0;
  };
  const happen = (n: number, time: number): void => {
    advance(n, time, "release");
    if (release[n] === time) {
      free(n);
      release[n] = Number.POSITIVE_INFINITY;
    }
    changes?.act(n, time);
    foreseeOwn(n);
    foresee(n);
  };
  const fire = (n: number, time: number): void => {
    check(n, time);
    advance(n, time, "spike");
    const lasts = spike(n);
    reports.spike(first + n, time);
    if (lasts > 0) release[n] = time + lasts;
    foreseeOwn(n);
    foresee(n);
  };
  /** End a refractory period that lasts while a condition holds. */
  const end = (n: number, time: number): void => {
    advance(n, time, "release");
    free(n);
    foresee(n);
  };
  const resolve = ownEvents(neurons, { happen, fire, end });
  return {
    release,
    resolve: (n, time) => resolve(n, time, true),
    foresee,
    foreseeOwn,
    foreseeAll() {
      for (let n = 0; n < own.length; n++) {
        foreseeOwn(n);
        foresee(n);
      }
    },
    reach(n, until) {
      if ((due[n * apart] as number) < until) resolve(n, until, false);
      reports.move(first + n, due[n * apart] as number);
    },
  };
}
