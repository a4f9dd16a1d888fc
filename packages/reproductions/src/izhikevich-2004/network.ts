import type { NetworkRecord } from "@spikeloom/kernel";
import { formulaInput, network, population, record } from "@spikeloom/network";
import { izhikevich2003 } from "@spikeloom/neurons";
import type { Pattern } from "./patterns.ts";

/** A single neuron that shows a pattern. */
export function patternNetwork(pattern: Pattern): NetworkRecord {
  const { about, v, u, duration, dt, quadratic, isAccommodating } = pattern;
  const [a, b, c, d] = pattern.abcd;
  const neuron = population(izhikevich2003, 1, {
    parameters: {
      a,
      b,
      c: `${c} mV`,
      d: `${d} mV`,
      ...(quadratic && { q_1: quadratic[0], q_0: `${quadratic[1]} mV` as const }),
      ...(isAccommodating && { v_u: "-65 mV", u_decay: 0 }),
    },
    initial: { v: `${v} mV`, u: `${u ?? b * v} mV` },
  });
  return network({
    name: "izhikevich-2004",
    about,
    cite: ["doi:10.1109/TNN.2004.832719"],
    dt: `${dt} ms`,
    // The author's loop runs from 0 to the end, both included.
    duration: `${duration + dt} ms`,
    // Its spikes have the time at which their step starts.
    convention: "brian2",
    populations: { neuron },
    stimuli: [
      formulaInput(neuron, { value: `(${pattern.input.replaceAll(/\bt\b/g, "(t / ms)")}) * pA` }),
    ],
    record: [record(neuron)],
  });
}
