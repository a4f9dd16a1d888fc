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
import { actions, placeCount } from "./world.ts";

/** Neurons that vote for each action. */
export const votersPerAction = 5;
/** Neurons whose common rate is the value of a place. */
export const criticSize = 100;
/** Their rates in spikes/s for values of 0 and 1. */
export const criticRates = { zero: 40, one: 120 } as const;

const voterRate = "30 Hz";
/** Decay of the responses to spikes, and so of the rules' traces. */
const tauPsp = "10 ms";
/** Change of the potential that multiplies the firing rate by e. */
const deltaU = "1 mV";

/** Common parameters of the rules of actor and critic. */
const learning = {
  // A reward prediction error affects the previous move, and slightly those before.
  tau_e: "150 ms",
  // The TD error is already a prediction error: the rules' own mean of rewards stays at zero.
  trials: 1e12,
  w_min: "-1 mV",
  w_max: "1 mV",
} as const;

/**
 * A neuron whose potential is a sum of exponential responses, and whose firing probability increases with it.
 *
 * Only input changes its potential, as r-max assumes of its targets.
 */
const escapeNeuron = defineNeuron({
  name: "escape-neuron",
  about: "Neuron with exponential responses to spikes and an escape rate.",
  parameters: {
    tau_psp: { default: tauPsp, about: "decay of the response to a spike" },
    rate_0: { default: voterRate, about: "rate without input" },
    delta_u: { default: deltaU, about: "potential that makes the rate e times as high" },
  },
  receptors: { psp: { unit: "mV", about: "response to a spike", on: { v: "v + weight" } } },
  inputs: { push: { unit: "mV", about: "potential from elsewhere, of which no rule learns" } },
  state: { v: { initial: "0 mV", unit: "mV", about: "potential above rest" } },
  dynamics: { v: "-v / tau_psp" },
  spike: { rate: "rate_0 * exp((v + push) / delta_u)" },
});

/**
 * Plasticity of the actor.
 *
 * `r-max` uses the gradient of the likelihood of its spikes; `r-stdp` only knows pairs of spikes, and requires that the
 * neurons
 * of the chosen action fire while it is taken.
 */
export type ActorRule = "r-max" | "r-stdp";

const actorRules = {
  "r-max": {
    model: plasticity.withWeightUnit(plasticity.rMax, "mV"),
    parameters: {
      ...learning,
      eta: "0.04 mV**2",
      tau_psp: tauPsp,
      rate_0: voterRate,
      v_threshold: "0 mV",
      delta_u: deltaU,
    },
  },
  "r-stdp": {
    model: plasticity.withWeightUnit(plasticity.rStdp, "mV"),
    parameters: { ...learning, eta: "0.012 mV", tau_e: "60 ms", tau_plus: tauPsp, a_minus: 0 },
  },
} as const;

/** Build the network: neurons that encode the place, voters for actions, and a critic. */
export function brain(rule: ActorRule): NetworkRecord {
  const places = population(neurons.lifCurrExp(), placeCount);
  const voters = population(escapeNeuron(), actions.length * votersPerAction);
  const critics = population(escapeNeuron({ rate_0: `${criticRates.zero} Hz` }), criticSize);
  const synapses = { receptor: "psp", connector: allToAll(), weight: "0 mV", delay: "1 ms" };
  const actor = projection(places, voters, {
    ...synapses,
    name: "actor",
    plasticity: actorRules[rule],
  });
  const critic = projection(places, critics, {
    ...synapses,
    name: "critic",
    plasticity: {
      model: plasticity.withWeightUnit(plasticity.rStdp, "mV"),
      // TD-LTP: only spikes of the target after one of the source count.
      parameters: { ...learning, eta: "0.006 mV", tau_plus: tauPsp, a_minus: 0 },
    },
  });
  return network({
    dt: "1 ms",
    populations: { places, voters, critics },
    projections: [actor, critic],
  });
}
