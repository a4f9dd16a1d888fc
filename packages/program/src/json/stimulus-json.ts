import type {
  Course,
  CurrentProgram,
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

type RateOf<K extends DriveRate["kind"]> = Omit<Extract<DriveRate, { readonly kind: K }>, "kind">;

const rate: Codec<DriveRate> = byKind<DriveRate>({
  one: record<RateOf<"one">>({ rate: number }),
  each: record<RateOf<"each">>({ rates: numbers }),
  changing: record<RateOf<"changing">>({
    value: expression,
    perNeuron: flag,
  }),
});

type CourseOf<K extends Course["kind"]> = Omit<Extract<Course, { readonly kind: K }>, "kind">;

const course: Codec<Course> = byKind<Course>({
  steps: record<CourseOf<"steps">>({ times: list(number), values: numbers }),
  samples: record<CourseOf<"samples">>({
    from: number,
    every: number,
    values: numbers,
  }),
  sine: record<CourseOf<"sine">>({
    amplitude: number,
    offset: number,
    turn: number,
    phase: number,
  }),
  formula: record<CourseOf<"formula">>({
    value: expression,
    perNeuron: flag,
  }),
  noise: record<CourseOf<"noise">>({
    mean: number,
    sd: number,
    every: number,
    shared: flag,
    key: text,
  }),
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
    drive: record<Omit<DriveProgram, "kind">>({
      ...target,
      law: oneOf("poisson", "binomial"),
      sources: number,
      rate,
      weight: numberOrNumbers,
      keys: record<DriveProgram["keys"]>({ counts: text, gaps: text }),
    }),
    current: record<Omit<CurrentProgram, "kind">>({ ...target, course }),
  }),
);
