import {
  allToAll,
  defineNeuron,
  type NetworkRecord,
  network,
  neurons,
  plasticity,
  population,
  projection,
} from "spikeloom";

/** Neurons that vote for each action. */
export const votersPerAction = 20;
/** Neurons whose common rate is the value of a place. */
export const criticSize = 60;
/**
 * Their rates in spikes/s for values of 0 and 1.
 *
 * They start near the second, which is that of continuous time: in steps of 1 ms it is 142.4 over 20 s, and 162.5 in
 * the first 10 ms without drive, in which the critic is read.
 */
export const criticRates = { zero: 10, one: 154 } as const;

/** Time constant of the responses to spikes, and thus of the rules' traces. */
const tauPsp = "10 ms";

/**
 * A neuron whose potential is a sum of exponential responses, and whose firing probability increases with it.
 *
 * Its refractory time bounds its rate, so that a strong push makes it fire equally fast whatever its synaptic input.
 */
const escapeNeuron = defineNeuron({
  name: "escape-neuron",
  about: "Neuron with exponential responses to spikes, an escape rate and a refractory time.",
  parameters: {
    tau_psp: { default: tauPsp, about: "decay of the response to a spike" },
    rate_0: { default: "30 Hz", about: "rate without input" },
    delta_u: { default: "1 mV", about: "potential that makes the rate e times as high" },
    tau_refrac: { default: "4 ms", about: "absolute refractory period" },
  },
  receptors: { psp: { unit: "mV", about: "response to a spike", on: { v: "v + weight" } } },
  inputs: { push: { unit: "mV", about: "potential from elsewhere, of which no rule learns" } },
  state: { v: { initial: "0 mV", unit: "mV", about: "potential above rest" } },
  dynamics: { v: "-v / tau_psp" },
  spike: {
    rate: "rate_0 * exp((v + push) / delta_u)",
    refractory: { for: "tau_refrac", hold: [] },
  },
});

/**
 * Reward-modulated STDP by pairs of a source spike and a later target spike.
 *
 * The reward is a TD error and thus already a deviation, so the rule's own mean of rewards stays at zero.
 */
const rewarded = (own: Readonly<Record<"eta" | "tau_e" | "w_min" | "w_max", string>>) => ({
  model: plasticity.withWeightUnit(plasticity.rStdp, "mV"),
  parameters: { ...own, tau_plus: tauPsp, a_minus: 0, trials: 1e12 },
});

/** Build neurons for the places, voters for each action, and a critic. */
export function rewardBrain(placeCount: number, actions: number): NetworkRecord {
  const places = population(neurons.lifCurrExp(), placeCount);
  const voters = population(escapeNeuron(), actions * votersPerAction);
  // With the refractory time spikes are almost regular, so a short time determines the rate.
  const critics = population(escapeNeuron({ rate_0: "400 Hz" }), criticSize);
  const synapses = { receptor: "psp", connector: allToAll(), weight: "0 mV", delay: "1 ms" };
  const actor = projection(places, voters, {
    ...synapses,
    name: "actor",
    plasticity: rewarded({ eta: "0.055 mV", tau_e: "475 ms", w_min: "-1.5 mV", w_max: "1.5 mV" }),
  });
  const critic = projection(places, critics, {
    ...synapses,
    name: "critic",
    plasticity: rewarded({ eta: "0.03 mV", tau_e: "225 ms", w_min: "-1.5 mV", w_max: "1.5 mV" }),
  });
  return network({
    dt: "1 ms",
    populations: { places, voters, critics },
    projections: [actor, critic],
  });
}
