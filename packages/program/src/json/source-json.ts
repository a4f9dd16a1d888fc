import type { DrawnSource, SourceProgram } from "../sources/source-program.ts";
import { byKind, byName, type Codec, defined, type Fields, list, numbers, text } from "./codec.ts";
import { expression } from "./expression-json.ts";

const drawn: Fields<Pick<DrawnSource, "values" | "start" | "stop" | "key">> = {
  values: byName(numbers),
  start: expression,
  stop: expression,
  key: text,
};

/** Codec of a population's source. */
export const sourceProgram: Codec<SourceProgram> = defined(
  "source",
  byKind<SourceProgram>({
    times: { times: list(numbers) },
    renewal: {
      ...drawn,
      interval: expression,
      changes: list(expression),
    },
    poisson: { ...drawn, rate: expression, bound: expression },
  }),
);
