import type { SynapseRecord } from "@spikeloom/kernel";
import type { XmlElement } from "../../xml/xml-element.ts";
import { modelName, suffixOf } from "../model-name.ts";
import { parametersOf, type Row } from "../rows.ts";
import { twoExponentials, twoRows } from "./conductances.ts";
import type { Kinetics, Named, SynapseTable } from "./synapse-table.ts";

const cite = ["https://docs.neuroml.org/Userdocs/Schemas/Synapses.html"];

/** A voltage-dependent block by an ion. */
export const block: SynapseTable = {
  element: "voltageConcDepBlockMechanism",
  about: "block by an ion",
  rows: [
    ["blockConcentration", "c_block", "mM", "concentration of the blocking ion"],
    ["scalingConc", "c_scale", "mM", "concentration of half block at 0 mV"],
    ["scalingVolt", "v_scale", "mV", "potential that changes the block e-fold"],
  ],
  kinetics: (n) => {
    const blocked = `${n("c_block")} / ${n("c_scale")} * exp(-v / ${n("v_scale")})`;
    return {
      state: {},
      expressions: {
        [n("free")]: {
          value: `1 / (1 + ${blocked})`,
          unit: "1",
          about: "unblocked fraction",
        },
      },
      dynamics: {},
      on: {},
      current: n("free"),
    };
  },
};

/** Conductance of a synapse with optional block. */
export const blockable: SynapseTable = {
  element: "blockingPlasticSynapse",
  about: "conductance that rises and decays exponentially, with block and plasticity",
  rows: twoRows,
  kinetics: (n) => twoExponentials(n),
};

/** Apply a block to the current of a synapse. */
export function blockedKinetics(n: Named): Kinetics {
  const { expressions = {}, current } = block.kinetics(n);
  const open = twoExponentials(n, `${current} * `);
  return { ...open, expressions: { ...open.expressions, ...expressions } };
}

const use: Row = ["initReleaseProb", "use", "1", "fraction of the resources used by a first spike"];
const recovery: Row = ["tauRec", "tau_rec", "ms", "recovery time constant of depression"];
const facilitation: Row = ["tauFac", "tau_fac", "ms", "decay time constant of facilitation"];

type Release = Pick<SynapseRecord, "about" | "state" | "dynamics" | "on" | "deliver"> & {
  readonly rows: readonly Row[];
};

const resources = { initial: 1, unit: "1", about: "available resources" } as const;
const recovering = { derivative: "(1 - resources) / tau_rec", when: "event" } as const;

/** Release of each spike; both mechanisms read the values before it. */
const releases: ReadonlyMap<string, Release> = new Map<string, Release>([
  [
    "tsodyksMarkramDepMechanism",
    {
      about: "Short-term depression: a spike uses a fraction of the available resources.",
      rows: [use, recovery],
      state: { resources },
      dynamics: { resources: recovering },
      on: { pre: { resources: "resources * (1 - use)" } },
      deliver: "weight * resources * use",
    },
  ],
  [
    "tsodyksMarkramDepFacMechanism",
    {
      about:
        "Short-term depression and facilitation: a spike uses the value left by the previous one.",
      rows: [use, recovery, facilitation],
      state: {
        resources,
        used: { initial: "use", unit: "1", about: "fraction used by the next spike" },
      },
      dynamics: {
        resources: recovering,
        used: { derivative: "(use - used) / tau_fac", when: "event" },
      },
      on: {
        pre: { resources: "resources * (1 - used)", used: "used + use * (1 - used)" },
      },
      deliver: "weight * resources * used",
    },
  ],
]);

/** Read the short-term plasticity of a synapse; undefined for other elements. */
export function releaseOf(mechanism: XmlElement, synapse: string): SynapseRecord | undefined {
  const type = mechanism.attributes.get("type") ?? mechanism.name;
  const release = releases.get(type);
  if (release === undefined) return undefined;
  const { rows, ...rest } = release;
  return {
    kind: "synapse",
    contract: 1,
    name: `${modelName(synapse)}-release`,
    cite,
    parameters: parametersOf(rows, mechanism),
    weightUnit: "1",
    ...rest,
  };
}

/** Return the short-term plasticity mechanisms as models, with defaults in the rows' units. */
export function releaseStandards(): readonly {
  readonly type: string;
  readonly rows: readonly Row[];
  readonly model: SynapseRecord;
}[] {
  return [...releases].map(([type, { rows, ...rest }]) => {
    const parameters = rows.map(([, name, unit, about]) => [
      name,
      { default: unit === "1" ? 0.5 : `1 ${unit}`, about },
    ]);
    const model: SynapseRecord = {
      kind: "synapse",
      contract: 1,
      name: "standard",
      cite,
      weightUnit: "1",
      ...rest,
      parameters: Object.fromEntries(parameters),
    };
    return { type, rows, model };
  });
}

/** Names of a synapse's variables inside the neuron that it is attached to. */
export function namesOf(synapse: string): Named {
  return (name) => `${name}_${suffixOf(synapse)}`;
}
