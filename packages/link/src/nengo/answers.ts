import { setImmediate } from "node:timers/promises";
import { type Answers, type CallsOf, done } from "../answer.ts";
import { LINK_VALUE } from "../errors.ts";
import type { NengoCall } from "../generated/nengo.ts";
import { joined } from "../joined.ts";
import type { ModelDefinition, SentLayout } from "./definition.ts";

/** Implementation of each call of the Nengo dialect. */
export const nengoAnswers: Answers<CallsOf<NengoCall>> = {
  async begin({ definition, data }, { arrays, models }) {
    // Clients of other dialects do not load it.
    const { modelRun } = await import("./model-run.ts");
    const run = modelRun(definitionOf(definition), arrays.octets(data, "begin.data"));
    return { case: "operatorsBegun", value: { run: models.begin(run) } };
  },
  async advance(
    { run: number, steps, restart, layout, data, received },
    { arrays, models },
    { signal },
  ) {
    const run = models.get(number, "advance.run");
    if (received) run.clearRows();
    run.write(JSON.parse(layout) as SentLayout, arrays.octets(data, "advance.data"));
    let left = steps;
    for (let first = restart; ; first = false) {
      const stop = run.advance({ steps: left, milliseconds: sliceMs, restart: first });
      left -= stop.steps;
      const { operator } = stop;
      if (operator === undefined && left > 0 && !signal.aborted) {
        await setImmediate();
        continue;
      }
      const { counts, data: samples } = run.rows();
      const reads = operator === undefined ? [] : run.readsOf(operator);
      const value = {
        steps: run.steps,
        rows: JSON.stringify(counts),
        data: arrays.writeOctets(joined([...samples, ...reads])),
        ...(operator !== undefined && { operator }),
      };
      return { case: "operatorsStopped", value };
    }
  },
  read({ run }, { arrays, models }) {
    const data = arrays.writeOctets(joined(models.get(run, "read.run").bases));
    return { case: "operatorsStopped", value: { steps: 0, rows: "[]", data } };
  },
  end({ run }, { models }) {
    models.end(run);
    return done;
  },
};

/** Interval at which a run looks for requests. */
const sliceMs = 20;

/** Read the definition of a model, which the client of the same release writes. */
function definitionOf(text: string): ModelDefinition {
  const read = JSON.parse(text) as Partial<ModelDefinition>;
  if (read.version === 1) return read as ModelDefinition;
  const [place, got] = ["begin.definition", `version ${read.version}`];
  throw LINK_VALUE({ place, expected: "a definition of version 1", got });
}
