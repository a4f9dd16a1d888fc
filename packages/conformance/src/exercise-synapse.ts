import {
  defineNeuron,
  type NetworkRecord,
  type NeuronRecord,
  type PlasticityRecord,
  type ProjectionRecord,
  type SynapseRecord,
} from "@spikeloom/kernel";

/**
 * Properties of neurons that synapses need: the unit of weights, the coupled variables, and the unit of the potential.
 */
interface Asked {
  readonly unit: string;
  readonly couples: readonly string[];
  /** `1` for synapses of neurons without time, otherwise `mV`. */
  readonly potential: string;
}

/** Emits given spikes, has a potential, and sums its input. */
function relay({ unit, couples, potential }: Asked): NeuronRecord {
  const inputs = [...new Set(["i_inj", ...couples])];
  const isNumber = potential === "1";
  const mV = isNumber ? "" : "*mV";
  const units = new Map(inputs.map((name) => [name, name !== "i_inj" && isNumber ? "1" : "nA"]));
  const driven = inputs.map((name) => {
    if (!isNumber) return `${name} * 10*Mohm`;
    return units.get(name) === "1" ? name : `${name} / nA`;
  });
  return defineNeuron({
    name: "relay",
    about: "Has an externally driven potential and exposes its input.",
    parameters: { tau: { default: "10 ms", about: "time constant" } },
    inputs: Object.fromEntries(
      [...units].map(([name, of]) => [name, { unit: of, about: "drive" }]),
    ),
    receptors: {
      relay: { unit: "1", about: "what it repeats", on: { x: "x + weight" } },
      seen: { unit, about: "what its synapses send", on: { y: "y + weight" } },
    },
    state: {
      v: { initial: isNumber ? -55 : "-55 mV", unit: potential, about: "potential" },
      x: { initial: 0, unit: "1", about: "what arrived" },
      y: { initial: `0 ${unit}`, unit, about: "sum of the synaptic input" },
    },
    dynamics: { v: `(-55${mV} - v + ${driven.join(" + ")}) / tau` },
    spike: { when: "x > 0.5", reset: { x: "0", v: `v + 4${mV}` } },
  });
}

/** Randomly driven neurons connected by synapses of a model. */
export function exerciseSynapse(
  model: SynapseRecord | PlasticityRecord,
  own: Pick<ProjectionRecord, "synapse" | "plasticity">,
): NetworkRecord {
  const unit = model.weightUnit ?? "1";
  const coupling = "coupling" in model ? (model.coupling ?? []) : [];
  const reads = Object.values(("reads" in model && model.reads) || {});
  const isNumber = reads.some(({ variable, unit: of }) => variable === "v" && of === "1");
  const potential = isNumber ? "1" : "mV";
  const named = Object.keys(model.on ?? {}).filter((event) => event !== "pre" && event !== "post");
  const factors = "modulators" in model ? Object.entries(model.modulators ?? {}) : [];
  const quantity = (value: number, of: string): string | number =>
    of === "1" ? value : `${value} ${of}`;
  return {
    format: "spikeloom-network",
    version: 1,
    populations: {
      drive: { model: "poisson", size: 6, parameters: { rate: "150 Hz" } },
      n: {
        model: relay({ unit, potential, couples: coupling.map(({ into }) => into) }),
        size: 6,
        initial: { v: { formula: potential === "1" ? "-60 + i * 2" : "-60*mV + i * 2*mV" } },
      },
    },
    projections: [
      {
        from: "drive",
        to: "n",
        receptor: "relay",
        weight: 1,
        delay: "0.5 ms",
        connector: { kind: "one-to-one" },
      },
      {
        name: "synapses",
        from: "n",
        to: "n",
        connector: { kind: "fixed-indegree", n: 3 },
        ...(coupling.length === 0 && { receptor: "seen" }),
        weight: quantity(0.5, unit),
        delay: canDiffer(model) ? { draw: "uniform", low: "0.5 ms", high: "2 ms" } : "1 ms",
        ...own,
        events: Object.fromEntries(
          named.map((event) => [event, { from: "drive", neurons: { until: 2 }, delay: "2.3 ms" }]),
        ),
        modulators: Object.fromEntries(
          factors.map(([name, factor]) => [
            name,
            { from: "drive", weight: quantity(0.5, factor.unit), tau: "9 ms", delay: "1.7 ms" },
          ]),
        ),
      },
    ],
  };
}

/** Structural plasticity needs a single delay. */
function canDiffer(model: SynapseRecord | PlasticityRecord): boolean {
  const add = "structure" in model ? model.structure?.add : undefined;
  return add === undefined || add === "replace";
}
