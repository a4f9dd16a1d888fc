import type { LearningRequest } from "@spikeloom/kernel";
import type { NetworkProgram } from "@spikeloom/program";
import { TRAINING_OPTION } from "@spikeloom/training";

/** Class assignment of neurons trained without labels, as in Diehl and Cook 2015: the class with the most spikes. */
export interface NeuronClasses {
  /** Return the spikes of a sample by class: the mean over the neurons assigned to each. */
  read(counts: Float64Array): Float64Array;
  /** Learn how often neurons spike for a sample of a class. */
  note(counts: Float64Array, label: number): void;
  /** Append the learnt assignment to a simulation's bytes. */
  save(simulation: Uint8Array): Uint8Array;
  /** Read it from such bytes; returns the simulation's bytes. */
  restore(saved: Uint8Array): Uint8Array;
}

interface ClassOptions {
  readonly neurons: number;
  readonly classes: number;
  /** Number of samples of a class in a mean, once that many were seen; recent ones have more weight. */
  readonly memory: number;
}

/** Create an assignment; neurons are unassigned before their first spike. */
function neuronClasses({ neurons, classes, memory }: ClassOptions): NeuronClasses {
  // Mean spikes of each neuron by class, then the number of samples seen of each class.
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

/** Create the assignment of the output neurons; undefined if they are the answers themselves. */
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
      "an integer of at least 2, or 0",
      classes,
    ],
    [classes > neurons, "classes", `at most ${neurons}, the number of output neurons`, classes],
    [readout.variable !== "spikes", "readout.variable", "spikes", readout.variable],
    [loss.targets(neurons) !== 1, "loss", "a loss with labels, such as cross-entropy", loss.name],
  ] as const) {
    if (!isOdd) continue;
    const message = "Neurons cannot be assigned to classes with these settings.";
    throw TRAINING_OPTION({ place, message, expected, got: String(got) });
  }
  return neuronClasses({ neurons, classes, memory });
}
