import type { DrawKind, EventProgram } from "@spikeloom/program";
import type { Builder } from "../../form/build.ts";
import type { Value } from "../../form/graph.ts";
import type { External } from "../../form/routine.ts";
import { drawsOf } from "./draws.ts";
import { eventValues } from "./event-values.ts";
import type { Names, RuleWriter } from "./writer.ts";

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

/** Identifies the draws of a synapse among all others of the same purpose. */
export interface DrawKey {
  readonly step: Value;
  /** The neuron to which the synapse's row belongs, and the synapse's index in it. */
  own(): Value;
  number(): Value;
}

const drawKinds: Readonly<Record<DrawKind, number>> = { rand: 0, randn: 1, poisson: 2 };

/** Create the values that an event sets, all from the old values; draws are made immediately. */
export function synapseEvent(
  { b, rule }: RuleWriter,
  event: EventProgram,
  names: Names,
  key: DrawKey,
): Names {
  const type = rule.precision;
  const draws = drawsOf(rule.program);
  return eventValues(b, event, {
    type,
    names,
    draw(kind, place, argument) {
      const drawn = draws.findIndex(({ name }) => name === event.lets[place]?.name);
      const which = [rule.number, drawKinds[kind], drawn].map((one) => b.i32(one));
      const value = argument === undefined ? b.f64(0) : wide(b, argument);
      const result = b.ask(askDrawn, ...which, key.own(), key.number(), key.step, value);
      return type === "f32" ? b.apply("toF32", result) : result;
    },
  });
}

function wide(b: Builder, value: Value): Value {
  return value.type === "f32" ? b.apply("toF64", value) : value;
}
