import type { NeuronRecord } from "@spikeloom/kernel";
import type { PynnCell } from "../../map/cells.ts";

/** PyNN's class names of the components of a `PointNeuron`. */
export interface PointParts {
  readonly membrane: string;
  /** By receptor name. */
  readonly responses: Readonly<Record<string, string>>;
}

/** A PyNN standard cell with the equations of one of our models. */
export interface FoundCell {
  /** Name of PyNN's class. */
  readonly name: string;
  readonly cell: PynnCell;
  /** Our model, with defaults for values that cannot be set in PyNN. */
  readonly model: NeuronRecord;
  /** If it is a `PointNeuron`. */
  readonly parts?: PointParts;
}
