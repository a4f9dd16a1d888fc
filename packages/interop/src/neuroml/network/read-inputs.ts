import type { PopulationRecord, StimulusRecord } from "@spikeloom/kernel";
import { placeOf, type XmlElement } from "../../xml/xml-element.ts";
import { readClamp } from "../clamps.ts";
import { componentBy } from "../document.ts";
import { NML_REFERENCE, NML_UNSUPPORTED } from "../errors.ts";
import { readCurrents } from "../input-currents.ts";
import { suffixOf } from "../model-name.ts";
import { quantityNumber, quantityText } from "../quantities.ts";
import { readSynapse } from "../read-synapse.ts";
import { attributeOf } from "../rows.ts";
import { spikeTimes } from "../sources.ts";
import type { Building, PopulationDraft } from "./building.ts";
import { readNeuronPath } from "./neuron-path.ts";
import { placeOfNeuron, populationBy } from "./read-populations.ts";
import { attach } from "./read-projections.ts";

/** An input and the neurons of one population that receive it with the same weight. */
interface Placed {
  readonly input: XmlElement;
  readonly into: string;
  readonly population: PopulationDraft;
  readonly neurons: readonly number[];
  readonly weight: number;
  /** Element that assigns it. */
  readonly element: XmlElement;
}

/** Read the inputs of a network. */
export function readInputs(building: Building, network: XmlElement): void {
  for (const element of network.children) {
    if (element.name === "inputList") readInputList(building, element);
  }
  readExplicitInputs(building, network);
}

function readInputList(building: Building, element: XmlElement): void {
  const into = attributeOf(element, "population");
  const population = populationBy(building, into, { element, attribute: "population" });
  const component = attributeOf(element, "component");
  const input = componentBy(building.document, component, { element, attribute: "component" });
  const list = building.lists.targets(element);
  if (list === undefined) return;
  const weights = list.weights.numbers();
  const byWeight = new Map<number, number[]>();
  list.targets.numbers().forEach((id, k) => {
    const neuron = placeOfNeuron(population, id, { element });
    const weight = weights[k] as number;
    const group = byWeight.get(weight);
    if (group === undefined) byWeight.set(weight, [neuron]);
    else group.push(neuron);
  });
  for (const [weight, neurons] of byWeight) {
    place(building, { input, into, population, neurons, weight, element });
  }
}

function readExplicitInputs(building: Building, network: XmlElement): void {
  const groups = new Map<string, Placed & { readonly neurons: number[] }>();
  for (const element of network.children) {
    if (element.name !== "explicitInput") continue;
    const path = readNeuronPath(attributeOf(element, "target"), element, "target");
    const at = { element, attribute: "target" };
    const population = populationBy(building, path.population, at);
    const neuron = placeOfNeuron(population, path.id, { element });
    const id = attributeOf(element, "input");
    const key = `${id} ${path.population}`;
    const group = groups.get(key);
    if (group !== undefined) {
      group.neurons.push(neuron);
      continue;
    }
    const input = componentBy(building.document, id, { element, attribute: "input" });
    const into = path.population;
    groups.set(key, { input, into, population, neurons: [neuron], weight: 1, element });
  }
  for (const placed of groups.values()) place(building, placed);
}

/** Apply an input; a neuron that is listed twice receives it twice. */
function place(building: Building, placed: Placed): void {
  for (const neurons of distinct(placed.neurons)) placeOnce(building, { ...placed, neurons });
}

function placeOnce(building: Building, placed: Placed): void {
  const { input, weight, population } = placed;
  const currents = readCurrents(input, weight);
  const reader = currents === undefined ? spiking.get(input.name) : undefined;
  if (currents !== undefined) {
    const unit = input.name.endsWith("DL") ? "1" : "nA";
    checkAttaches(placed, unit);
    const target = targetOf(placed);
    building.stimuli.push(
      ...currents.map((current) => ({ ...current, ...target, input: "i_inj" }) as StimulusRecord),
    );
    return;
  }
  if (reader !== undefined) {
    reader(building, placed);
    return;
  }
  const suffix = `${suffixOf(input.attributes.get("id") ?? "")}${population.currents.length}`;
  const clamp = readClamp(input, suffix);
  if (clamp === undefined) {
    const what = `The input "${input.attributes.get("id")}", a ${input.name},`;
    const reason = "it is not a supported input";
    throw NML_UNSUPPORTED({ place: placeOf(input), what, reason });
  }
  checkAttaches(placed, "nA");
  population.currents.push(clamp);
  population.parameters[clamp.share] = sharesOf(placed);
}

