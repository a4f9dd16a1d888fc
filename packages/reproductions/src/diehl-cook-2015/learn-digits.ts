import type { Simulated } from "@spikeloom/simulate";
import { DIGIT_DARK } from "../errors.ts";
import { simulatePublished } from "../run-published.ts";
import { pixelsPerDigit } from "./digit-size.ts";
import { type Digits, digit } from "./digits.ts";
import type { Responses } from "./label-neurons.ts";
import { digitNetwork, type Learnt } from "./network.ts";

/** Duration of a digit, and of the rest after it. */
const [shown, rest] = ["350 ms", "150 ms"];
/** Sum of the weights onto a neuron in nS, restored before each digit. */
const weightSum = 78;
/** A digit with fewer spikes is shown again, brighter by 1. */
const leastSpikes = 5;
const leastIntensity = 2;
/** A white pixel then fires at 1 kHz. */
const greatestIntensity = 32;

/** Called after each digit with the number of digits shown so far. */
export type Progress = (done: number) => void;

/** Number of learning neurons, and the seed. */
export interface LearnerOptions {
  readonly neurons: number;
  readonly seed: number;
}

/** Train a network on digits; returns what it learned, and its spikes for each digit. */
export async function learnDigits(
  digits: Digits,
  options: LearnerOptions,
  onDigit?: Progress,
): Promise<{ readonly learnt: Learnt; readonly spikes: number }> {
  const { simulation, show } = await openScreen(options);
  let spikes = 0;
  for (let k = 0; k < digits.labels.length; k++) {
    const counts = await show(digit(digits, k));
    spikes += counts.reduce((sum, count) => sum + count, 0);
    onDigit?.(k + 1);
  }
  const learnt = {
    weights: (await simulation.weights("input->E")).values,
    rise: (await simulation.state("E", "v_rise")).values,
  };
  await simulation.close();
  return { learnt, spikes: spikes / digits.labels.length };
}

/** Show digits to a trained network; returns the spikes of each neuron for each digit. */
export async function respond(
  learnt: Learnt,
  digits: Digits,
  options: LearnerOptions,
  onDigit?: Progress,
): Promise<Responses> {
  const { neurons } = options;
  const { simulation, show } = await openScreen(options, learnt);
  const counts = new Uint16Array(neurons * digits.labels.length);
  for (let k = 0; k < digits.labels.length; k++) {
    counts.set(await show(digit(digits, k)), k * neurons);
    onDigit?.(k + 1);
  }
  await simulation.close();
  return { neurons, counts };
}

interface Screen {
  readonly simulation: Simulated;
  /** Show a digit until it gives enough spikes; returns the spikes of each neuron. */
  show(pixels: Uint8Array): Promise<Uint16Array>;
}

async function openScreen({ neurons, seed }: LearnerOptions, learnt?: Learnt): Promise<Screen> {
  const simulation = await simulatePublished(digitNetwork(neurons, learnt), seed);
  const light = (values: Float64Array): Promise<void> =>
    simulation.setInput("input", { values, unit: "Hz" }, { input: "rate" });
  const dark = new Float64Array(pixelsPerDigit);
  return {
    simulation,
    async show(pixels) {
      for (let intensity = leastIntensity; intensity <= greatestIntensity; intensity++) {
        if (learnt === undefined) await normaliseWeights(simulation, neurons);
        await light(Float64Array.from(pixels, (value) => (value / 8) * intensity));
        await simulation.advance(shown);
        const spikes = simulation.spikes("E").neurons;
        await light(dark);
        await simulation.advance(rest);
        // Unread spikes would accumulate.
        for (const population of ["input", "E", "I"]) simulation.spikes(population);
        if (spikes.length >= leastSpikes) return countSpikes(spikes, neurons);
      }
      const expected = `${leastSpikes} spikes`;
      throw DIGIT_DARK({ place: "diehl-cook-2015", expected, got: "fewer" });
    },
  };
}

function countSpikes(spikes: Uint32Array, neurons: number): Uint16Array {
  const counts = new Uint16Array(neurons);
  for (const neuron of spikes) counts[neuron] = (counts[neuron] ?? 0) + 1;
  return counts;
}

/** Scale the weights onto each neuron to a constant sum; they are ordered by source. */
async function normaliseWeights(simulation: Simulated, neurons: number): Promise<void> {
  const { values, unit } = await simulation.weights("input->E");
  const factors = new Float64Array(neurons);
  for (let k = 0, j = 0; k < values.length; k++) {
    factors[j] = (factors[j] as number) + (values[k] as number);
    j = j + 1 === neurons ? 0 : j + 1;
  }
  for (let j = 0; j < neurons; j++) factors[j] = weightSum / (factors[j] as number);
  for (let k = 0, j = 0; k < values.length; k++) {
    values[k] = (values[k] as number) * (factors[j] as number);
    j = j + 1 === neurons ? 0 : j + 1;
  }
  await simulation.setWeights("input->E", { values, unit });
}
