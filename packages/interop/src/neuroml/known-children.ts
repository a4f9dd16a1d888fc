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
 * What is read inside of each element, or does not matter to a neuron of one compartment.
 *
 * What is not here has nothing inside that is read.
 */
const inside: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    cell: ["morphology", "biophysicalProperties"],
    cell2CaPools: ["morphology", "biophysicalProperties2CaPools"],
    pointCellCondBased: populations,
    morphology: ["segment", "segmentGroup"],
    // Which segments are in a group says nothing more of a cell of one.
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
    // Those that come in large numbers are read one by one, before the element around them is there.
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

/** Of which an element has one, where the first counts. */
const single: ReadonlySet<string> = new Set([
  ...["morphology", "biophysicalProperties", "membraneProperties", "intracellularProperties"],
  ...["spikeThresh", "specificCapacitance", "initMembPotential", "proximal", "distal", "location"],
  ...["forwardRate", "reverseRate", "timeCourse", "steadyState", "rate"],
]);

const none: ReadonlySet<string> = new Set();

/** Notes and the like, which are told as such. */
export const notes: RegExp = /^(notes|annotation|property)$/;

/** Give the children of an element that are not read: others than those it may have, and second ones of those it has once. */
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