/** Maximum number of neurons with individual values. */
const mostListed = 2 ** 20;

/** Weight of a clamp for each neuron; zero for neurons without it. */
function sharesOf({ neurons, population, weight, input }: Placed): number | readonly number[] {
  if (neurons.length === population.size) return weight;
  if (population.size > mostListed) {
    const what = `A ${input.name} on some of ${population.size} neurons`;
    const reason = `it is supported for populations of at most ${mostListed}`;
    throw NML_UNSUPPORTED({ place: placeOf(input), what, reason });
  }
  const shares = new Array<number>(population.size).fill(0);
  for (const neuron of neurons) shares[neuron] = weight;
  return shares;
}

function targetOf({ into, neurons, population }: Placed): Pick<StimulusRecord, "into" | "neurons"> {
  const isAll = neurons.length === population.size;
  return isAll ? { into } : { into, neurons: { indices: [...neurons].sort((a, b) => a - b) } };
}

/** Split a list into lists without duplicates. */
function distinct(neurons: readonly number[]): readonly (readonly number[])[] {
  const seen = new Map<number, number>();
  const lists: number[][] = [];
  for (const neuron of neurons) {
    const before = seen.get(neuron) ?? 0;
    seen.set(neuron, before + 1);
    const list = lists[before];
    if (list === undefined) lists.push([neuron]);
    else list.push(neuron);
  }
  return lists;
}

function checkAttaches({ population, element }: Placed, unit: "nA" | "1"): void {
  const attached = population.cell?.attached;
  if (attached === unit) return;
  throw NML_REFERENCE({
    place: placeOf(element),
    what: `An input targets a ${population.component.name}, which does not accept inputs`,
    expected:
      attached === undefined ? "a cell that accepts inputs" : `an input in ${words[attached]}`,
    got: `an input in ${words[unit]}`,
  });
}

const words = {
  nA: "units of current",
  "1": "dimensionless values (a name that ends in DL)",
} as const;

type SpikingReader = (building: Building, placed: Placed) => void;

/** Inputs that emit spikes through a synapse of their own. */
const spiking: ReadonlyMap<string, SpikingReader> = new Map([
  ["poissonFiringSynapse", (building, placed) => poisson(building, placed, {})],
  [
    "transientPoissonFiringSynapse",
    (building, placed) => {
      const { input } = placed;
      const number = (attribute: string) =>
        quantityNumber(attributeOf(input, attribute), "ms", `${placeOf(input)}: ${attribute}`);
      const start = number("delay");
      const stop = start + number("duration");
      poisson(building, placed, { start: `${start} ms`, stop: `${stop} ms` });
    },
  ],
  ["timedSynapticInput", timed],
]);

function poisson(
  building: Building,
  placed: Placed,
  window: { readonly start?: string; readonly stop?: string },
): void {
  const { input, population, weight, element } = placed;
  const place = `${placeOf(input)}: averageRate`;
  const rate = attributeOf(input, "averageRate");
  quantityNumber(rate, "Hz", place);
  for (const { attached } of readSynapse(attributeOf(input, "synapse"), building.document, {
    element: input,
    attribute: "synapse",
  })) {
    attach(population, attached, element);
    building.stimuli.push({
      kind: "poisson",
      ...targetOf(placed),
      receptor: attached.receptor,
      rate: quantityText(rate, place),
      weight,
      ...window,
    });
  }
}

/** Given spike times become a source of their own, because stimuli have no spike times. */
function timed(building: Building, placed: Placed): void {
  const { input, population, neurons, weight, element, into } = placed;
  const id = attributeOf(input, "id");
  const source = building.names.network(id);
  const times = spikeTimes(building.lists.times(input));
  const record: PopulationRecord = { model: "spike-array", size: 1, times };
  building.sources[source] = record;
  const parts = readSynapse(attributeOf(input, "synapse"), building.document, {
    element: input,
    attribute: "synapse",
  });
  for (const { attached, plastic } of parts) {
    attach(population, attached, element);
    if (plastic !== undefined) building.models[plastic.name] ??= plastic;
    building.projections.push({
      name: building.names.network(`${id}-${into}`),
      from: source,
      to: into,
      receptor: attached.receptor,
      weight,
      delay: "0 ms",
      connector: { kind: "pairs", pairs: Uint32Array.from(neurons.flatMap((one) => [0, one])) },
      ...(plastic !== undefined && { synapse: plastic.name }),
    });
  }
}
