import type { DrawKind, EventProgram, Let } from "@spikeloom/program";
import type { Builder } from "../../form/build.ts";
import { type ExpressionNames, expressionValue } from "../../form/expression.ts";
import type { Value } from "../../form/graph.ts";
import type { External } from "../../form/routine.ts";
import { drawsOf } from "./draws.ts";
import type { HeldSynapse } from "./synapses.ts";
import type { Names, RuleWriter } from "./writer.ts";

/** Inputs for applying an event. */
export interface EventNames extends ExpressionNames {
  /** Draw a number; `place` is the index among the values that the event computes and draws. */
  draw(kind: DrawKind, place: number, argument: Value | undefined): Value;
}

/**
 * Create the values that an event sets, all from the old values.
 *
 * Draws are made immediately; everything else is computed where it is used.
 */
export function eventValues(
  b: Builder,
  { lets, sets }: EventProgram,
  { type, names, draw }: EventNames,
): ReadonlyMap<string, Value> {
  const all = new Map(names);
  const given = { type, names: all };
  const computed = (one: Let, place: number): Value => {
    if ("value" in one) return expressionValue(b, one.value, given);
    const [argument] = one.args;
    return draw(one.draw, place, argument && expressionValue(b, argument, given));
  };
  lets.forEach((one, place) => void all.set(one.name, computed(one, place)));
  return new Map(sets.map(([name, value]) => [name, expressionValue(b, value, given)]));
}

/**
 * Draws for an event of a synapse.
 *
 * Rule, kind, number of the draw, neuron of the row, index in the row, step, argument.
 */
const askDrawn: External = {
  name: "drawn",
  parameters: ["i32", "i32", "i32", "i32", "i32", "i32", "f64"],
  result: "f64",
};

const drawKinds: Readonly<Record<DrawKind, number>> = { rand: 0, randn: 1, poisson: 2 };

/**
 * Create the values that an event sets in a synapse, all from the old values; draws are made immediately.
 *
 * They are keyed by the neuron to which the synapse's drawn row belongs, the synapse's index in it, and the step.
 */
export function synapseEvent(
  { b, rule }: RuleWriter,
  { index, target, source }: HeldSynapse,
  { event, names, step }: { readonly event: EventProgram; names: Names; step: Value },
): Names {
  const { precision: type, numbers, part, drawnBy } = rule;
  const draws = drawsOf(rule.program);
  const rowNeuron = (): Value =>
    drawnBy === "source"
      ? source()
      : b.apply("add", b.apply("mul", target, b.i32(part.every)), b.i32(part.start));
  return eventValues(b, event, {
    type,
    names,
    draw(kind, place, argument) {
      const drawn = draws.findIndex(({ name }) => name === event.lets[place]?.name);
      const which = [rule.number, drawKinds[kind], drawn].map((one) => b.i32(one));
      const value = argument === undefined ? b.f64(0) : wide(b, argument);
      const own = rowNeuron();
      const number = numbers === undefined ? b.i32(0) : b.load(numbers, index);
      const result = b.ask(askDrawn, ...which, own, number, step, value);
      return type === "f32" ? b.apply("toF32", result) : result;
    },
  });
}

function wide(b: Builder, value: Value): Value {
  return value.type === "f32" ? b.apply("toF64", value) : value;
}
