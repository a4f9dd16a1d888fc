import type { Figure } from "../../packages/plots/src/figure.ts";

/** A picture of a model, and its description for readers who cannot see it. */
export interface Picture {
  readonly figure: Figure;
  /** Without the name of the model and without a full stop: "response to ...". */
  readonly about: string;
}
