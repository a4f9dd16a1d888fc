import { freeNames } from "@spikeloom/equations";
import type { SynapseProgram } from "@spikeloom/program";
import { routine } from "../../form/build.ts";
import { expressionValue } from "../../form/expression.ts";
import type { ValueType } from "../../form/types.ts";
import { type InterpretedMemory, interpret } from "../../targets/javascript/interpret.ts";
import { moved, movingStates } from "./motion.ts";
import type { Motion } from "./rule-arrays.ts";

// No variable has a name of two words.
const stepsGone = "steps gone";

/** Create a function that computes the variables of one synapse after some steps. */
export function synapseMover(
  { motion, movedWeight }: { readonly motion: Motion } & Pick<SynapseProgram, "movedWeight">,
  memory: InterpretedMemory,
): (values: ReadonlyMap<string, number>, steps: number) => Map<string, number> {
  const { own, linear } = motion;
  const precision = linear.type;
  const states = movingStates(motion);
  const changed = movedWeight === undefined ? states : [...states, "weight"];
  const all = [...own.map(({ next }) => next), ...(movedWeight === undefined ? [] : [movedWeight])];
  const read = all.flatMap((one) => [...freeNames(one)]).filter((name) => name !== "elapsed");
  const names = [...new Set([...states, ...read])];
  const parameters: Record<string, ValueType> = { [stepsGone]: "i32" };
  for (const name of names) parameters[name] = precision;
  const about = "Advances the variables of a synapse by some steps.";
  const move = routine("move_synapse", { about, parameters }, (b, given) => {
    const { [stepsGone]: steps = b.i32(0), ...values } = given;
    const now = moved(b, motion, new Map(Object.entries(values)), steps);
    const weight = movedWeight && expressionValue(b, movedWeight, { type: precision, names: now });
    return [...states.flatMap((state) => now.get(state) ?? []), ...(weight ? [weight] : [])];
  });
  const run = interpret(move, memory);
  return (values, steps) => {
    const results = run([], [steps, ...names.map((name) => values.get(name) ?? 0)]);
    const now = new Map(values);
    // A weight that evolves is clamped last.
    changed.forEach((name, k) => void now.set(name, Number(results[k])));
    return now;
  };
}
