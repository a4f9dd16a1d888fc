import type { NeuronRecord, PopulationRecord } from "@spikeloom/kernel";
import { type Bounds, boundsOf } from "../../map/bounds.ts";
import type { PynnParameter } from "../../map/cells.ts";
import type { Entry } from "../values/columns.ts";

/** A parameter as users of a session see it. */
export interface CellParameter {
  readonly default: number | readonly number[];
  readonly unit: string;
  /** In that unit; for each value of a list. */
  readonly bounds?: Bounds | undefined;
}

/** A variable as users of a session see it. */
export interface CellVariable {
  /** Our name. */
  readonly to: string;
  readonly unit: string;
  /** Its unit; by default that of the model. */
  readonly initial?: number | undefined;
}

/** Parameters of a population, by the names of its cell type. */
export type Parameters = ReadonlyMap<string, Entry>;

/** Add the bounds of a model to parameters. */
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

/** A resolved cell type: its names, and its neurons as part of a network. */
export interface KnownCell {
  readonly name: string;
  readonly parameters: ReadonlyMap<string, CellParameter>;
  /** Our names of receptors by theirs. */
  readonly receptors: ReadonlyMap<string, string>;
  readonly variables: ReadonlyMap<string, CellVariable>;
  /** The parameter of spike times, if the neurons send given spikes. */
  readonly times?: string | undefined;
  /** The model of neurons with these parameters: the length of lists may determine its number of terms. */
  model(parameters: Parameters, size: number): NeuronRecord;
  /** The fields of a population with these parameters, without spike times. */
  record(parameters: Parameters, size: number): Pick<PopulationRecord, "model" | "parameters">;
}
