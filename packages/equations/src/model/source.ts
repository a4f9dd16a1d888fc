import type { SourceRecord } from "@spikeloom/kernel";
import type { FunctionSignature } from "../builtin-functions.ts";
import { timeDimension } from "../builtin-names.ts";
import type { Expression } from "../expression.ts";
import { builtinMeaning } from "../identifiers.ts";
import { MODEL_NAME } from "./errors.ts";
import type { ParsedSource } from "./parsed.ts";
import { rateDimension, readExpression, readOptional, type Wanted } from "./read-expression.ts";
import { placeIn, type Reading } from "./reading.ts";

/** Distributions available for intervals; elsewhere parameters may have these names. */
const intervalFunctions: Readonly<Record<string, FunctionSignature>> = {
  exponential: {
    arguments: ["any"],
    result: "argument",
    stochastic: true,
    about: "draw from the exponential distribution of this mean",
  },
  gamma: {
    arguments: ["dimensionless"],
    result: "dimensionless",
    stochastic: true,
    about: "draw from the gamma distribution of this shape and scale 1",
  },
  gamma_above: {
    arguments: ["dimensionless", "dimensionless"],
    result: "dimensionless",
    stochastic: true,
    about: "the same, conditioned on being above the second argument",
  },
};

/** Read a source of spikes. */
export function readSource(reading: Reading, record: SourceRecord): ParsedSource | undefined {
  if (record.process === "times") return readTimes(reading, record.times);
  const start = readOptional(reading, record.start, constantTime(reading, "start", "start"));
  const stop = readOptional(reading, record.stop, constantTime(reading, "stop", "stop"));
  if (record.process === "renewal") {
    const interval = readInterval(reading, record.interval);
    const changes = (record.changes ?? []).flatMap(
      (text, k) =>
        readExpression(reading, text, constantTime(reading, `changes[${k}]`, "change")) ?? [],
    );
    return interval && { process: "renewal", interval, changes, start, stop };
  }
  const rate = readExpression(reading, record.rate, {
    needs: rateDimension,
    path: "source.rate",
    what: `The rate of "${reading.name}"`,
    draws: "never",
    quantity: true,
  });
  const bound = readExpression(reading, record.bound, {
    needs: rateDimension,
    path: "source.bound",
    what: `The bound of the rate of "${reading.name}"`,
    constant: true,
    quantity: true,
  });
  return rate && bound && { process: "poisson", rate, bound, start, stop };
}

function constantTime(reading: Reading, path: string, what: string): Wanted {
  return {
    needs: timeDimension,
    path: `source.${path}`,
    what: `The ${what} of "${reading.name}"`,
    constant: true,
    quantity: true,
  };
}

function readInterval(reading: Reading, text: string): Expression | undefined {
  return readExpression(reading, text, {
    needs: timeDimension,
    path: "source.interval",
    what: `The interval of "${reading.name}"`,
    functions: intervalFunctions,
    // Parameters may have this name, as they may have names of the functions.
    ...(!reading.names.has("age") && { extra: new Map([["age", timeDimension]]) }),
  });
}

function readTimes(reading: Reading, times: string): ParsedSource | undefined {
  if (!reading.names.has(times) && builtinMeaning(times) === undefined)
    return { process: "times", times };
  reading.errors.push(
    MODEL_NAME({
      place: placeIn(reading, "source.times"),
      message: `"${times}" already has another meaning.`,
      next: 'Use another name, such as "times".',
    }),
  );
  return undefined;
}
