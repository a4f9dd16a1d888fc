import { calledFunctions, type Expression, evaluate, freeNames } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import { numberOf, oneIfAlike } from "@spikeloom/simulate/scripts";
import { dimensionless } from "@spikeloom/units";
import type { XmlOutput } from "../../xml/write-xml.ts";
import { binary, name, renamed } from "../tree.ts";
import { type Choose, lemsText, spelled, Unsaid } from "./lems-text.ts";
import { addState, addValue, always, dimensionIn, readsOne, type TypeDraft } from "./type-draft.ts";

/** Simultaneous new values by variable, in the type's names. */
export type Assigned = ReadonlyMap<string, Expression>;

/** Consecutive conditions with their effects. */
export type Blocks = XmlOutput[];

/**
 * Write simultaneous assignments as sequential ones.
 *
 * A variable whose old value is still needed is copied first.
 */
export function assignments(draft: TypeDraft, assigned: Assigned, choose: Choose): XmlOutput[] {
  const left = new Map(assigned);
  const written: XmlOutput[] = [];
  const assign = (variable: string, value: Expression): void => {
    const attributes = { variable, value: lemsText(value, choose) };
    written.push({ name: "StateAssignment", attributes });
  };
  while (left.size > 0) {
    const isFree = (to: string): boolean =>
      [...left].every(([other, value]) => other === to || !readsOne(value, new Set([to])));
    const [first = ""] = left.keys();
    const to = [...left.keys()].find(isFree);
    if (to !== undefined) {
      assign(to, left.get(to) ?? name(to));
      left.delete(to);
      continue;
    }
    const dimension = draft.dimensions.get(first) ?? dimensionless;
    const before = addState(draft, `${first}_before`, { dimension });
    assign(before, name(first));
    for (const [other, value] of left) {
      const kept = renamed(value, (each) => name(each === first ? before : each));
      if (other !== first) left.set(other, kept);
    }
  }
  return written;
}

/**
 * Evaluate a conditional that depends only on parameters; undefined for others.
 *
 * It is evaluated here because jLEMS does not read derived variables in assignments of events and regimes.
 */
function fixedChoice(draft: TypeDraft, choice: Parameters<Choose>[0]): string | undefined {
  const names = [...freeNames(choice)];
  const values = names.map((each) => draft.fixed.get(each)?.value);
  const isDrawn = calledFunctions(choice).has("random");
  if (isDrawn || values.includes(undefined)) return undefined;
  const at = (k: number): number => {
    const scope = (each: string): number | undefined => {
      const value = values[names.indexOf(each)];
      return value === undefined ? undefined : numberOf(value, k);
    };
    return evaluate(choice, { scope, functions: hostFunctions });
  };
  const each = values.find((value) => typeof value === "object");
  const value = typeof each === "object" ? oneIfAlike(each.map((_, k) => at(k))) : at(0);
  const dimension = dimensionIn(draft, choice.then);
  const about = "value selected by its parameters";
  return addValue(draft, "choice", { value: { value, dimension }, about });
}

/** Refuse a conditional on state that cannot be evaluated beforehand. */
export function choiceAtEvent(draft: TypeDraft): Choose {
  return (choice) => {
    const fixed = fixedChoice(draft, choice);
    if (fixed === undefined) throw new Unsaid("a conditional in the effect of an event");
    return fixed;
  };
}

/** Store a conditional in an additional state variable, set by preceding conditions. */
function chooseBefore(draft: TypeDraft, blocks: Blocks): Choose {
  const choose: Choose = (choice) => {
    const { condition, then, otherwise } = choice;
    const fixed = fixedChoice(draft, choice);
    if (fixed !== undefined) return fixed;
    const chosen = addState(draft, "choice", { dimension: dimensionIn(draft, then) });
    const isSo = addState(draft, "choice_holds", { dimension: dimensionless });
    const set = (test: string, [to, value]: readonly [string, string]): void => {
      const action = { name: "StateAssignment", attributes: { variable: to, value } };
      blocks.push({ name: "OnCondition", attributes: { test }, children: [action] });
    };
    const [holds, one, other] = [condition, then, otherwise].map((e) => lemsText(e, choose));
    set(always, [isSo, "0"]);
    set(holds ?? "", [isSo, "1"]);
    set(`${isSo} .gt. 0.5`, [chosen, one ?? ""]);
    set(`${isSo} .lt. 0.5`, [chosen, other ?? ""]);
    return chosen;
  };
  return choose;
}

/** Write the effects of a condition, after the values that it needs. */
export function block(
  draft: TypeDraft,
  {
    test,
    assigned,
    more = [],
  }: {
    readonly test: Expression | undefined;
    readonly assigned: Assigned;
    readonly more?: readonly XmlOutput[];
  },
): Blocks {
  const blocks: Blocks = [];
  const choose = chooseBefore(draft, blocks);
  const condition = test === undefined ? always : lemsText(asTest(test), choose);
  const children = [...assignments(draft, assigned, choose), ...more];
  blocks.push({ name: "OnCondition", attributes: { test: condition }, children });
  return blocks;
}

/** A condition that is a comparison; conditionals are not. */
function asTest(e: Expression): Expression {
  const plain = spelled(e);
  const kinds = ["and", "or", "not", "equal", "not_equal", "less", "less_equal"];
  if ([...kinds, "greater", "greater_equal"].includes(plain.kind)) return plain;
  return binary("not_equal", plain, { kind: "number", value: 0 });
}
