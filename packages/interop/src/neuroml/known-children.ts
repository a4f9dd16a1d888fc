import type { XmlElement } from "../xml/xml-element.ts";

const densities = ["", "VShift", "Nernst", "NernstCa2", "GHK", "GHK2"].map(
  (kind) => `channelDensity${kind}`,
);
const populations = ["channelPopulation", "channelPopulationNernst"];
const gates = ["rates", "tauInf", "ratesTau", "ratesInf", "ratesTauInf", "Instantaneous"].map(
  (kind) => `gateHH${kind}`,
);
const scalings = ["q10ConductanceScaling", "conductanceScaling"];
const channel = [...scalings, "gate", "gateKS", "gateFractional", ...gates];
const gate = ["q10Settings", "forwardRate", "reverseRate", "timeCourse", "steadyState"];
const membrane = [...densities, ...populations, "spikeThresh", "specificCapacitance"];
const currents = ["pulseGenerator", "sineGenerator", "rampGenerator"];

/**
 * Supported children of each element, and those irrelevant to a single-compartment neuron.
 *
 * Elements not listed have no supported children.
 */
const inside: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    cell: ["morphology", "biophysicalProperties"],
    cell2CaPools: ["morphology", "biophysicalProperties2CaPools"],
    pointCellCondBased: populations,
    morphology: ["segment", "segmentGroup"],
    // Segment groups add nothing to a cell with one segment.
    segmentGroup: ["member", "include"],
    segment: ["parent", "proximal", "distal"],
    biophysicalProperties: ["membraneProperties", "intracellularProperties"],
    biophysicalProperties2CaPools: [
      ...["membraneProperties2CaPools", "intracellularProperties2CaPools"],
    ],
    membraneProperties: [...membrane, "initMembPotential"],
    membraneProperties2CaPools: [...membrane, "initMembPotential"],
    intracellularProperties: ["species", "resistivity"],
    intracellularProperties2CaPools: ["species", "resistivity"],
    ...Object.fromEntries(
      ["", "HH", "KS", "Passive", "VShift"].map((kind) => [`ionChannel${kind}`, channel]),
    ),
    ...Object.fromEntries(["gate", ...gates].map((name) => [name, [...gate, "subGate"]])),
    gateFractional: [...gate, "subGate"],
    subGate: ["timeCourse", "steadyState"],
    gateKS: [
      ...["q10Settings", "closedState", "openState", "KSState", "forwardTransition"],
      ...["reverseTransition", "vHalfTransition", "tauInfTransition"],
    ],
    forwardTransition: ["rate"],
    reverseTransition: ["rate"],
    tauInfTransition: ["timeCourse", "steadyState"],
    blockingPlasticSynapse: ["plasticityMechanism", "blockMechanism"],
    compoundInput: currents,
    compoundInputDL: currents.map((name) => `${name}DL`),
    ComponentType: ["Parameter", "Constant", "Exposure", "Requirement", "Dynamics"],
    Dynamics: ["DerivedVariable", "ConditionalDerivedVariable"],
    ConditionalDerivedVariable: ["Case"],
    // Numerous elements are read one by one, before their parent is complete.
    spikeArray: ["spike"],
    timedSynapticInput: ["spike"],
    network: [
      ...["population", "projection", "electricalProjection", "continuousProjection"],
      ...["inputList", "explicitInput", "synapticConnection", "synapticConnectionWD"],
    ],
    population: ["instance"],
    instance: ["location"],
    projection: ["connection", "connectionWD"],
    electricalProjection: [
      ...["electricalConnection", "electricalConnectionInstance", "electricalConnectionInstanceW"],
    ],
    continuousProjection: [
      ...["continuousConnection", "continuousConnectionInstance", "continuousConnectionInstanceW"],
    ],
    inputList: ["input", "inputW"],
  }).map(([name, children]) => [name, new Set(children)]),
);

/** Children of which an element has at most one; the first is used. */
const single: ReadonlySet<string> = new Set([
  ...["morphology", "biophysicalProperties", "membraneProperties", "intracellularProperties"],
  ...["spikeThresh", "specificCapacitance", "initMembPotential", "proximal", "distal", "location"],
  ...["forwardRate", "reverseRate", "timeCourse", "steadyState", "rate"],
]);

const none: ReadonlySet<string> = new Set();

/** Notes and similar elements, which are reported as such. */
export const notes: RegExp = /^(notes|annotation|property)$/;

/** Return the unsupported children of an element, including duplicates of those allowed once. */
export function unreadChildren({ name, children }: XmlElement): readonly XmlElement[] {
  const known = inside.get(name) ?? none;
  const seen = new Set<string>();
  return children.filter((child) => {
    if (notes.test(child.name)) return false;
    const isSecond = single.has(child.name) && seen.has(child.name);
    seen.add(child.name);
    return isSecond || !known.has(child.name);
  });
}
