import type { ConventionRecord, NetworkRecord, Stack } from "@spikeloom/kernel";
import type { LossList } from "../losses.ts";
import type { Template } from "../templates/template.ts";

/** Inputs for writing a network. */
export interface WriteTask {
  readonly network: NetworkRecord;
  readonly stack: Stack;
  readonly seed: number;
  /** ms. */
  readonly dt: number;
  readonly convention: ConventionRecord;
  /** Duration of the run in ms; undefined if the network does not state it. */
  readonly duration: number | undefined;
  readonly losses: LossList;
  /** Maximum number of node types per population. */
  readonly mostTypes: number;
  /** A unique file name. */
  stem(name: string): string;
  /** Add a file to the circuit. */
  keep(name: string, content: Uint8Array | string | object): void;
}

/** One of our populations as nodes. */
export interface WrittenNodes {
  readonly name: string;
  readonly size: number;
  /** Undefined for virtual nodes. */
  readonly template: Template | undefined;
  /** File of the given spikes. */
  readonly spikes?: string | undefined;
}

/** Sources for projections, inputs and reports. */
export type NodesByName = ReadonlyMap<string, WrittenNodes>;

/** Values of neurons or connections: one for all, or one each. */
export type Numbers = number | Float64Array;

/** Reduce equal numbers to a single one. */
export function oneIfAlike(values: Numbers): Numbers {
  if (typeof values === "number") return values;
  const [first] = values;
  return first !== undefined && values.every((value) => value === first) ? first : values;
}

/** Return the value of one neuron or connection. */
export function numberOf(values: Numbers, index: number): number {
  return typeof values === "number" ? values : (values[index] ?? Number.NaN);
}

/** Row of a table of types; a column undefined in the first row is omitted. */
export type TypeColumns = Readonly<Record<string, string | number | undefined>>;

/** Write a table of types with columns separated by spaces. */
export function typeTable(rows: readonly TypeColumns[]): string {
  const names = Object.entries(rows[0] ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : [name],
  );
  const line = (values: readonly unknown[]): string => `${values.join(" ")}\n`;
  return line(names) + rows.map((row) => line(names.map((name) => row[name]))).join("");
}
