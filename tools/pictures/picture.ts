import type { Figure } from "../../packages/plots/src/figure.ts";

/** A picture of a model, and what a reader who does not see it is told. */
export interface Picture {
  readonly figure: Figure;
  /** Without the name of the model and without an end: "response to ...". */
  readonly about: string;
}
