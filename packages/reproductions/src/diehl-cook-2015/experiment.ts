import { loadDigits } from "./digits.ts";
import { labelNeurons, readResponses } from "./label-neurons.ts";
import { learnDigits, respond } from "./learn-digits.ts";
import { accuracy, nearestNeighbours } from "./nearest-neighbours.ts";
import type { Learnt } from "./network.ts";

/** How large an experiment is. */
export interface ExperimentSize {
  readonly neurons: number;
  /** Digits that the network learns from: the first of those for training. */
  readonly train: number;
  /** Of these, so many tell which digit each neuron stands for. */
  readonly label: number;
  /** Digits that it has never seen: the first of those for tests. */
  readonly test: number;
}

/** What came of an experiment. */
export interface Experiment {
  readonly learnt: Learnt;
  /** Digit of each neuron. */
  readonly labels: Uint8Array;
  /** Shares of the digits for tests that are told rightly. */
  readonly accuracy: number;
  /** The same by the three nearest of the digits learnt from. */
  readonly baseline: number;
  /** Excitatory spikes for each digit learnt from. */
  readonly spikes: number;
  /** Mean rise of the threshold in mV. */
  readonly rise: number;
}

/** What an experiment is at. */
export type Report = (phase: "learning" | "labelling" | "testing", done: number) => void;

/** Learn digits, label the neurons by some of them, and tell digits that were never shown. */
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
