import type { Assignments, ReadRecord } from "@spikeloom/kernel";
import type { Dimension } from "@spikeloom/units";
import { type AssignmentContext, readAssignments } from "./assignments.ts";
import { readDerivative } from "./dynamics.ts";
import { declare } from "./names.ts";
import type { ParsedAssignments, ParsedRead, ParsedSynapseDynamics } from "./parsed.ts";
import type { Reading } from "./reading.ts";
import { readUnit } from "./units.ts";

type Dynamics = Readonly<
  Record<string, { readonly derivative: string; readonly when: "event" | "step" }>
>;

/** Declare the weight, which every synapse has. */
export function declareWeight(reading: Reading, dimension: Dimension | undefined): void {
  reading.names.set("weight", { role: "weight", dimension, boolean: false, shared: false });
}

/** Declare the variables of the source and target neurons that the equations read. */
export function readReads(
  reading: Reading,
  records: Readonly<Record<string, ReadRecord>>,
): ReadonlyMap<string, ParsedRead> {
  const parsed = new Map<string, ParsedRead>();
  for (const [name, { of, variable, unit }] of Object.entries(records)) {
    const dimension = readUnit(reading, unit, `reads.${name}.unit`);
    declare(reading, ["reads", name], { role: "read", dimension, boolean: false, shared: false });
    if (dimension !== undefined) parsed.set(name, { name, of, variable, dimension });
  }
  return parsed;
}

/** Read the dynamics of a synapse's state between events. */
export function readSynapseDynamics(
  reading: Reading,
  records: Dynamics,
): ReadonlyMap<string, ParsedSynapseDynamics> {
  const parsed = new Map<string, ParsedSynapseDynamics>();
  for (const [name, { derivative: text, when }] of Object.entries(records)) {
    const path = `dynamics.${name}.derivative`;
    const derivative = readDerivative(reading, [name, text], path);
    if (derivative !== undefined) parsed.set(name, { derivative, when });
  }
  return parsed;
}

/** Read the effect of each event. */
export function readEventActions(
  reading: Reading,
  records: Readonly<Record<string, Assignments>>,
  context: Omit<AssignmentContext, "path"> = {},
): ReadonlyMap<string, ParsedAssignments> {
  const entries = Object.entries(records).map(([event, texts]) => {
    const assignments = readAssignments(reading, texts, { ...context, path: `on.${event}` });
    return [event, assignments] as const;
  });
  return new Map(entries);
}
