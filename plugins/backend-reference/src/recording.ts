import type { RecordingSink } from "@spikeloom/kernel";
import { isDue, type NetworkProgram } from "@spikeloom/program";
import type { Network } from "./network.ts";
import { type Neurons, observe, observed } from "./neurons.ts";

/** Hand over the spikes of a population in a step to the recorders that chose their neurons. */
export function recordSpikes(
  { recorders, convention }: NetworkProgram,
  sink: RecordingSink,
  spikes: {
    readonly population: string;
    readonly step: number;
    readonly neurons: readonly number[];
  },
): void {
  const stamp = spikes.step + (convention.spikeStamp === "end" ? 1 : 0);
  for (const { index, population, chosen, from, until, ...one } of recorders) {
    if (!one.spikes || population !== spikes.population || stamp < from || stamp >= until) continue;
    const neurons = Uint32Array.from(spikes.neurons.filter((neuron) => chosen.index(neuron) >= 0));
    const steps = new Int32Array(neurons.length).fill(stamp);
    if (neurons.length > 0) sink.spikes({ recorder: index, steps, neurons });
  }
}

/** Sample the variables that are due at a stamp. */
export function recordSamples(
  { program: { recorders, dt }, neurons }: Network,
  sink: RecordingSink,
  stamp: number,
): void {
  const due = recorders.filter((one) => one.variables.length > 0 && isDue(one, stamp));
  if (due.length === 0) return;
  for (const one of neurons.values()) observe(one, stamp * dt);
  for (const { index, population, variables, chosen } of due) {
    for (const variable of variables) {
      const from = observed(neurons.get(population) as Neurons, variable);
      const values = Float64Array.from({ length: chosen.size }, (_, k) => {
        return from?.[chosen.neuron(k)] ?? Number.NaN;
      });
      sink.samples({ recorder: index, variable, steps: Int32Array.of(stamp), values });
    }
  }
}
