import { parseExpression } from "@spikeloom/equations";
import type { EventProgram } from "@spikeloom/program";
import { expect, it } from "vitest";
import { routine } from "../../../src/form/build.ts";
import { eventValues } from "../../../src/routines/rules/event.ts";
import { interpret } from "../../../src/targets/javascript/interpret.ts";

const of = parseExpression;

it("sets all that an event sets from the values before, and draws once", () => {
  const event: EventProgram = {
    lets: [
      { name: "twice", value: of("2 * x") },
      { name: "n", draw: "poisson", args: [of("twice + y")], key: "event/1/P" },
      { name: "u", draw: "rand", args: [], key: "event/2/P" },
    ],
    sets: [
      ["x", of("y + n + n")],
      ["y", of("x - u")],
    ],
  };
  const draw = { name: "draw", parameters: ["i32", "f64"], result: "f64" } as const;
  const asked: unknown[] = [];
  const externalOf = () => (place: unknown, argument: unknown) => {
    asked.push([place, argument]);
    return 10;
  };
  const parameters = { x: "f64", y: "f64" } as const;
  const made = routine("event", { about: "An event.", parameters }, (b, given) => {
    const values = eventValues(b, event, {
      type: "f64",
      names: new Map(Object.entries(given)),
      draw: (_, place, argument) => b.ask(draw, b.i32(place), argument ?? b.f64(-1)),
    });
    return [...values.values()];
  });
  const where = { memory: { buffer: new ArrayBuffer(8) }, addressOf: () => 0, externalOf };
  expect(interpret(made, where)([], [3, 5])).toEqual([5 + 10 + 10, 3 - 10]);
  expect(asked).toEqual([
    [1, 11],
    [2, -1],
  ]);
});
