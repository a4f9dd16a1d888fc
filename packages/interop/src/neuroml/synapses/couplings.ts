import type { SynapseRecord } from "@spikeloom/kernel";
import { placeOf, type XmlElement } from "../../xml/xml-element.ts";
import { NML_UNSUPPORTED } from "../errors.ts";
import { modelName } from "../model-name.ts";
import { parametersOf, type Row } from "../rows.ts";

const maximum: Row = ["conductance", "g_max", "nS", "conductance for a weight of 1"];

type Coupling = Omit<SynapseRecord, "kind" | "contract" | "name" | "parameters"> & {
  readonly rows: readonly Row[];
};

const cite = ["https://docs.neuroml.org/Userdocs/Schemas/Synapses.html"];
const source = { v_pre: { of: "pre", variable: "v", unit: "mV" } } as const;
const target = { v_post: { of: "post", variable: "v", unit: "mV" } } as const;

const linear: Coupling = {
  about: "Current proportional to the difference of potentials (gap junction).",
  cite,
  rows: [maximum],
  weightUnit: "1",
  reads: { ...source, ...target },
  coupling: [{ into: "i_inj", value: "weight * g_max * (v_pre - v_post)", unit: "nA" }],
};

const graded: Coupling = {
  about: "Graded synapse, opened by the presynaptic potential.",
  cite: ["doi:10.1038/nn1352", ...cite],
  rows: [
    maximum,
    ["delta", "delta", "mV", "slope of the activation"],
    ["k", "k_minus", "1/ms", "closing rate"],
    ["Vth", "v_half", "mV", "presynaptic potential of half activation"],
    ["erev", "e_rev", "mV", "reversal potential"],
  ],
  weightUnit: "1",
  reads: { ...source, ...target },
  state: { gate: { initial: 0, unit: "1", about: "fraction of open receptors" } },
  // (inf - gate) / tau with tau = (1 - inf) / k is linear in the gate, also where tau vanishes.
  expressions: {
    opening: {
      value: "exp((v_pre - v_half) / delta)",
      unit: "1",
      about: "ratio of opening to closing rate",
    },
  },
  dynamics: {
    gate: { derivative: "k_minus * (opening * (1 - gate) - gate)", when: "step" },
  },
  per: "source",
  coupling: [{ into: "i_inj", value: "weight * g_max * gate * (e_rev - v_post)", unit: "nA" }],
};

const couplings: ReadonlyMap<string, Coupling | undefined> = new Map([
  ["gapJunction", linear],
  ["linearGradedSynapse", linear],
  ["gradedSynapse", graded],
  // Used where a connection acts only on the other end.
  ["silentSynapse", undefined],
]);

/** A NeuroML coupling as a model, and whether weights are conductances. */
export interface CouplingStandard {
  readonly element: "linearGradedSynapse" | "gradedSynapse";
  readonly rows: readonly Row[];
  /** Unit of weights: dimensionless, or a conductance if the model has none of its own. */
  readonly unit: "1" | "uS";
  readonly model: SynapseRecord;
}

/** Return the couplings that act on one end, with the conductance as a parameter and as the weight. */
export function couplingStandards(): readonly CouplingStandard[] {
  const named = [["linearGradedSynapse", linear] as const, ["gradedSynapse", graded] as const];
  return named.flatMap(([element, { rows, coupling = [], ...rest }]) =>
    (["1", "uS"] as const).map((unit) => {
      const own = unit === "1" ? rows : rows.filter((row) => row !== maximum);
      const into = coupling.map(({ value, ...one }) => ({
        ...one,
        value: unit === "1" ? value : value.replace("weight * g_max", "weight"),
      }));
      const parameters = own.map(([, name, of, about]) => [name, { default: `1 ${of}`, about }]);
      const model: SynapseRecord = {
        kind: "synapse",
        contract: 1,
        name: "standard",
        ...rest,
        weightUnit: unit,
        coupling: into,
        parameters: Object.fromEntries(parameters),
      };
      return { element, rows, unit, model };
    }),
  );
}

/** Read a synapse that transmits potentials; undefined for a silent one. */
export function readCoupling(element: XmlElement): SynapseRecord | undefined {
  const id = element.attributes.get("id") ?? element.name;
  if (!couplings.has(element.name)) {
    const what = `The synapse "${id}", a ${element.name},`;
    const reason = "it is not a synapse that transmits potentials";
    throw NML_UNSUPPORTED({ place: placeOf(element), what, reason });
  }
  const coupling = couplings.get(element.name);
  if (coupling === undefined) return undefined;
  const { rows, ...rest } = coupling;
  const parameters = parametersOf(rows, element);
  return { kind: "synapse", contract: 1, name: modelName(id), parameters, ...rest };
}
