import type { Assignments, SpikeLoomError } from "@spikeloom/kernel";
import { fractionalStep } from "../errors.ts";
import type { Expression } from "../expression.ts";
import { freeNames } from "../names.ts";
import { checkTarget } from "./assignments.ts";
import { MODEL_SCOPE } from "./errors.ts";
import type { ParsedAssignments } from "./parsed.ts";
import { perTime, readExpression } from "./read-expression.ts";
import { placeIn, type Reading } from "./reading.ts";

/** Read derivatives: each belongs to a variable and has its dimension per time. */
export function readDynamics(
  reading: Reading,
  texts: Assignments | undefined,
  path = "dynamics",
): ParsedAssignments {
  const parsed = new Map<string, Expression>();
  for (const [name, text] of Object.entries(texts ?? {})) {
    const value = readDerivative(reading, [name, text], `${path}.${name}`);
    if (value !== undefined) parsed.set(name, value);
  }
  return parsed;
}

/** Read one derivative. */
export function readDerivative(
  reading: Reading,
  [name, text]: readonly [name: string, text: string],
  path: string,
): Expression | undefined {
  if (!checkTarget(reading, name, { path, shared: true })) return undefined;
  const known = reading.names.get(name);
  if (known?.dimension === undefined) return undefined;
  if (reading.wholeNumbers.has(name)) {
    reading.errors.push(() => movesContinuously(reading, [name, text], path));
    return undefined;
  }
  const value = readExpression(reading, text, {
    needs: perTime(known.dimension),
    path,
    what: `d${name}/dt of "${reading.name}"`,
    noise: true,
    draws: "never",
  });
  if (value !== undefined && known.shared) checkShared(reading, value, { name, path });
  return value;
}

function movesContinuously(
  reading: Reading,
  [name, text]: readonly [name: string, text: string],
  path: string,
): SpikeLoomError {
  return fractionalStep({
    text,
    at: 0,
    place: placeIn(reading, path),
    message: `"${name}" is an integer variable, which cannot have a derivative.`,
    expected: "a variable of real numbers",
    got: `the integer "${name}"`,
    next: 'Assign it in "step" or at events, with explicit rounding, or set its "type" to "float".',
  });
}

function checkShared(
  reading: Reading,
  value: Expression,
  { name, path }: { readonly name: string; readonly path: string },
): void {
  for (const read of freeNames(value)) {
    const known = reading.names.get(read);
    if (known === undefined || known.shared) continue;
    const message = `The shared variable "${name}" reads "${read}", which differs between neurons.`;
    reading.errors.push(
      MODEL_SCOPE({ place: placeIn(reading, path), message, next: 'Remove "shared".' }),
    );
  }
}
