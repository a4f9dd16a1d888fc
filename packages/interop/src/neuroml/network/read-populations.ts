import type { PopulationRecord, PositionRecord } from "@spikeloom/kernel";
import { placeOf, type XmlElement } from "../../xml/xml-element.ts";
import { componentBy } from "../document.ts";
import { NML_QUANTITY, NML_REFERENCE } from "../errors.ts";
import { quantityNumber } from "../quantities.ts";
import { readCell } from "../read-cell.ts";
import { attributeOf } from "../rows.ts";
import { readSource } from "../sources.ts";
import type { Building, PopulationDraft } from "./building.ts";
import type { InstanceList } from "./streamed-lists.ts";

/** Maximum population size, because a size is only a number in a file. */
const mostNeurons = 2 ** 31;

/** Read the populations of a network. */
export function readPopulations(building: Building, network: XmlElement): void {
  for (const element of network.children) {
    if (element.name !== "population") continue;
    const id = attributeOf(element, "id");
    if (building.populations.has(id)) {
      const [expected, got] = ["unique ids", id];
      const what = "Two populations have the same id";
      throw NML_REFERENCE({ place: placeOf(element), what, expected, got });
    }
    building.populations.set(building.names.network(id), readPopulation(building, element));
  }
}

function readPopulation(building: Building, element: XmlElement): PopulationDraft {
  const { document, lists } = building;
  const id = attributeOf(element, "component");
  const component = componentBy(document, id, { element, attribute: "component" });
  const instances = lists.instances(element);
  const size = instances?.ids.length ?? sizeOf(element);
  const source = readSource(component, { size, lists });
  const placed = (instances?.positions.length ?? 0) / 3;
  if (instances !== undefined && placed > 0 && placed < size) {
    const message = `${placed} of its ${size} neurons have positions, which are omitted.`;
    building.losses.push({ code: "positions", place: placeOf(element), message });
  }
  return {
    element,
    component,
    size,
    places: instances && placesOf(instances, element),
    record: positionsOf(instances),
    source,
    cell: source === undefined ? readCell(component, building) : undefined,
    synapses: new Map(),
    currents: [],
    parameters: {},
  };
}

function sizeOf(element: XmlElement): number {
  const place = `${placeOf(element)}: size`;
  const text = attributeOf(element, "size");
  const size = quantityNumber(text, "1", place);
  if (Number.isInteger(size) && size >= 0 && size < mostNeurons) return size;
  throw NML_QUANTITY({ place, expected: `an integer below ${mostNeurons}`, got: text });
}

/** Index of each instance, if ids do not count from 0. */
function placesOf(
  { ids }: InstanceList,
  element: XmlElement,
): ReadonlyMap<number, number> | undefined {
  const numbers = ids.numbers();
  if (numbers.every((id, place) => id === place)) return undefined;
  const places = new Map(Array.from(numbers, (id, place) => [id, place]));
  if (places.size === numbers.length) return places;
  const [expected, got] = ["unique instance ids", "a duplicate"];
  const what = "Two instances of a population have the same id";
  throw NML_REFERENCE({ place: placeOf(element), what, expected, got });
}

/** Positions in micrometres, as in NeuroML. */
function positionsOf(instances: InstanceList | undefined): Partial<PopulationRecord> {
  if (instances === undefined || instances.positions.length === 0) return {};
  const numbers = instances.positions.numbers();
  if (numbers.length !== 3 * instances.ids.length) return {};
  const at = (k: number) => numbers[k] as number;
  const points = Array.from({ length: instances.ids.length }, (_, k) => [
    at(3 * k),
    at(3 * k + 1),
    at(3 * k + 2),
  ]);
  const positions: PositionRecord = { layout: "list", points };
  return { positions };
}

/** Find a population of the network by its id. */
export function populationBy(
  building: Building,
  id: string,
  at: { readonly element: XmlElement; readonly attribute: string },
): PopulationDraft {
  const found = building.populations.get(id);
  if (found !== undefined) return found;
  throw NML_REFERENCE({
    place: `${placeOf(at.element)}: ${at.attribute}`,
    what: `The network has no population "${id}"`,
    expected: [...building.populations.keys()].slice(0, 8).join(", ") || "a population",
    got: id,
  });
}

/** Find the index of a neuron by its number in the file. */
export function placeOfNeuron(
  population: PopulationDraft,
  id: number,
  at: { readonly element: XmlElement },
): number {
  const place = population.places === undefined ? id : population.places.get(id);
  if (place !== undefined && place < population.size) return place;
  throw NML_REFERENCE({
    place: placeOf(at.element),
    what: "The population has no such neuron",
    expected:
      population.places === undefined ? `a number below ${population.size}` : "an instance's id",
    got: String(id),
  });
}
