import { defineNeuron, type NetworkRecord, type PopulationRecord } from "@spikeloom/kernel";
import { fixedProbability, network, population, projection, record } from "@spikeloom/network";
import { lifCondExp, traubMilesCobahh } from "@spikeloom/neurons";

/** The neuron of benchmark 2: synapses in mV, which continue to evolve while the potential is held. */
const cubaNeuron = defineNeuron({
  name: "brette-2007-cuba",
  about: "Leaky integrate-and-fire neuron with exponential synapses in mV.",
  cite: ["doi:10.1007/s10827-007-0038-6"],
  parameters: {
    tau_m: { default: "20 ms", about: "membrane time constant" },
    v_rest: { default: "-49 mV", about: "resting potential, above threshold" },
    v_reset: { default: "-60 mV", about: "potential right after a spike" },
    v_threshold: { default: "-50 mV", about: "firing threshold" },
    tau_refrac: { default: "5 ms", about: "absolute refractory period" },
    tau_syn_exc: { default: "5 ms", about: "decay of excitation" },
    tau_syn_inh: { default: "10 ms", about: "decay of inhibition" },
  },
  receptors: {
    excitatory: { unit: "mV", about: "jump of excitation", on: { v_exc: "v_exc + weight" } },
    inhibitory: { unit: "mV", about: "jump of inhibition", on: { v_inh: "v_inh + weight" } },
  },
  state: {
    v: { initial: "v_rest", unit: "mV", about: "membrane potential" },
    v_exc: { initial: "0 mV", unit: "mV", about: "excitation" },
    v_inh: { initial: "0 mV", unit: "mV", about: "inhibition" },
  },
  dynamics: {
    v: "(v_rest - v + v_exc + v_inh) / tau_m",
    v_exc: "-v_exc / tau_syn_exc",
    v_inh: "-v_inh / tau_syn_inh",
  },
  spike: {
    when: "v > v_threshold",
    reset: { v: "v_reset" },
    refractory: { for: "tau_refrac", hold: ["v"] },
  },
});

/** Current-based synapses (benchmark 2). */
export function cubaNetwork(): NetworkRecord {
  const initial = { v: { draw: "uniform", low: "-60 mV", high: "-50 mV" } } as const;
  const of = (size: number): PopulationRecord => population(cubaNeuron, size, { initial });
  return benchmark("brette-2007-cuba", of, { exc: "1.62 mV", inh: "-9 mV", duration: "10 s" });
}

const conductances = {
  v: { draw: "normal", mean: "-65 mV", sd: "5 mV" },
  g_exc: { draw: "normal", mean: "40 nS", sd: "15 nS" },
  g_inh: { draw: "normal", mean: "200 nS", sd: "120 nS" },
} as const;

/** Conductance-based synapses (benchmark 1). */
export function cobaNetwork(): NetworkRecord {
  const parameters = {
    c_m: "200 pF",
    tau_m: "20 ms",
    v_rest: "-60 mV",
    v_reset: "-60 mV",
    v_threshold: "-50 mV",
    tau_refrac: "5 ms",
  } as const;
  const of = (size: number): PopulationRecord =>
    population(lifCondExp, size, { parameters, initial: conductances });
  return benchmark("brette-2007-coba", of, { exc: "6 nS", inh: "67 nS", duration: "10 s" });
}

/** Traub-Miles neurons (benchmark 3). */
export function cobahhNetwork(): NetworkRecord {
  const initial = { ...conductances, m: 0, h: 0, n: 0 };
  const of = (size: number): PopulationRecord => population(traubMilesCobahh, size, { initial });
  return benchmark("brette-2007-cobahh", of, { exc: "6 nS", inh: "67 nS", duration: "2 s" });
}

/** 3200 excitatory and 800 inhibitory neurons, connected at random with probability 0.02. */
function benchmark(
  name: string,
  of: (size: number) => PopulationRecord,
  { exc, inh, duration }: { readonly exc: string; readonly inh: string; readonly duration: string },
): NetworkRecord {
  const [E, I] = [of(3200), of(800)];
  const connector = fixedProbability({ p: 0.02, autapses: true });
  const each = { connector, delay: "0 ms" };
  return network({
    name,
    cite: ["doi:10.1007/s10827-007-0038-6"],
    dt: "0.1 ms",
    duration,
    convention: "brian2",
    populations: { E, I },
    projections: [E, I].flatMap((to) => [
      projection(E, to, { ...each, receptor: "excitatory", weight: exc }),
      projection(I, to, { ...each, receptor: "inhibitory", weight: inh }),
    ]),
    record: [record(E), record(I)],
  });
}
