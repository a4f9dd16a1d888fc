import type { ConventionRecord, NetworkRecord, Stack } from "@spikeloom/kernel";
import type { LossList } from "../losses.ts";
import type { Template } from "../templates/template.ts";

/** What a network is written with. */
export interface WriteTask {
  readonly network: NetworkRecord;
  readonly stack: Stack;
  readonly seed: number;
  /** ms. */
  readonly dt: number;
  readonly convention: ConventionRecord;
  /** Of the run in ms; undefined where the network does not say it. */
  readonly duration: number | undefined;
  readonly losses: LossList;
  /** How many types the nodes of a population may have. */
  readonly mostTypes: number;
  /** A name for files that no other has. */
  stem(name: string): string;
  /** Keep a file of the circuit. */
  keep(name: string, content: Uint8Array | string | object): void;
}

/** A population of ours as nodes. */
export interface WrittenNodes {
  readonly name: string;
  readonly size: number;
  /** Undefined for virtual nodes. */
  readonly template: Template | undefined;
  /** The file of the spikes that are given. */
  readonly spikes?: string | undefined;
}

/** What projections, inputs and reports are for. */
export type NodesByName = ReadonlyMap<string, WrittenNodes>;

/** Numbers of neurons or connections: one for all, or one each. */
export type Numbers = number | Float64Array;

/** Turn numbers that are all the same into one. */
export function oneIfAlike(values: Numbers): Numbers {
  if (typeof values === "number") return values;
  const [first] = values;
  return first !== undefined && values.every((value) => value === first) ? first : values;
}

/** Give the number of one neuron or connection. */
export function numberOf(values: Numbers, index: number): number {
  return typeof values === "number" ? values : (values[index] ?? Number.NaN);
}

/** A row of a table of types; a column that is undefined in the first row is left out. */
export type TypeColumns = Readonly<Record<string, string | number | undefined>>;

/** Write a table of types: columns apart by blanks. */
export function typeTable(rows: readonly TypeColumns[]): string {
  const names = Object.entries(rows[0] ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : [name],
  );
  const line = (values: readonly unknown[]): string => `${values.join(" ")}\n`;
  return line(names) + rows.map((row) => line(names.map((name) => row[name]))).join("");
}
