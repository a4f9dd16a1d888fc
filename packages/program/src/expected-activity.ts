// maths: estimates of cost before a run; nothing of a simulation depends on them

import type { ConnectorLookup } from "@spikeloom/kernel";
import { expectedConnections } from "@spikeloom/network";
import { changingAmount, driveAmount } from "./inputs/drive-amount.ts";
import type { DriveProgram } from "./inputs/stimulus-program.ts";
import type { NetworkProgram, PopulationProgram } from "./network-program.ts";
import { sourcePoints } from "./sources/points.ts";

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
    const { synapses } = expectedConnections(projection, { ...program, stack });
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
  const points = sourcePoints(source, { ...program, name });
  let sum = 0;
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
  return known(sum / neurons);
}

/** Mean number of spikes per target and ms. */
function driveRate(drive: DriveProgram, { dt, duration = usualDuration }: NetworkProgram): number {
  const { rate, law, sources, start, stop } = drive;
  const until = Math.max(duration, dt);
  const share = Math.max(0, Math.min(stop, until) - Math.max(start, 0)) / until;
  const perStep = (amount: number): number => (law === "binomial" ? sources * amount : amount);
  const convert = driveAmount(drive, { dt });
  const mean = (values: readonly number[]): number =>
    values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
  if (rate.kind === "one") return (share * perStep(convert(rate.rate))) / dt;
  if (rate.kind === "each")
    return (share * perStep(mean([...rate.rates].map((one) => convert(one))))) / dt;
  const changing = changingAmount(drive, dt);
  const times = Array.from({ length: 32 }, (_, k) => ((k + 0.5) / 32) * until);
  const neuron = rate.perNeuron ? drive.targets.neuron(0) : undefined;
  return (share * perStep(mean(times.map((t) => changing?.at(t, neuron) ?? 0)))) / dt;
}
