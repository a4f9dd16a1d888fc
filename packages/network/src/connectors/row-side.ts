import type { ConnectorPlan, ConnectorRequest } from "@spikeloom/kernel";

/** The other end as seen from a row. */
export interface RowSide {
  readonly by: ConnectorPlan["by"];
  /** Neurons that a row may list. */
  readonly size: number;
  /** Index of the row's own neuron among them; -1 if it is absent. */
  self(index: number): number;
}

/** List the sources of each target, or the targets of each source if requested. */
export function rowSide(request: ConnectorRequest): RowSide {
  const { by = "target", sources, targets, sourceOf, targetOf } = request;
  return by === "target"
    ? { by, size: sources, self: sourceOf }
    : { by, size: targets, self: targetOf };
}
