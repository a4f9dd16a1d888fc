import { setImmediate } from "node:timers/promises";
import { type Answers, type CallsOf, done } from "../answer.ts";
import { LINK_VALUE } from "../errors.ts";
import type { Brian2Call, CodeArrays } from "../generated/brian2.ts";
import type { ServedSession } from "../served-session.ts";
import type { Sent } from "../wire/message-form.ts";
import type { CodeRun, WriteLayout } from "./code-run.ts";
import type { RunDefinition } from "./definition.ts";

/** Implementation of each call of the Brian2 dialect. */
export const brian2Answers: Answers<CallsOf<Brian2Call>> = {
  async begin({ definition, data }, served) {
    // Clients of other dialects do not load it.
    const { codeRun } = await import("./code-run.ts");
    await served.beginCode(
      codeRun(definitionOf(definition), served.arrays.octets(data, "begin.data")),
    );
    return done;
  },
  async advance({ finishStep, milliseconds, arrays, data }, served, { signal }) {
    const run = served.code("advance");
    if (arrays !== "") {
      run.write(JSON.parse(arrays) as WriteLayout, served.arrays.octets(data, "advance.data"));
    }
    const until = performance.now() + milliseconds;
    for (;;) {
      const stop = run.advance(Math.min(sliceMs, milliseconds), finishStep);
      if (stop.kind === "object") {
        const value = {
          object: stop.object,
          arrays: readAll(run, served),
          more: true,
          time: run.time(),
        };
        return { case: "stopped", value };
      }
      const isOver = signal.aborted || performance.now() > until;
      if (stop.kind === "end" || isOver) {
        return { case: "stopped", value: { more: stop.kind !== "end", time: run.time() } };
      }
      await setImmediate();
    }
  },
  read: (_, served) => ({ case: "codeArrays", value: readAll(served.code("read"), served) }),
};

function readAll(run: CodeRun, { arrays }: ServedSession): Sent<CodeArrays> {
  const { layout, data } = run.read();
  return { layout: JSON.stringify(layout), data: arrays.writeOctets(data) };
}

/** Interval at which a run looks for requests. */
const sliceMs = 20;

/** Read the definition of a run, which the client of the same release writes. */
function definitionOf(text: string): RunDefinition {
  const read = JSON.parse(text) as Partial<RunDefinition>;
  if (read.version === 1) return read as RunDefinition;
  const [place, got] = ["begin.definition", `version ${read.version}`];
  throw LINK_VALUE({ place, expected: "a definition of version 1", got });
}
