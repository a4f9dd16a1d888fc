import { type Expression, freeNames, substitute } from "@spikeloom/equations";
import { name } from "../tree.ts";
import { changedStatements, namesIn, valuesIn } from "./statements.ts";
import type { Kernel, Slot } from "./step-program.ts";

/**
 * Fuse the second kernel of a step with the first one of the next step.
 *
 * Variables pass from one to the other without going through memory. Undefined if the second reads values of its own step (the
 * time, inputs, draws), as both would run with those of the next step.
 */
export function fuse(
  [before, after]: readonly Kernel[],
  slots: ReadonlyMap<string, Slot>,
): Kernel | undefined {
  if (before === undefined || after === undefined) return undefined;
  const reads = [...valuesOf(after)].flatMap((value) => [...freeNames(value)]);
  const ofOneStep = new Set(["input", "draw"]);
  if (reads.some((text) => text === "t" || ofOneStep.has(slots.get(text)?.role ?? ""))) {
    return undefined;
  }
  const first = renamed(after, new Map());
  const second = renamed(before, new Map(first.stores));
  const stores = new Map([...first.stores, ...second.stores]);
  return {
    name: "fused",
    statements: [...first.statements, ...second.statements],
    stores: [...stores],
    spikes: second.spikes,
  };
}

/** A kernel with its names prefixed, in which some slots are read as values of the previous kernel. */
function renamed(kernel: Kernel, slots: ReadonlyMap<string, Expression>): Kernel {
  const known = new Map(slots);
  const rename = (text: string): string => `${kernel.name} ${text}`;
  for (const text of namesIn(kernel.statements)) known.set(text, name(rename(text)));
  const change = (value: Expression): Expression => substitute(value, known);
  return {
    ...kernel,
    statements: changedStatements(kernel.statements, rename, change),
    stores: kernel.stores.map(([slot, value]) => [slot, change(value)]),
    spikes: kernel.spikes && change(kernel.spikes),
  };
}

function* valuesOf({ statements, stores }: Kernel): Iterable<Expression> {
  yield* valuesIn(statements);
  for (const [, value] of stores) yield value;
}
