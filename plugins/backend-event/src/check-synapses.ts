import type { ProjectionProgram } from "@spikeloom/program";
import { NOT_EXACT } from "./errors.ts";

/** Refuse synapses that do something else than act at spikes and move in closed form in between. */
export function checkSynapses({ dynamic, place }: ProjectionProgram): void {
  if (dynamic === undefined) return;
  const { program, events } = dynamic;
  const [read] = program.reads;
  const [filter] = program.filters;
  const drawn = [program.pre, program.post].some((event) =>
    event?.lets.some((one) => "draw" in one),
  );
  const refused: readonly (readonly [boolean, string])[] = [
    [program.step !== undefined, "variables that are integrated at each step"],
    [filter !== undefined, `the trace "${filter?.name}", which follows variables of neurons`],
    [read !== undefined, `the variable "${read?.variable}" of a neuron`],
    [program.coupling.length > 0, "a current that flows all the time"],
    [events.size > 0, `the event "${[...events.keys()][0]}" besides spikes`],
    [drawn, "random numbers"],
    [!program.lazy.possible, program.lazy.reason],
  ];
  const found = refused.find(([isRefused]) => isRefused);
  if (found === undefined) return;
  const expected = "effects of spikes on variables that move in closed form in between";
  throw NOT_EXACT({ place, expected, got: found[1] });
}
