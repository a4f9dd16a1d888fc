import type { ConventionRecord, NetworkRecord, Stack } from "@spikeloom/kernel";
import type { XmlOutput } from "../../xml/write-xml.ts";
import type { LemsWriteLoss } from "./losses.ts";
import type { UnitsOut } from "./units-out.ts";

/** What a network is written with, and what has been written of it. */
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
  /** Components outside of the network. */
  readonly components: XmlOutput[];
  /** Populations that are written, by name. */
  readonly populations: Map<string, PopulationOut>;
  readonly takenIds: Set<string>;
  /** Say that something is lost. */
  lose(code: LemsWriteLoss, place: string, message: string): void;
}

/** A population that is written. */
export interface PopulationOut {
  readonly size: number;
  /** The path to a neuron. */
  path(neuron: number): string;
  /** Names of variables there by those of the model. */
  readonly names: ReadonlyMap<string, string>;
}

/** Make an id that nothing else in the file has. */
export function freeId({ takenIds }: LemsTask, wanted: string): string {
  const plain = wanted.replace(/\W/g, "_");
  const base = /^[A-Za-z_]/.test(plain) ? plain : `_${plain}`;
  let id = base;
  for (let k = 2; takenIds.has(id); k++) id = `${base}_${k}`;
  takenIds.add(id);
  return id;
}
