import { type Simulated, valuesFromUnit } from "@spikeloom/simulate";
import { SESSION_VALUE } from "../../errors.ts";
import { named } from "../definition.ts";
import type { Column } from "../session.ts";
import type { SessionPopulation } from "../session-population.ts";
import { type ColumnRequest, expandColumn, mergeColumn } from "../values/columns.ts";
import { internalUnit } from "../values/internal-values.ts";

/**
 * Create a function that sets variables of some or all neurons when it is called; refuses variables that cannot be set.
 */
export function stateSetter(
  sim: Simulated,
  { name: population, cell, parameters, size }: SessionPopulation,
  { values, ...request }: ColumnRequest & { readonly values: Readonly<Record<string, Column>> },
): () => Promise<void> {
  const { state = {} } = cell.model(parameters, size);
  const sets = Object.entries(values).map(([name, column]) => {
    const place = `${request.place}.${name}`;
    const { to, unit } = named(cell.variables, name, { what: "variable", place });
    if (!Object.hasOwn(state, to)) {
      const message = "This variable follows from others and cannot be set.";
      throw SESSION_VALUE({ place, message, expected: Object.keys(state).join(", "), got: name });
    }
    const scaled =
      typeof column === "number"
        ? (valuesFromUnit(Float64Array.of(column), unit)[0] as number)
        : valuesFromUnit(column, unit);
    return { place, to, scaled, unit: internalUnit(unit) };
  });
  return async () => {
    for (const { place, to, scaled, unit } of sets) {
      const now = await sim.state(population, to);
      const before = valuesFromUnit(now.values, now.unit);
      const merged = expandColumn(mergeColumn(before, scaled, { ...request, place }), size);
      await sim.setState(population, to, { values: merged, unit });
    }
  };
}
