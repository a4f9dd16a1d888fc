import type { ConnectorPlan, ConnectorRequest } from "@spikeloom/kernel";

/** View of the other end from a row. */
export interface RowSide {
  readonly by: ConnectorPlan["by"];
  /** Neurons that a row may list. */
  readonly size: number;
  /** Which of them is the row's own neuron; -1 where none is. */
  self(index: number): number;
}

/** List the sources of each target, or the targets of each source if requested. */
export function rowSide(request: ConnectorRequest): RowSide {
  const { by = "target", sources, targets, sourceOf, targetOf } = request;
  return by === "target"
    ? { by, size: sources, self: sourceOf }
    : { by, size: targets, self: targetOf };
}
