import type { LearningRequest } from "@spikeloom/kernel";
import type { NetworkProgram } from "@spikeloom/program";
import { TRAINING_OPTION } from "@spikeloom/training";

/** What neurons that learn without labels stand for, as Diehl and Cook 2015 read it: the class that makes each spike most. */
export interface NeuronClasses {
  /** Give the spikes of a sample by class: the mean of the neurons that stand for each. */
  read(counts: Float64Array): Float64Array;
  /** Learn how often neurons spike at a sample of a class. */
  note(counts: Float64Array, label: number): void;
  /** All that was learnt, as bytes behind those of a simulation. */
  save(simulation: Uint8Array): Uint8Array;
  /** Take it from such bytes; gives those of the simulation. */
  restore(saved: Uint8Array): Uint8Array;
}

interface ClassOptions {
  readonly neurons: number;
  readonly classes: number;
  /** Samples of a class that a mean is over, as soon as so many were seen; the latest counts most. */
  readonly memory: number;
}

/** Make what neurons stand for; none stands for anything before it has spiked. */
function neuronClasses({ neurons, classes, memory }: ClassOptions): NeuronClasses {
  // The mean spikes of each neuron by class, then how many samples of each class were seen.
  const learnt = new Float64Array((neurons + 1) * classes);
  const means = learnt.subarray(0, neurons * classes);
  const seen = learnt.subarray(neurons * classes);
  const classOf = (neuron: number): number => {
    let [best, most] = [-1, 0];
    for (let label = 0; label < classes; label++) {
      const mean = means[label * neurons + neuron] as number;
      if (mean > most) [best, most] = [label, mean];
    }
    return best;
  };
  return {
    read(counts) {
      const [sums, members] = [new Float64Array(classes), new Float64Array(classes)];
      counts.forEach((count, neuron) => {
        const label = classOf(neuron);
        if (label < 0) return;
        sums[label] = (sums[label] as number) + count;
        members[label] = (members[label] as number) + 1;
      });
      return sums.map((sum, label) => sum / Math.max(1, members[label] as number));
    },
    note(counts, label) {
      const samples = Math.min(memory, (seen[label] as number) + 1);
      seen[label] = samples;
      counts.forEach((count, neuron) => {
        const at = label * neurons + neuron;
        means[at] = (means[at] as number) + (count - (means[at] as number)) / samples;
      });
    },
    save(simulation) {
      const bytes = new Uint8Array(simulation.length + learnt.byteLength);
      bytes.set(simulation);
      bytes.set(new Uint8Array(learnt.buffer), simulation.length);
      return bytes;
    },
    restore(saved) {
      const end = Math.max(0, saved.length - learnt.byteLength);
      new Uint8Array(learnt.buffer).set(saved.subarray(end));
      return saved.subarray(0, end);
    },
  };
}

/** Make what the neurons that are read stand for; undefined where they are the answers themselves. */
export function classesOf(
  request: Pick<
    LearningRequest<"classes" | "memory">,
    "parameters" | "program" | "readout" | "loss"
  >,
): NeuronClasses | undefined {
  const { parameters, program, readout, loss } = request;
  const { classes, memory } = parameters;
  if (classes === 0) return undefined;
  const { populations } = program as NetworkProgram;
  const neurons = populations.get(readout.population)?.size ?? 0;
  for (const [isOdd, place, expected, got] of [
    [
      !(Number.isInteger(classes) && classes > 1),
      "classes",
      "a whole number from 2, or 0",
      classes,
    ],
    [classes > neurons, "classes", `${neurons} at most, as so many neurons are read`, classes],
    [readout.variable !== "spikes", "readout.variable", "spikes", readout.variable],
    [loss.targets(neurons) !== 1, "loss", "one of labels, such as cross-entropy", loss.name],
  ] as const) {
    if (!isOdd) continue;
    const message = "Neurons do not come to stand for classes like this.";
    throw TRAINING_OPTION({ place, message, expected, got: String(got) });
  }
  return neuronClasses({ neurons, classes, memory });
}
