import type { NetworkRecord, Stack } from "@spikeloom/kernel";
import type { XmlOutput } from "../../xml/write-xml.ts";
import { type Namer, namer } from "../model-name.ts";
import type { Component } from "./component.ts";
import type { NeuromlLoss } from "./losses.ts";
import { type OwnTypes, ownTypes } from "./own/own-types.ts";

/** A population that is written. */
export interface WrittenPopulation {
  readonly id: string;
  /** The id of its component, where its neurons are instances with positions. */
  readonly path: string | undefined;
  /** Undefined for sources of spikes. */
  readonly component: Component | undefined;
}

/** A network while it is written. */
export interface Writing {
  readonly network: NetworkRecord;
  readonly stack: Stack;
  readonly seed: number;
  /** How many a simulation takes; undefined where nothing says how long it runs. */
  readonly steps: number | undefined;
  readonly populations: Map<string, WrittenPopulation>;
  /** Elements of the root, by name. */
  readonly components: Map<string, XmlOutput[]>;
  readonly ids: Namer;
  /** What NeuroML has no component for, as types of LEMS. */
  readonly own: OwnTypes;
  /** In kelvin, where a cell depends on it. */
  temperature: number | undefined;
  lose(code: NeuromlLoss, place: string, message: string): void;
}

/** Start to write a network. */
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
    ids: namer("_"),
    temperature: undefined,
    own: ownTypes(),
  };
}

/** Make an id of NeuroML that no other element has. */
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
