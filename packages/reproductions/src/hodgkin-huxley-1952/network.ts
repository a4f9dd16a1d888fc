import type { NetworkRecord } from "@spikeloom/kernel";
import { formulaInput, network, population, record } from "@spikeloom/network";
import { hodgkinHuxley } from "@spikeloom/neurons";

/** Current densities of the steps, in uA/cm^2; one neuron each. */
export const stepCurrents: readonly number[] = [
  0, 2.2, 2.3, 5, 6, 6.2, 6.3, 6.5, 7, 10, 20, 50, 100,
];

/** Densities of the pulses of 1 ms, just below and just above threshold. */
const pulseCurrents: readonly number[] = [6.9132, 6.9136];

const head = {
  cite: ["doi:10.1113/jphysiol.1952.sp004764"],
  dt: "0.01 ms",
  convention: "nest",
} as const;

/** The squid axon under steps of current that begin at once. */
export function stepNetwork(): NetworkRecord {
  const currents = { values: stepCurrents, unit: "uA/cm^2" };
  const axon = population(hodgkinHuxley, stepCurrents.length, {
    parameters: { i_offset: currents },
  });
  return network({
    ...head,
    name: "hodgkin-huxley-1952-steps",
    duration: "400 ms",
    populations: { axon },
    record: [record(axon, ["spikes", "v", "m", "h", "n"])],
  });
}

/** The squid axon under pulses of 1 ms. */
export function pulseNetwork(): NetworkRecord {
  const axon = population(hodgkinHuxley, pulseCurrents.length);
  const [low = 0, high = 0] = pulseCurrents;
  return network({
    ...head,
    name: "hodgkin-huxley-1952-pulses",
    duration: "20 ms",
    populations: { axon },
    stimuli: [
      formulaInput(axon, {
        value: "(low + (high - low) * i) * uA/cm^2",
        parameters: { low, high },
        stop: "1 ms",
      }),
    ],
    record: [record(axon)],
  });
}
