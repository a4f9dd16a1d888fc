import { addProjection, setAttributes } from "../add-projection.ts";
import { readConnections, writeConnections } from "../connections.ts";
import { numbered, type SessionProjection } from "../definition.ts";
import type { PynnSession } from "../session.ts";
import { keepIndices } from "../values/indices.ts";
import type { CallContext } from "./call-context.ts";

/** The calls for projections and their connections. */
export function projectionCalls({
  definition,
  simulation,
}: CallContext): Pick<PynnSession, "addProjection" | "setConnections" | "connections"> {
  const { projections, options } = definition;
  const projectionOf = (number: number, place: string): SessionProjection => {
    simulation.check(place);
    return numbered(projections, number, { what: "projection", place });
  };
  return {
    addProjection(request) {
      simulation.check("addProjection");
      simulation.change();
      return projections.push(addProjection(definition, request)) - 1;
    },
    setConnections(number, attributes, connections) {
      const place = "setConnections";
      const projection = projectionOf(number, place);
      const size = projection.pairs.length / 2;
      const chosen = connections && keepIndices(connections, size, place);
      setAttributes(projection, attributes, { options, size, chosen, place });
      const changed = { names: Object.keys(attributes), chosen };
      return writeConnections(projection, changed, { simulation, options });
    },
    connections: (number, attribute) =>
      readConnections(projectionOf(number, "connections"), attribute, { simulation, options }),
  };
}
