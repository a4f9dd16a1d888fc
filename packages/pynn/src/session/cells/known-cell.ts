import type { NeuronRecord, PopulationRecord, Stack } from "@spikeloom/kernel";
import { SESSION_NAME } from "../../errors.ts";
import type { CellType } from "../session.ts";
import type { Entry } from "../values/columns.ts";
import { nativeCell } from "./native-cell.ts";
import { pointCell } from "./point-cell.ts";
import { standardCell } from "./standard-cell.ts";

/** A parameter as those who use a session know it. */
export interface CellParameter {
  readonly default: number | readonly number[];
  readonly unit: string;
}

/** A variable as those who use a session know it. */
export interface CellVariable {
  /** Our name. */
  readonly to: string;
  readonly unit: string;
  /** In this unit; the model says it where it is not given. */
  readonly initial?: number | undefined;
}

/** Parameters of a population, by the names that its cell type has. */
export type Parameters = ReadonlyMap<string, Entry>;

/** A cell type that a session has found: its names, and what a network says of its neurons. */
export interface KnownCell {
  readonly name: string;
  readonly parameters: ReadonlyMap<string, CellParameter>;
  /** Our name of a receptor by theirs. */
  readonly receptors: ReadonlyMap<string, string>;
  readonly variables: ReadonlyMap<string, CellVariable>;
  /** The parameter that holds times of spikes, where the neurons send given ones. */
  readonly times?: string | undefined;
  /** The model of neurons with these parameters: lists may decide how many terms it has. */
  model(parameters: Parameters, size: number): NeuronRecord;
  /** What a network says of neurons with these parameters, without times of spikes. */
  record(parameters: Parameters, size: number): Pick<PopulationRecord, "model" | "parameters">;
}

/** Find a cell type, or fail with the names that there are. */
export function knownCell(cell: CellType, stack: Stack, place: string): KnownCell {
  if (cell.kind === "standard") return standardCell(cell.name, stack, place);
  if (cell.kind === "point-neuron") return pointCell(cell, place);
  if (cell.kind === "native") return nativeCell(cell.model, stack, place);
  const { kind } = cell as { readonly kind: unknown };
  const known = ["standard", "point-neuron", "native"];
  throw SESSION_NAME({ place: `${place}.kind`, what: "kind of cell", name: String(kind), known });
}
