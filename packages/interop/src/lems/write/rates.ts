import { type Expression, parseExpression } from "@spikeloom/equations";
import type { NeuronRecord } from "@spikeloom/kernel";
import { number } from "../tree.ts";

/** Derivatives of a model's equations, or of its own step if that is forward Euler; undefined otherwise. */
export function ratesOf({ dynamics, step = [] }: NeuronRecord): ReadonlyMap<string, Expression> {
  if (dynamics !== undefined) {
    return new Map(Object.entries(dynamics).map(([own, text]) => [own, parseExpression(text)]));
  }
  const [group = {}] = step;
  const rates = new Map<string, Expression>();
  for (const [own, text] of Object.entries(group)) {
    const e = parseExpression(text);
    const isStep = e.kind === "add" && e.left.kind === "name" && e.left.name === own;
    const rate = isStep ? overStep(e.right) : undefined;
    if (rate !== undefined) rates.set(own, rate);
  }
  const isAll = step.length === 1 && rates.size === Object.keys(group).length;
  return isAll ? rates : new Map();
}

/** Increment per step as a derivative; undefined if the step is not a factor of it. */
function overStep(e: Expression): Expression | undefined {
  if (e.kind === "name") return e.name === "dt" ? number(1) : undefined;
  if (e.kind !== "multiply" && e.kind !== "divide") return undefined;
  const left = overStep(e.left);
  if (left !== undefined) return isOne(left) && e.kind === "multiply" ? e.right : { ...e, left };
  if (e.kind === "divide") return undefined;
  const right = overStep(e.right);
  if (right === undefined) return undefined;
  return isOne(right) ? e.left : { ...e, right };
}

function isOne(e: Expression): boolean {
  return e.kind === "number" && e.value === 1;
}
