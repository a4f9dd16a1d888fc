import { type Builder, type External, eventValues, type Value } from "@spikeloom/code";
import type { DrawKind, EventProgram } from "@spikeloom/program";
import type { Names, RuleWriter } from "./writer.ts";

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

const drawKinds: Readonly<Record<DrawKind, number>> = { rand: 0, randn: 1, poisson: 2 };

/** Make what an event sets, all from the values before; what is drawn is drawn now. */
export function synapseEvent(
  { b, rule }: RuleWriter,
  event: EventProgram,
  names: Names,
  key: DrawKey,
): Names {
  const type = rule.precision;
  return eventValues(b, event, {
    type,
    names,
    draw(kind, place, argument) {
      const which = [rule.number, drawKinds[kind], key.event * 64 + place].map((one) => b.i32(one));
      const value = argument === undefined ? b.f64(0) : wide(b, argument);
      const result = b.ask(drawn, ...which, key.own(), key.number(), key.step, value);
      return type === "f32" ? b.apply("toF32", result) : result;
    },
  });
}

function wide(b: Builder, value: Value): Value {
  return value.type === "f32" ? b.apply("toF64", value) : value;
}
