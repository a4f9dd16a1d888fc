import { type Expression, freeNames, substitute } from "@spikeloom/equations";
import { SCHEME } from "../errors.ts";
import { type SchemeInput, schemeStep } from "./scheme.ts";

type System = ReadonlyMap<string, Expression>;

/** Advances a linear system exactly over some milliseconds; undefined where it is none. */
export type Exact = (dynamics: System, dt: number) => System | undefined;

/**
 * Expand a scheme with leading variables: these first, then all others with their new values.
 *
 * Of the others, those that read no variable but of their own kind are solved exactly, if they are linear.
 */
export function staggeredStep(input: SchemeInput, index: number, exact: Exact): System {
  const { integrator, dynamics, dt, start } = input;
  const { leading } = integrator;
  if (leading === undefined) {
    throw SCHEME({ integrator: integrator.name, message: "No variables lead." });
  }
  const isLeading = (variable: string): boolean => leading.variables.includes(variable);
  const system = (wanted: (variable: string) => boolean): System =>
    new Map([...dynamics].filter(([variable]) => wanted(variable)));
  const own = independent(dynamics, isLeading);
  const block = system((variable) => own.has(variable));
  const solved = block.size === 0 ? undefined : exact(block, dt);
  const halfway = leading.others === "middle" && solved ? exact(block, dt / 2) : undefined;
  const meanwhile = new Map([...start, ...(halfway ?? [])]);
  const { stages, update } = leading;
  const first = advance(
    { ...input, integrator: { ...integrator, stages: stages ?? {}, update } },
    index,
    { part: system(isLeading), others: meanwhile },
  );
  const then = new Map([...start, ...(solved ?? []), ...first]);
  const rest = system((variable) => !isLeading(variable) && !(solved?.has(variable) ?? false));
  return new Map([
    ...first,
    ...(solved ?? []),
    ...advance(input, index, { part: rest, others: then }),
  ]);
}

/** Advance some variables with the others at given values. */
function advance(
  input: SchemeInput,
  index: number,
  { part, others }: { readonly part: System; readonly others: System },
): System {
  if (part.size === 0) return part;
  const frozen = new Map([...others].filter(([variable]) => !part.has(variable)));
  const dynamics = new Map(
    [...part].map(([variable, side]) => [variable, substitute(side, frozen)]),
  );
  return schemeStep({ ...input, dynamics, start: others }, index);
}

/** The variables that read no leading one, and none that does. */
function independent(
  dynamics: System,
  isLeading: (variable: string) => boolean,
): ReadonlySet<string> {
  const own = new Set([...dynamics.keys()].filter((variable) => !isLeading(variable)));
  for (let size = -1; size !== own.size; ) {
    size = own.size;
    for (const variable of own) {
      const reads = [...freeNames(dynamics.get(variable) ?? { kind: "number", value: 0 })];
      if (reads.some((text) => dynamics.has(text) && !own.has(text))) own.delete(variable);
    }
  }
  return own;
}
