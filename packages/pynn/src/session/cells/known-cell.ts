import type { NeuronRecord, PopulationRecord } from "@spikeloom/kernel";
import { type Bounds, boundsOf } from "../../map/bounds.ts";
import type { PynnParameter } from "../../map/cells.ts";
import type { Entry } from "../values/columns.ts";

/** A parameter as those who use a session know it. */
export interface CellParameter {
  readonly default: number | readonly number[];
  readonly unit: string;
  /** In that unit; for each value of a list. */
  readonly bounds?: Bounds | undefined;
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

/** Give parameters the bounds that a model states. */
export function withBounds(
  parameters: Readonly<Record<string, PynnParameter>>,
  model: NeuronRecord,
): ReadonlyMap<string, CellParameter> {
  return new Map(
    Object.entries(parameters).map(([name, row]) => [
      name,
      { ...row, bounds: boundsOf(row, model) },
    ]),
  );
}

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
