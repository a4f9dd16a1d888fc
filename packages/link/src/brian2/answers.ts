import { setImmediate } from "node:timers/promises";
import { type Answers, type CallsOf, done } from "../answer.ts";
import { LINK_VALUE } from "../errors.ts";
import type { Brian2Call } from "../generated/brian2.ts";
import { codeRun } from "./code-run.ts";
import type { RunDefinition } from "./definition.ts";

/** Implementation of each call of the Brian2 dialect. */
export const brian2Answers: Answers<CallsOf<Brian2Call>> = {
  async begin({ definition, data }, served) {
    await served.beginCode(
      codeRun(definitionOf(definition), served.arrays.octets(data, "begin.data")),
    );
    return done;
  },
  async advance({ finishStep }, served, { signal }) {
    const run = served.code("advance");
    for (;;) {
      const stop = run.advance(sliceMs, finishStep);
      if (stop.kind === "object") {
        return { case: "stopped", value: { object: stop.object, interrupted: false } };
      }
      if (stop.kind === "end" || signal.aborted) {
        return { case: "stopped", value: { interrupted: stop.kind !== "end" } };
      }
      await setImmediate();
    }
  },
  read(_, served) {
    const { layout, data } = served.code("read").read();
    const value = { layout: JSON.stringify(layout), data: served.arrays.writeOctets(data) };
    return { case: "codeArrays", value };
  },
  write({ arrays, data }, served) {
    const numbers = JSON.parse(arrays) as readonly number[];
    served.code("write").write(numbers, served.arrays.octets(data, "write.data"));
    return done;
  },
};

/** Interval at which a run looks for requests. */
const sliceMs = 20;

/** Read the definition of a run, which the client of the same release writes. */
function definitionOf(text: string): RunDefinition {
  const read = JSON.parse(text) as Partial<RunDefinition>;
  if (read.version === 1) return read as RunDefinition;
  const [place, got] = ["begin.definition", `version ${read.version}`];
  throw LINK_VALUE({ place, expected: "a definition of version 1", got });
}
