import type { NetworkRecord, Stack } from "@spikeloom/kernel";
import type { XmlOutput } from "../../xml/write-xml.ts";
import { type Namer, namer } from "../model-name.ts";
import type { Component } from "./component.ts";
import type { NeuromlLoss } from "./losses.ts";
import { type OwnTypes, ownTypes } from "./own/own-types.ts";

/** A written population: one of the file, or several if its neurons differ. */
export interface WrittenPopulation {
  readonly id: string;
  /** Populations of the file, at least one. */
  readonly parts: readonly [WrittenPart, ...WrittenPart[]];
  /** Part of each neuron and its index there; undefined if there is only one. */
  readonly places: NeuronPlaces | undefined;
}

/** A population of the file, whose neurons are equal. */
export interface WrittenPart {
  readonly id: string;
  readonly size: number;
  /** Component id, if its neurons are instances with positions. */
  readonly path: string | undefined;
  /** Undefined for spike sources. */
  readonly component: Component | undefined;
}

/** Where the neurons of a split population are. */
export interface NeuronPlaces {
  readonly part: Uint32Array;
  readonly index: Uint32Array;
}

/** A neuron in a population of the file. */
export interface WrittenNeuron {
  readonly part: WrittenPart;
  readonly index: number;
}

/** Find a neuron of a population in the file. */
export function neuronIn({ parts, places }: WrittenPopulation, neuron: number): WrittenNeuron {
  const part = parts[places?.part[neuron] ?? 0] ?? parts[0];
  return { part, index: places?.index[neuron] ?? neuron };
}

/** Path of a neuron in a population with or without positions. */
export function pathOf({ part: { id, path }, index }: WrittenNeuron): string {
  return path === undefined ? `${id}[${index}]` : `${id}/${index}/${path}`;
}

/** A network while it is written. */
export interface Writing {
  readonly network: NetworkRecord;
  readonly stack: Stack;
  readonly seed: number;
  /** Number of steps of a simulation; undefined without a duration. */
  readonly steps: number | undefined;
  readonly populations: Map<string, WrittenPopulation>;
  /** Elements of the root, by name. */
  readonly components: Map<string, XmlOutput[]>;
  /** Ids of written synapses by their content. */
  readonly synapses: Map<string, string>;
  /** Places of values that differ between neurons, of which a component stores the first. */
  readonly varied: Set<string>;
  readonly ids: Namer;
  /** LEMS types for models without a NeuroML component. */
  readonly own: OwnTypes;
  /** In kelvin, if a cell depends on it. */
  temperature: number | undefined;
  lose(code: NeuromlLoss, place: string, message: string): void;
}

/** Start writing a network. */
export function newWriting(
  network: NetworkRecord,
  { stack, lose, steps }: Pick<Writing, "stack" | "lose" | "steps">,
): Writing {
  return {
    network,
    stack,
    lose,
    steps,
    seed: network.seed ?? 0,
    populations: new Map(),
    components: new Map(),
    synapses: new Map(),
    varied: new Set(),
    ids: namer("_"),
    temperature: undefined,
    own: ownTypes(),
  };
}

/** Create a unique NeuroML id. */
export function newId({ ids }: Writing, wanted: string): string {
  const id = wanted.replace(/[^A-Za-z0-9_]/g, "_");
  return ids(/^[A-Za-z_]/.test(id) ? id : `_${id}`);
}

/** Add a component to the file. */
export function addComponent({ components }: Writing, output: XmlOutput): void {
  const before = components.get(output.name);
  if (before === undefined) components.set(output.name, [output]);
  else before.push(output);
}
