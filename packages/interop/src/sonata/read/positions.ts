import type { PopulationRecord } from "@spikeloom/kernel";
import type { LossList } from "../losses.ts";
import type { NodePopulation } from "./nodes.ts";

/** Neurons with positions. */
interface Placed {
  readonly nodes: NodePopulation;
  /** Rows of the neurons among the nodes. */
  readonly rows: Uint32Array;
}

const axes = ["x", "y", "z"] as const;

/** Positions of neurons in micrometres; none if a node has no position, which is reported. */
export function positionsOf(
  { nodes, rows }: Placed,
  losses: LossList,
): Pick<PopulationRecord, "positions"> {
  const columns = axes.map((axis) => nodes.attribute(axis));
  const last = columns.findLastIndex((column) => column !== undefined);
  if (last < 0 || rows.length === 0) return {};
  const missing = axes.filter((_, k) => k < last && columns[k] === undefined);
  const lose = (axis: string, message: string): void =>
    losses.add("attribute", `nodes.${nodes.name}.${axis}`, message);
  for (const axis of missing) lose(axis, `Nodes have no ${axis}; 0 is used.`);
  const points: number[][] = [];
  for (const row of rows) {
    const point = columns.slice(0, last + 1).map((column) => Number(column?.(row) ?? Number.NaN));
    const axis = point.findIndex((one, k) => columns[k] !== undefined && !Number.isFinite(one));
    if (axis >= 0) {
      const name = axes[axis] as string;
      lose(name, `Node ${nodes.ids[row]} has no ${name}, so positions are not used.`);
      return {};
    }
    points.push(point.map((one, k) => (columns[k] === undefined ? 0 : one)));
  }
  return { positions: { layout: "list", points } };
}
