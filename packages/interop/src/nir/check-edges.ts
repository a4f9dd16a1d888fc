import { NIR_GRAPH } from "./errors.ts";
import type { NirGraph } from "./graph.ts";

/** Refuse edges to missing nodes, and duplicate edges. */
export function checkEdges({ nodes, edges }: NirGraph, place: string): void {
  const seen = new Set<string>();
  for (const [k, edge] of edges.entries()) {
    const at = `${place}/edges[${k}]`;
    for (const end of edge) {
      if (nodes.has(end)) continue;
      const message = `An edge leads to "${end}", which is not a node of the graph.`;
      throw NIR_GRAPH({ place: at, message, expected: namesOf(nodes), got: `"${end}"` });
    }
    const key = JSON.stringify(edge);
    if (seen.has(key)) {
      const message = `The edge from "${edge[0]}" to "${edge[1]}" occurs twice.`;
      throw NIR_GRAPH({ place: at, message, expected: "each edge once", got: "a second one" });
    }
    seen.add(key);
  }
}

function namesOf(nodes: NirGraph["nodes"]): string {
  const names = [...nodes.keys()];
  const more = names.length > 12 ? `, and ${names.length - 12} more` : "";
  return `one of ${names.slice(0, 12).join(", ")}${more}`;
}
