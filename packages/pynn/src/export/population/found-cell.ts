import type { NeuronRecord } from "@spikeloom/kernel";
import type { PynnCell } from "../../map/cells.ts";

/** PyNN's class names of what a `PointNeuron` is made of. */
export interface PointParts {
  readonly membrane: string;
  /** By the name of the receptor. */
  readonly responses: Readonly<Record<string, string>>;
}

/** A standard cell of PyNN that has the equations of one of our models. */
export interface FoundCell {
  /** Name of PyNN's class. */
  readonly name: string;
  readonly cell: PynnCell;
  /** Our model, with the defaults that stand for what PyNN does not let a user set. */
  readonly model: NeuronRecord;
  /** Where it is a `PointNeuron`. */
  readonly parts?: PointParts;
}
