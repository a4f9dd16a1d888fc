import type { NetworkRecord } from "@spikeloom/kernel";
import { network, oneToOne, population, projection, record } from "@spikeloom/network";
import { lifCurrExp, poisson } from "@spikeloom/neurons";
import type { TimeDrivenNeuron } from "../time-driven-neuron.ts";

/** Delay of all input in ms. */
export const delay = 1.5;

/** A neuron of a balanced network of which each input is a Poisson process. */
export interface Balanced {
  readonly neuron: TimeDrivenNeuron;
  /** Spikes per ms that arrive at a neuron. */
  readonly excitation: number;
  readonly inhibition: number;
  /** Currents in pA. */
  readonly weight: number;
  readonly inhibitoryWeight: number;
}

/** Neurons with input of their own; the sources are recorded too. */
export function balancedNetwork(
  { neuron, excitation, inhibition, weight, inhibitoryWeight }: Balanced,
  { size, duration }: { readonly size: number; readonly duration: number },
): NetworkRecord {
  const n = population(lifCurrExp, size, {
    parameters: {
      c_m: `${neuron.cM} pF`,
      tau_m: `${neuron.tauM} ms`,
      tau_syn_exc: `${neuron.tauSyn} ms`,
      tau_syn_inh: `${neuron.tauSyn} ms`,
      v_rest: "0 mV",
      v_reset: "0 mV",
      v_threshold: `${neuron.threshold} mV`,
      tau_refrac: `${neuron.refractory} ms`,
      i_offset: `${neuron.current} pA`,
    },
  });
  const exc = population(poisson, size, { parameters: { rate: `${excitation} kHz` } });
  const inh = population(poisson, size, { parameters: { rate: `${inhibition} kHz` } });
  const plan = { connector: oneToOne(), delay: `${delay} ms` };
  return network({
    name: "hanuschkin-2010",
    cite: ["doi:10.3389/fninf.2010.00113"],
    dt: "0.1 ms",
    duration: `${duration} ms`,
    convention: "nest",
    populations: { n, exc, inh },
    projections: [
      projection(exc, n, { ...plan, receptor: "excitatory", weight: `${weight} pA` }),
      projection(inh, n, { ...plan, receptor: "inhibitory", weight: `${inhibitoryWeight} pA` }),
    ],
    record: [record(n), record(exc), record(inh)],
  });
}

const [cM, tauM, tauSyn] = [250, 20, 0.5];

/** Peak of the potential in mV after a spike with a current of 1 pA. */
function peakPotential(): number {
  const top = (Math.log(tauM / tauSyn) * tauSyn * tauM) / (tauM - tauSyn);
  const spread = Math.exp(-top / tauM) - Math.exp(-top / tauSyn);
  return ((tauM * tauSyn) / (cM * (tauM - tauSyn))) * spread;
}

/** Peak of the current in pA of an excitatory synapse of 0.1 mV. */
const weight = 0.1 / peakPotential();

/**
 * A neuron of NEST's random network with precise spikes, with exponential currents, at some 10 spikes/s.
 *
 * 1000 excitatory and 250 inhibitory neurons send it 10 spikes/s each, and the external input would bring its mean potential to 1.1
 * times the threshold. `coupling` multiplies weights and divides the number of inputs.
 */
export function balanced(coupling: number): Balanced {
  const external = (1.1 * 20 * cM) / (weight * tauSyn * tauM);
  return {
    neuron: { shape: "exponential", cM, tauM, tauSyn, threshold: 20, refractory: 2, current: 0 },
    excitation: (10 + external) / coupling,
    inhibition: 2.5 / coupling,
    weight: weight * coupling,
    inhibitoryWeight: -5 * weight * coupling,
  };
}
