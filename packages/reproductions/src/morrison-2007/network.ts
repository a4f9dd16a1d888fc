import type { NetworkRecord, PopulationRecord } from "@spikeloom/kernel";
import {
  fixedIndegree,
  network,
  poissonInput,
  population,
  projection,
  record,
} from "@spikeloom/network";
import { lifCurrAlpha } from "@spikeloom/neurons";
import { stdpPowerLaw } from "@spikeloom/plasticity";

/** Fraction of the published in-degrees of 9000 and 2250: one twentieth. */
const share = 1 / 20;

/** Weights grow by the root of the factor by which in-degrees shrink, to preserve fluctuations. */
const growth = Math.sqrt(1 / share);

/** Peak current in pA of a synapse of 0.14 mV, whose current rises in 0.33 ms. */
const published = 45.609_600_33;

/** The initial weight of all synapses, in pA. */
export const startWeight: number = growth * published;

/** In-degrees and sizes; as in the published network, one in ten neurons projects to a given neuron. */
const excitatory = { size: 4500, indegree: 9000 * share } as const;
const inhibitory = { size: 1125, indegree: Math.floor(2250 * share) } as const;

/** Time to the peak of synaptic currents in ms, which makes potentials peak 1.7 ms after a spike. */
const timeToPeak = 0.325_827_224_037_228_41;

/** Inhibitory over excitatory weight; 5 in the published network. */
const inhibition = 6;

/** External drive divided by the drive that would bring the mean potential to threshold; 1.685 in the paper. */
const drive = 0.9;

/** External spikes in Hz for that drive: 20 mV / (R × charge of a spike), times the drive. */
const driveRate: number = (drive * 1000 * 20 * 250) / (10 * startWeight * Math.E * timeToPeak);

/**
 * A balanced random network whose excitatory synapses learn by a power of their weight.
 *
 * The published network has 90 000 and 22 500 neurons. With these large weights and few
 * sources, it needs more inhibition and less drive to fire as slowly.
 */
export function morrisonNetwork(duration = "2 s"): NetworkRecord {
  const [E, I] = [neurons(excitatory.size), neurons(inhibitory.size)];
  const exc = {
    connector: fixedIndegree({ n: excitatory.indegree, autapses: false, multapses: true }),
    receptor: "excitatory",
    weight: `${startWeight} pA`,
    delay: "1.5 ms",
  };
  const inh = {
    connector: fixedIndegree({ n: inhibitory.indegree, autapses: false, multapses: true }),
    receptor: "inhibitory",
    weight: `${-inhibition * startWeight} pA`,
    delay: "1.5 ms",
  };
  return network({
    name: "morrison-2007",
    cite: ["doi:10.1162/neco.2007.19.6.1437"],
    dt: "0.1 ms",
    duration,
    convention: "nest",
    populations: { E, I },
    projections: [
      projection(E, E, {
        ...exc,
        name: "learning",
        plasticity: stdpPowerLaw({
          tau_plus: "15 ms",
          tau_minus: "30 ms",
          lambda_0: 0.1,
          // Potentiation grows with the power 0.4 of the weight, so this keeps the same multiple stable.
          alpha: 0.0513 * growth ** -0.6,
          mu: 0.4,
          w_ref: "1 pA",
        }),
      }),
      projection(E, I, exc),
      projection(I, E, inh),
      projection(I, I, inh),
    ],
    stimuli: [E, I].map((into) =>
      poissonInput(into, {
        receptor: "excitatory",
        rate: `${driveRate} Hz`,
        weight: `${startWeight} pA`,
      }),
    ),
    record: [record(E), record(I)],
    recordSynapses: [{ projection: "learning", every: "500 ms" }],
  });
}

function neurons(size: number): PopulationRecord {
  const parameters = {
    c_m: "250 pF",
    tau_m: "10 ms",
    v_rest: "0 mV",
    v_reset: "0 mV",
    v_threshold: "20 mV",
    tau_refrac: "0.5 ms",
    tau_syn_exc: `${timeToPeak} ms`,
    tau_syn_inh: `${timeToPeak} ms`,
  } as const;
  const initial = { v: { draw: "normal", mean: "5.7 mV", sd: "7.2 mV" } } as const;
  return population(lifCurrAlpha, size, { parameters, initial });
}
