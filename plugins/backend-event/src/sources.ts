import { threadGaps } from "@spikeloom/code";
import type { NetworkProgram, PopulationProgram } from "@spikeloom/program";
import { type NeuronReports, type SourceTimes, sourceTimes } from "@spikeloom/program/events";

/** Neurons that generate their spikes themselves. */
export interface Source {
  readonly program: PopulationProgram;
  readonly times: SourceTimes;
  /** Send all spikes of a neuron before a time; those of the others may be sent too. */
  reach(neuron: number, until: number): void;
  /** Send spikes that code asks for at a time. */
  send(neurons: Uint32Array, time: number): void;
  /** List when each neuron must be inspected. */
  foreseeAll(): void;
}

/** Create the neurons of a source at time 0; undefined if the population computes its spikes. */
export function createSource(
  network: NetworkProgram,
  program: PopulationProgram,
  { spike, see, move }: NeuronReports,
): Source | undefined {
  const { source, first, size, name } = program;
  if (source === undefined) return undefined;
  const { seed, trial, dt } = network;
  const times = sourceTimes(source, { seed, trial, dt, name, size, gaps: threadGaps() });
  const { ahead } = times;
  const send = (n: number, time: number): void => spike(first + n, time);
  const sendAll: Source["send"] = (neurons, time) => {
    for (const n of neurons) send(n, time);
  };
  if (ahead !== undefined) {
    return {
      program,
      times,
      // The first neuron is listed for all.
      reach(_, until) {
        ahead.take(until, send);
        move(first, ahead.next());
      },
      send: sendAll,
      foreseeAll() {
        ahead.restart();
        see(first, ahead.next());
      },
    };
  }
  return {
    program,
    times,
    reach(n, until) {
      for (let time = times.take(n, until); time < until; time = times.take(n, until))
        send(n, time);
      move(first + n, times.next[n] as number);
    },
    send: sendAll,
    foreseeAll() {
      for (let n = 0; n < size; n++) see(first + n, times.next[n] as number);
    },
  };
}
