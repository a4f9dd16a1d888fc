import type { NetworkRecord, Stack } from "@spikeloom/kernel";
import type { XmlOutput } from "../../xml/write-xml.ts";
import { type Namer, namer } from "../model-name.ts";
import type { Component } from "./component.ts";
import type { NeuromlLoss } from "./losses.ts";
import { type OwnTypes, ownTypes } from "./own/own-types.ts";

/** A written population. */
export interface WrittenPopulation {
  readonly id: string;
  /** Component id, if its neurons are instances with positions. */
  readonly path: string | undefined;
  /** Undefined for spike sources. */
  readonly component: Component | undefined;
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
