import type { ConventionRecord, NetworkRecord, PopulationRecord } from "@spikeloom/kernel";
import {
  fixedProbability,
  network,
  population,
  projection,
  record,
  resolveConvention,
} from "@spikeloom/network";
import { lifCondExp } from "@spikeloom/neurons";
import { vogels } from "@spikeloom/plasticity";

/** Excitatory and inhibitory neurons. */
const sizes = { E: 8000, I: 2000 } as const;

/** A spike carries the weight that it leaves: Brian2's example writes the weight first, then sends it. */
function sendingNew(): ConventionRecord {
  const { plasticity, ...brian2 } = resolveConvention("brian2");
  const sides = { coincidence: "pre-first", dendritic: 0, ...plasticity } as const;
  return { ...brian2, name: "brian2-new-weight", plasticity: { ...sides, carries: "new" } };
}

const rule = vogels({ tau: "20 ms", eta: "0.01 nS", rate_target: "3 Hz", w_max: "100 nS" });

/** A random network in which inhibition onto excitatory neurons is learnt, from nothing. */
export function vogelsNetwork(duration = "9 s"): NetworkRecord {
  return makeNetwork({ name: "vogels-2011", duration, isLearning: true });
}

/** The same before it learns: nothing inhibits excitatory neurons. */
export function untaughtNetwork(): NetworkRecord {
  return makeNetwork({ name: "vogels-2011-untaught", duration: "1 s", isLearning: false });
}

function makeNetwork({
  name,
  duration,
  isLearning,
}: {
  readonly name: string;
  readonly duration: string;
  readonly isLearning: boolean;
}): NetworkRecord {
  const [E, I] = [neurons(sizes.E), neurons(sizes.I)];
  const each = { connector: fixedProbability({ p: 0.02, autapses: true }), delay: "0 ms" };
  const excitatory = { ...each, receptor: "excitatory", weight: "0.3 nS" };
  return network({
    name,
    cite: ["doi:10.1126/science.1211095"],
    dt: "0.1 ms",
    duration,
    convention: sendingNew(),
    populations: { E, I },
    projections: [
      projection(E, E, excitatory),
      projection(E, I, excitatory),
      projection(I, I, { ...each, receptor: "inhibitory", weight: "3 nS" }),
      projection(I, E, {
        ...each,
        name: "learning",
        receptor: "inhibitory",
        weight: "0 nS",
        ...(isLearning && { plasticity: rule }),
      }),
    ],
    record: [
      record(E),
      record(I),
      record(E, ["g_exc", "g_inh", "v"], { neurons: { until: 100 }, every: "10 ms" }),
    ],
    ...(isLearning && { recordSynapses: [{ projection: "learning", every: "1 s" }] }),
  });
}

function neurons(size: number): PopulationRecord {
  const parameters = {
    c_m: "200 pF",
    tau_m: "20 ms",
    v_rest: "-60 mV",
    v_reset: "-60 mV",
    v_threshold: "-50 mV",
    tau_refrac: "5 ms",
    tau_syn_exc: "5 ms",
    tau_syn_inh: "10 ms",
    e_rev_exc: "0 mV",
    e_rev_inh: "-80 mV",
    i_offset: "200 pA",
  } as const;
  // Brian2 starts potentials at 0 mV, so all neurons fire in the first step.
  return population(lifCondExp, size, { parameters, initial: { v: "0 mV" }, integrator: "euler" });
}
