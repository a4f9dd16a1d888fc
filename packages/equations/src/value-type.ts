import type { Dimension } from "@spikeloom/units";
import type { FunctionSignature } from "./builtin-functions.ts";
import type { SourceContext } from "./errors-at.ts";

/** Dimension of a declared name, or undefined. */
export type DimensionScope = (name: string) => Dimension | undefined;

/** Additional options of the dimension check, besides the scope. */
export type DimensionContext = SourceContext & {
  /** Names that hold truth values. */
  readonly booleans?: Pick<ReadonlySet<string>, "has"> | undefined;
  /** Functions beyond the built-in ones. */
  readonly functions?: Readonly<Record<string, FunctionSignature>> | undefined;
  /** All names in scope, so that errors can suggest one. */
  readonly names?: Iterable<string> | undefined;
  /** Values of names that never change: they may stand in exponents. */
  readonly value?: ((name: string) => number | undefined) | undefined;
};

/** Scope and context of one check. */
export interface Checker {
  readonly scope: DimensionScope;
  readonly context: DimensionContext;
}

/** Type of a subexpression; `any` marks a literal 0 or infinity, which is compatible with any dimension. */
export interface ValueType {
  readonly dimension: Dimension;
  readonly boolean: boolean;
  readonly any: boolean;
}

/** Find a name that differs by one edit, or only in case, from a misspelt one. */
export function nearestName(wrong: string, names: Iterable<string>): string | undefined {
  for (const candidate of names) {
    if (candidate.toLowerCase() === wrong.toLowerCase()) return candidate;
    if (wrong.length > 2 && oneEdit(candidate, wrong)) return candidate;
  }
  return undefined;
}

function oneEdit(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let head = 0;
  while (head < a.length && a[head] === b[head]) head += 1;
  const restA = a.slice(head);
  const restB = b.slice(head);
  const swapped = `${restA[1] ?? ""}${restA[0] ?? ""}${restA.slice(2)}`;
  return (
    restA.slice(1) === restB.slice(1) ||
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    swapped === restB
  );
}
