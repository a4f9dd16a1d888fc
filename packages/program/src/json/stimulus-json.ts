import type {
  Course,
  DriveProgram,
  DriveRate,
  StimulusProgram,
} from "../inputs/stimulus-program.ts";
import {
  byKind,
  type Codec,
  count,
  defined,
  flag,
  list,
  number,
  numberOrNumbers,
  numbers,
  oneOf,
  record,
  text,
} from "./codec.ts";
import { chosen } from "./connection-json.ts";
import { expression } from "./expression-json.ts";

const rate: Codec<DriveRate> = byKind<DriveRate>({
  one: { rate: number },
  each: { rates: numbers },
  changing: {
    value: expression,
    perNeuron: flag,
  },
});

const course: Codec<Course> = byKind<Course>({
  steps: { times: list(number), values: numbers },
  samples: {
    from: number,
    every: number,
    values: numbers,
  },
  sine: {
    amplitude: number,
    offset: number,
    turn: number,
    phase: number,
  },
  formula: {
    value: expression,
    perNeuron: flag,
  },
  noise: {
    mean: number,
    sd: number,
    every: number,
    shared: flag,
    key: text,
  },
});

const target = {
  index: count,
  population: text,
  targets: chosen,
  start: number,
  stop: number,
  port: text,
} as const;

/** A stimulus of a population. */
export const stimulus: Codec<StimulusProgram> = defined(
  "stimulus",
  byKind<StimulusProgram>({
    drive: {
      ...target,
      law: oneOf("poisson", "binomial"),
      sources: number,
      rate,
      weight: numberOrNumbers,
      keys: record<DriveProgram["keys"]>({ counts: text, gaps: text }),
    },
    current: { ...target, course },
  }),
);
