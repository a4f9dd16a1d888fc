import type { Assignments } from "@spikeloom/kernel";
import type { Dimension } from "@spikeloom/units";
import type { Expression } from "../expression.ts";
import { MODEL_TARGET } from "./errors.ts";
import type { ParsedAssignments } from "./parsed.ts";
import { didYouMean, readExpression, type Wanted } from "./read-expression.ts";
import { type NameRole, placeIn, type Reading } from "./reading.ts";

/** Place of assignments, and the names their right-hand sides may read. */
export interface AssignmentContext {
  readonly path: string;
  readonly extra?: ReadonlyMap<string, Dimension>;
  readonly without?: Wanted["without"];
  /** Whether it sets a value shared by all neurons, which events of a single neuron must not do. */
  readonly shared?: boolean;
}

const writable: ReadonlySet<NameRole> = new Set(["state", "trace", "weight"]);

/** Read assignments: every target is a variable, every right-hand side has its dimension. */
export function readAssignments(
  reading: Reading,
  texts: Assignments | undefined,
  context: AssignmentContext,
): ParsedAssignments {
  const parsed = new Map<string, Expression>();
  for (const [target, text] of Object.entries(texts ?? {})) {
    const path = `${context.path}.${target}`;
    if (!checkTarget(reading, target, { path, shared: context.shared ?? false })) continue;
    const known = reading.names.get(target);
    if (known?.dimension === undefined) continue;
    const { extra, without } = context;
    const value = readExpression(reading, text, {
      needs: known.boolean ? "condition" : known.dimension,
      path,
      what: `The value for "${target}"`,
      wholeNumber: reading.wholeNumbers.has(target),
      ...(extra && { extra }),
      ...(without && { without }),
    });
    if (value !== undefined) parsed.set(target, value);
  }
  return parsed;
}

/** Test whether a name is an assignable variable; record an error if not. */
export function checkTarget(
  reading: Reading,
  target: string,
  { path, shared }: { readonly path: string; readonly shared: boolean },
): boolean {
  const known = reading.names.get(target);
  const place = placeIn(reading, path);
  if (known === undefined || !writable.has(known.role)) {
    reading.errors.push(() => {
      const names = [...reading.names].filter(([, one]) => writable.has(one.role));
      const message = `"${target}" is ${known === undefined ? "not a variable of this model" : `${article(known.role)} ${known.role}, not a variable`}.`;
      const next = didYouMean(
        target,
        names.map(([name]) => name),
      );
      return MODEL_TARGET({ place, message, next });
    });
    return false;
  }
  if (!known.shared || shared) return true;
  const message = `"${target}" is shared by all neurons; an event of a single neuron cannot set it.`;
  reading.errors.push(MODEL_TARGET({ place, message, next: 'Remove "shared".' }));
  return false;
}

function article(word: string): string {
  return /^[aeiou]/.test(word) ? "an" : "a";
}
