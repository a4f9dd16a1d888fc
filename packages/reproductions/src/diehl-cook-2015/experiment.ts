import { loadDigits } from "./digits.ts";
import { labelNeurons, readResponses } from "./label-neurons.ts";
import { learnDigits, respond } from "./learn-digits.ts";
import { accuracy, nearestNeighbours } from "./nearest-neighbours.ts";
import type { Learnt } from "./network.ts";

/** Size of an experiment. */
export interface ExperimentSize {
  readonly neurons: number;
  /** Training digits: the first of the training set. */
  readonly train: number;
  /** Of these, the number used to label the neurons. */
  readonly label: number;
  /** Test digits: the first of the test set. */
  readonly test: number;
}

/** Result of an experiment. */
export interface Experiment {
  readonly learnt: Learnt;
  /** Digit of each neuron. */
  readonly labels: Uint8Array;
  /** Fractions of correctly classified test digits. */
  readonly accuracy: number;
  /** The same by the three nearest training digits. */
  readonly baseline: number;
  /** Excitatory spikes per training digit. */
  readonly spikes: number;
  /** Mean rise of the threshold in mV. */
  readonly rise: number;
}

/** Progress of an experiment. */
export type Report = (phase: "learning" | "labelling" | "testing", done: number) => void;

/** Learn digits, label the neurons with some of them, and classify digits that were never shown. */
export async function runExperiment(
  { neurons, train, label, test }: ExperimentSize,
  seed: number,
  report: Report = () => undefined,
): Promise<Experiment> {
  const digits = await loadDigits("train", Math.max(train, label));
  const known = { ...digits, labels: digits.labels.subarray(0, label) };
  const studied = { ...digits, labels: digits.labels.subarray(0, train) };
  const fresh = await loadDigits("t10k", test);
  const at = { neurons, seed };
  const { learnt, spikes } = await learnDigits(studied, at, (k) => report("learning", k));
  const answers = await respond(learnt, known, at, (k) => report("labelling", k));
  const labels = labelNeurons(answers, known.labels);
  const responses = await respond(learnt, fresh, at, (k) => report("testing", k));
  return {
    learnt,
    labels,
    spikes,
    accuracy: accuracy(readResponses(responses, labels), fresh.labels),
    baseline: accuracy(nearestNeighbours(studied, fresh), fresh.labels),
    rise: learnt.rise.reduce((sum, value) => sum + value, 0) / neurons,
  };
}
