// maths: estimates of cost before a run; nothing of a simulation depends on them

import { compileExpression } from "@spikeloom/equations";
import { type ConnectorLookup, SpikeLoomError } from "@spikeloom/kernel";
import { expectedSynapses } from "@spikeloom/network";
import { rateSlots } from "./inputs/drive-amount.ts";
import type { DriveProgram } from "./inputs/stimulus-program.ts";
import type { NetworkProgram, PopulationProgram } from "./network-program.ts";
import { sourcePoints } from "./sources/points.ts";
import type { DrawnSource } from "./sources/source-program.ts";

/** Expected activity of a network, per ms of simulated time. */
export interface ExpectedActivity {
  /** By population: spikes per neuron, in kHz. */
  readonly rates: ReadonlyMap<string, ExpectedRate>;
  /** Spikes of all neurons. */
  readonly spikes: number;
  /** Spikes that arrive at targets of projections. */
  readonly arrivals: number;
  /** Spikes that stimuli draw. */
  readonly driven: number;
}

/** Expected rate of a population. */
export interface ExpectedRate {
  /** In kHz. */
  readonly rate: number;
  /** Whether the rate is assumed, because it follows from a simulation alone. */
  readonly isAssumed: boolean;
}

/** Rate of neurons whose spikes are computed, in kHz: that of a moderately active network. */
const assumedRate = 0.005;
/** Duration in ms over which rates of sources are averaged if the program states none. */
const usualDuration = 1000;
/** Points of a process that are drawn at most for one neuron. */
const mostPoints = 200;
/** Neurons that represent a population. */
const mostNeurons = 16;

/**
 * Estimate the activity of a network without running it.
 *
 * Rates of sources and stimuli follow from the program; those of neurons that compute their spikes are assumed.
 * It takes an outline or a complete program, and time that does not depend on the size of the network.
 */
export function expectedActivity(
  program: NetworkProgram,
  stack: Pick<ConnectorLookup, "find" | "list">,
): ExpectedActivity {
  const rates = new Map<string, ExpectedRate>();
  for (const [name, population] of program.populations) {
    rates.set(name, expectedRate(population, program));
  }
  const rateOf = (name: string): number => rates.get(name)?.rate ?? 0;
  let spikes = 0;
  for (const { name, size } of program.populations.values()) spikes += size * rateOf(name);
  let arrivals = 0;
  for (const projection of program.projections) {
    const { from } = projection;
    const size = program.populations.get(from)?.size ?? 0;
    if (size === 0) continue;
    const synapses = expectedSynapses(projection, { ...program, stack });
    arrivals += synapses * rateOf(from);
  }
  let driven = 0;
  for (const one of program.stimuli) {
    if (one.kind === "drive") driven += one.targets.size * driveRate(one, program);
  }
  return { rates, spikes, arrivals, driven };
}

function expectedRate(
  { source, size, name }: PopulationProgram,
  program: NetworkProgram,
): ExpectedRate {
  if (source === undefined) return { rate: assumedRate, isAssumed: true };
  const until = program.duration ?? usualDuration;
  const neurons = Math.min(size, mostNeurons);
  const known = (rate: number): ExpectedRate => ({ rate, isAssumed: false });
  if (neurons === 0 || until <= 0) return known(0);
  if (source.kind === "times") {
    // Neurons beyond the list send no spikes.
    const counts = source.times.map((times) => times.filter((time) => time < until).length);
    return known(counts.reduce((sum, count) => sum + count, 0) / (size * until));
  }
  try {
    return known(drawnRate(source, { ...program, name, neurons, until }));
  } catch (fault) {
    // A run refuses the source; its cost does not matter.
    if (fault instanceof SpikeLoomError) return known(0);
    throw fault;
  }
}

interface DrawnRateRequest extends Pick<NetworkProgram, "seed" | "trial"> {
  readonly name: string;
  readonly neurons: number;
  readonly until: number;
}

/** Average the rate of the first neurons of a source, in kHz. */
function drawnRate(source: DrawnSource, { neurons, until, ...request }: DrawnRateRequest): number {
  const points = sourcePoints(source, request);
  const { steady } = points;
  let sum = 0;
  for (let n = 0; steady !== undefined && n < neurons; n++) {
    const active = Math.min(steady.stop(n), until) - Math.max(steady.start(n), 0);
    sum += (steady.rate(n) * Math.max(0, active)) / until;
  }
  if (steady !== undefined) return sum / neurons;
  for (let n = 0; n < neurons; n++) {
    points.stream.seek(n, 0, 0);
    let time = Number.NaN;
    let [count, drawn, reached] = [0, 0, until];
    for (; drawn < mostPoints; drawn++) {
      time = points.next(n, time);
      if (!(time < until)) break;
      reached = time;
      if (time >= 0 && points.keeps(n, time)) count++;
    }
    // Where the number of points limits the time, the rate is that of the time reached.
    sum += count / (drawn === mostPoints ? Math.max(reached, Number.MIN_VALUE) : until);
  }
  return sum / neurons;
}

/** Mean number of spikes per target and ms. Values that a run refuses count as 0. */
function driveRate(drive: DriveProgram, { dt, duration = usualDuration }: NetworkProgram): number {
  const { rate, sources, start, stop, targets } = drive;
  const until = Math.max(duration, dt);
  const share = Math.max(0, Math.min(stop, until) - Math.max(start, 0)) / until;
  const mean = (values: readonly number[]): number => {
    const sum = values.reduce((all, value) => all + (value > 0 ? value : 0), 0);
    return values.length === 0 ? 0 : (share * sources * sum) / values.length;
  };
  if (rate.kind === "one") return mean([rate.rate]);
  if (rate.kind === "each") return mean([...rate.rates]);
  if (targets.size === 0) return 0;
  const compute = compileExpression(rate.value, { slots: rateSlots });
  const neuron = rate.perNeuron ? targets.neuron(0) : 0;
  const times = Array.from({ length: 32 }, (_, k) => ((k + 0.5) / 32) * until);
  return mean(times.map((t) => compute(Float64Array.of(t, neuron))));
}
