import type { ProjectionRecord, Value } from "@spikeloom/kernel";
import { placeOf, type XmlElement } from "../../xml/xml-element.ts";
import type { AttachedSynapse } from "../cell-model.ts";
import { NML_REFERENCE } from "../errors.ts";
import { quantityNumber } from "../quantities.ts";
import { readSynapse, type SynapsePart } from "../read-synapse.ts";
import { attributeOf } from "../rows.ts";
import type { Building, PopulationDraft } from "./building.ts";
import { readNeuronPath } from "./neuron-path.ts";
import { placeOfNeuron, populationBy } from "./read-populations.ts";
import type { ConnectionList } from "./streamed-lists.ts";

/** Event connections between two populations. */
interface Connected {
  readonly name: string;
  readonly element: XmlElement;
  readonly from: string;
  readonly to: string;
  readonly pairs: Uint32Array;
  readonly weights: Float64Array;
  readonly delays: Float64Array;
}

/** Read the projections with event-driven synapses. */
export function readProjections(building: Building, network: XmlElement): void {
  for (const element of network.children) {
    if (element.name === "projection") readProjection(building, element);
  }
  readSingleConnections(building, network);
}

function readProjection(building: Building, element: XmlElement): void {
  const from = attributeOf(element, "presynapticPopulation");
  const to = attributeOf(element, "postsynapticPopulation");
  const synapse = attributeOf(element, "synapse");
  for (const list of building.lists.connections(element)) {
    const parts = readSynapse(synapse, building.document, { element, attribute: "synapse" });
    const name = element.attributes.get("id") ?? `${from}-${to}`;
    addProjections(
      building,
      { name, element, from, to, ...endsOf(building, element, list) },
      parts,
    );
  }
}

/** Endpoints of connections as indices, with weights and delays. */
export function endsOf(
  building: Building,
  element: XmlElement,
  list: ConnectionList,
): Pick<Connected, "pairs" | "weights" | "delays"> {
  const ends = ["presynapticPopulation", "postsynapticPopulation"].map((attribute) =>
    populationBy(building, attributeOf(element, attribute), { element, attribute }),
  );
  const pairs = list.pairs.numbers();
  for (let k = 0; k < pairs.length; k++) {
    const population = ends[k % 2] as PopulationDraft;
    pairs[k] = placeOfNeuron(population, pairs[k] as number, { element });
  }
  return { pairs, weights: list.weights.numbers(), delays: list.delays.numbers() };
}

function addProjections(
  building: Building,
  connected: Connected,
  parts: readonly SynapsePart[],
): void {
  const { name, element, from, to, pairs, weights, delays } = connected;
  const target = populationBy(building, to, { element, attribute: "postsynapticPopulation" });
  populationBy(building, from, { element, attribute: "presynapticPopulation" });
  for (const { attached, plastic } of parts) {
    attach(target, attached, element);
    if (plastic !== undefined) building.models[plastic.name] ??= plastic;
    const record: ProjectionRecord = {
      name: building.names.network(name),
      from,
      to,
      receptor: attached.receptor,
      connector: { kind: "pairs", pairs },
      weight: alike(weights, "1"),
      delay: alike(delays, "ms"),
      ...(plastic !== undefined && { synapse: plastic.name }),
    };
    building.projections.push(record);
  }
}

/** Attach a synapse to a population once. */
export function attach(
  target: PopulationDraft,
  attached: AttachedSynapse,
  element: XmlElement,
): void {
  checkTakes(target, element);
  target.synapses.set(attached.receptor, attached);
}

/** Refuse a population that does not accept attached currents. */
export function checkTakes(target: PopulationDraft, element: XmlElement): void {
  if (target.cell?.attached === "nA") return;
  throw NML_REFERENCE({
    place: placeOf(element),
    what: `A synapse targets a ${target.component.name}, which does not accept synapses`,
    expected: "a cell that accepts synapses",
    got: target.component.name,
  });
}

/** Numbers as a value: a single one if all are equal. */
export function alike(numbers: Float64Array, unit: string): Value {
  const [first = 0] = numbers;
  if (!numbers.every((value) => value === first)) {
    return unit === "1" ? { values: numbers } : { values: numbers, unit };
  }
  return unit === "1" ? first : `${first} ${unit}`;
}

/** Read individual connections; those between the same populations form one projection. */
function readSingleConnections(building: Building, network: XmlElement): void {
  const groups = new Map<string, XmlElement[]>();
  for (const element of network.children) {
    if (!/^synapticConnection(WD)?$/.test(element.name)) continue;
    const ends = ["from", "to"].map(
      (attribute) => readNeuronPath(attributeOf(element, attribute), element, attribute).population,
    );
    const key = [...ends, attributeOf(element, "synapse")].join(" ");
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [element]);
    else group.push(element);
  }
  for (const elements of groups.values()) readGroup(building, elements);
}

function readGroup(building: Building, elements: readonly XmlElement[]): void {
  const [element] = elements as readonly [XmlElement];
  const names = ["from", "to"] as const;
  const ends = elements.flatMap((one) =>
    names.map((attribute) => {
      const path = readNeuronPath(attributeOf(one, attribute), one, attribute);
      const population = populationBy(building, path.population, { element: one, attribute });
      return { ...path, place: placeOfNeuron(population, path.id, { element: one }) };
    }),
  );
  const [from, to] = ends.map(({ population }) => population) as [string, string];
  const number = (one: XmlElement, attribute: string, like: string) => {
    const text = one.attributes.get(attribute);
    const place = `${placeOf(one)}: ${attribute}`;
    return text === undefined ? undefined : quantityNumber(text, like, place);
  };
  const synapse = attributeOf(element, "synapse");
  const parts = readSynapse(synapse, building.document, { element, attribute: "synapse" });
  const connected = {
    name: `${from}-${to}-${synapse}`,
    element,
    from,
    to,
    pairs: Uint32Array.from(ends, ({ place }) => place),
    weights: Float64Array.from(elements, (one) => number(one, "weight", "1") ?? 1),
    delays: Float64Array.from(elements, (one) => number(one, "delay", "ms") ?? 0),
  };
  addProjections(building, connected, parts);
}
