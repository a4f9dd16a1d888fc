import type {
  Configured,
  DrawValue,
  NetworkRecord,
  PopulationRecord,
  SynapseRecord,
} from "@spikeloom/kernel";
import { fixedProbability, network, population, projection, record } from "@spikeloom/network";
import { lifCurrExp } from "@spikeloom/neurons";
import { burstSynapse } from "./synapse.ts";

/** Excitatory and inhibitory neurons. */
const sizes = { E: 400, I: 100 } as const;

/** Means of the values that are drawn for each synapse. */
interface Kind {
  /** Absolute strength in mV: in pA for a resistance of 1 Gohm. */
  readonly strength: number;
  /** Use of a first spike with its bounds. */
  readonly use: readonly [mean: number, least: number, most: number];
  /** In ms. */
  readonly recovery: number;
  /** In ms; absent if not given. */
  readonly facilitation?: number;
}

/** The paper's table of parameters, by source and target. */
const kinds = {
  EE: { strength: 1.8, use: [0.5, 0.1, 0.9], recovery: 800 },
  EI: { strength: 7.2, use: [0.04, 0.001, 0.07], recovery: 100, facilitation: 1000 },
  IE: { strength: -5.4, use: [0.5, 0.1, 0.9], recovery: 800 },
  II: { strength: -7.2, use: [0.04, 0.001, 0.07], recovery: 100, facilitation: 1000 },
} as const satisfies Readonly<Record<string, Kind>>;

/** A network whose depressing and facilitating synapses make the population fire in bursts. */
export function burstNetwork(duration = "11 s"): NetworkRecord {
  const E = neurons(sizes.E, "3 ms");
  const I = neurons(sizes.I, "2 ms");
  const between = (from: PopulationRecord, to: PopulationRecord, name: keyof typeof kinds) => {
    const kind: Kind = kinds[name];
    return projection(from, to, {
      name,
      connector: fixedProbability({ p: 0.1, autapses: true }),
      receptor: kind.strength > 0 ? "excitatory" : "inhibitory",
      delay: "0.1 ms",
      weight: strengths(kind),
      synapse: synapsesOf(kind),
    });
  };
  return network({
    name: "tsodyks-2000",
    cite: ["doi:10.1523/JNEUROSCI.20-01-j0003.2000"],
    dt: "0.1 ms",
    duration,
    convention: "nest",
    populations: { E, I },
    projections: [
      between(E, E, "EE"),
      between(E, I, "EI"),
      between(I, E, "IE"),
      between(I, I, "II"),
    ],
    record: [record(E), record(I)],
  });
}

function neurons(size: number, refractory: `${number} ms`): PopulationRecord {
  const parameters = {
    c_m: "30 pF",
    tau_m: "30 ms",
    v_rest: "0 mV",
    v_reset: "13.5 mV",
    v_threshold: "15 mV",
    tau_refrac: refractory,
    tau_syn_exc: "3 ms",
    tau_syn_inh: "3 ms",
    // A range of 1 mV: with the 0.05 mV of the paper neurons fire as one, without bursts.
    i_offset: { draw: "uniform", low: "14.5 pA", high: "15.5 pA" },
  } as const;
  return population(lifCurrExp, size, { parameters });
}

/** Synapses whose parameters vary from one to the next by half their mean. */
function synapsesOf({ use, recovery, facilitation }: Kind): Configured<SynapseRecord> {
  const [mean, least, most] = use;
  const parameters = {
    u_0: { draw: "normal", mean, sd: mean / 2, min: least, max: most, outside: "redraw" },
    tau_rec: timeConstants(recovery),
    ...(facilitation !== undefined && { tau_facil: timeConstants(facilitation) }),
    tau_syn: "3 ms",
  } as const;
  return burstSynapse(parameters);
}

function timeConstants(mean: number): DrawValue {
  const spread = { mean: `${mean} ms`, sd: `${mean / 2} ms` } as const;
  return { draw: "normal", ...spread, min: "5 ms", outside: "redraw" };
}

/** Strengths from a fifth of the mean to twice the mean. */
function strengths({ strength }: Kind): DrawValue {
  const [min, max] = [0.2 * strength, 2 * strength].sort((a, b) => a - b);
  const spread = { mean: `${strength} pA`, sd: `${Math.abs(strength) / 2} pA` } as const;
  return { draw: "normal", ...spread, min: `${min} pA`, max: `${max} pA`, outside: "redraw" };
}
