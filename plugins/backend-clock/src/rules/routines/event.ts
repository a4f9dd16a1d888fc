import { type Builder, type External, expressionValue, type Value } from "@spikeloom/code";
import type { EventProgram, Let } from "@spikeloom/program";
import { type Names, type RuleWriter, valuesOf } from "./writer.ts";

/**
 * Draws for an event of a synapse.
 *
 * Rule, kind, event, neuron of the row, place in the row, step, argument.
 */
const drawn: External = {
  name: "drawn",
  parameters: ["i32", "i32", "i32", "i32", "i32", "i32", "f64"],
  result: "f64",
};

/** What tells the draws of an event from all others. */
export interface DrawKey {
  /** Tells the events of a program from each other. */
  readonly event: number;
  readonly step: Value;
  /** The neuron that the synapse's row belongs to, and the synapse's place there. */
  own(): Value;
  number(): Value;
}

const drawKinds = { rand: 0, randn: 1, poisson: 2 } as const;

/** Make what an event sets, all from the values before; what is drawn is drawn now. */
export function eventValues(
  w: RuleWriter,
  { lets, sets }: EventProgram,
  names: Names,
  key: DrawKey,
): Names {
  const all = new Map(names);
  const given = { type: w.rule.precision, names: all };
  lets.forEach((one, k) => {
    const value =
      "value" in one
        ? expressionValue(w.b, one.value, given)
        : draw(w, one, { names: all, place: k, key });
    all.set(one.name, value);
  });
  return valuesOf(w, sets, all);
}

type Draw = Extract<Let, { readonly draw: unknown }>;

function draw(
  { b, rule }: RuleWriter,
  { draw: kind, args: [argument] }: Draw,
  { names, place, key }: { readonly names: Names; readonly place: number; readonly key: DrawKey },
): Value {
  const { event, step, own, number } = key;
  const given = { type: rule.precision, names };
  const value = argument === undefined ? b.f64(0) : wide(b, expressionValue(b, argument, given));
  const which = [rule.number, drawKinds[kind], event * 64 + place].map((one) => b.i32(one));
  const result = b.ask(drawn, ...which, own(), number(), step, value);
  return rule.precision === "f32" ? b.apply("toF32", result) : result;
}

function wide(b: Builder, value: Value): Value {
  return value.type === "f32" ? b.apply("toF64", value) : value;
}
