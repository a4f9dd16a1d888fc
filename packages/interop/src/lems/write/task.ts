import type { ConventionRecord, NetworkRecord, Stack } from "@spikeloom/kernel";
import type { XmlOutput } from "../../xml/write-xml.ts";
import type { LemsWriteLoss } from "./losses.ts";
import type { UnitsOut } from "./units-out.ts";

/** Inputs for writing a network, and the parts written so far. */
export interface LemsTask {
  readonly network: NetworkRecord;
  readonly stack: Stack;
  readonly seed: number;
  /** In ms. */
  readonly dt: number;
  readonly steps: number;
  readonly convention: ConventionRecord;
  readonly units: UnitsOut;
  /** Component types, in order. */
  readonly types: XmlOutput[];
  /** Components outside the network. */
  readonly components: XmlOutput[];
  /** Written populations, by name. */
  readonly populations: Map<string, PopulationOut>;
  readonly takenIds: Set<string>;
  /** Report a loss. */
  lose(code: LemsWriteLoss, place: string, message: string): void;
}

/** A written population. */
export interface PopulationOut {
  readonly size: number;
  /** Path of a neuron. */
  path(neuron: number): string;
  /** Names of variables in the type by those of the model. */
  readonly names: ReadonlyMap<string, string>;
}

/** Create a unique id. */
export function freeId({ takenIds }: LemsTask, wanted: string): string {
  const plain = wanted.replace(/\W/g, "_");
  const base = /^[A-Za-z_]/.test(plain) ? plain : `_${plain}`;
  let id = base;
  for (let k = 2; takenIds.has(id); k++) id = `${base}_${k}`;
  takenIds.add(id);
  return id;
}
