import type { PositionRecord, Selection, SpaceRecord } from "@spikeloom/kernel";
import {
  type Chosen,
  type ConnectionProgram,
  chooseNeurons,
  type PositionProgram,
  type ValueLimit,
  type ValueProgram,
  type ValueSource,
} from "@spikeloom/network";
import {
  byKind,
  byTag,
  type Codec,
  count,
  defined,
  either,
  type Fields,
  fieldsOf,
  flag,
  type Json,
  list,
  number,
  numbers,
  oneOf,
  optional,
  record,
  refuse,
  text,
} from "./codec.ts";
import { expression } from "./expression-json.ts";

/** A selection of neurons. */
const selection: Codec<Selection> = record<Selection>({
  from: optional(count),
  until: optional(count),
  every: optional(count),
  indices: optional(list(count)),
});

/** Selected neurons of a population. */
export const chosen: Codec<Chosen> = defined(
  "neurons",
  (() => {
    const written = record<Pick<Chosen, "of" | "selection">>({
      of: count,
      selection: optional(selection),
    });
    return {
      write: ({ of, selection: given }, form) => written.write({ of, selection: given }, form),
      read(data, place, form) {
        const { of, selection: given } = written.read(data, place, form);
        return chooseNeurons(given, of, place);
      },
      schema: written.schema,
    };
  })(),
);

// Lengths of a program are numbers, in um.
const lengths = list(number) as Codec<readonly (string | number)[]>;

const layout: Codec<PositionRecord> = byTag<PositionRecord, "layout">("layout", {
  grid: { shape: list(count), spacing: optional(lengths), origin: optional(lengths) },
  random: { low: lengths, high: lengths },
  list: { points: list(lengths) },
});

/** Positions of a population's neurons. */
export const positions: Codec<PositionProgram> = record<PositionProgram>({
  layout,
  key: text,
  place: text,
});

const none: Codec<null> = {
  write: () => null,
  read: (data, place) => (data === null ? null : refuse(place, "null", data)),
  schema: { type: "null" },
};

/** The space of a network. */
export const space: Codec<SpaceRecord> = record<SpaceRecord>({
  dimensions: {
    write: (value) => value,
    read: (data, place) =>
      ([1, 2, 3] as const).find((one) => one === data) ?? refuse(place, "1, 2 or 3", data),
    schema: { enum: [1, 2, 3] },
  },
  periodic: optional(
    list(
      either(none, number as Codec<string | number>, {
        value: (value) => value === null,
        data: (data) => data === null,
      }),
    ),
  ),
});

type Draw = Extract<ValueSource, { readonly kind: "draw" }>["draw"];

const law: Codec<Draw["law"]> = byTag<Draw["law"], "distribution">("distribution", {
  uniform: { low: number, high: number },
  "uniform-integer": { low: number, high: number },
  normal: { mean: number, sd: number },
  lognormal: { mu: number, sigma: number, unit: number },
  exponential: { mean: number },
  gamma: { shape: number, scale: number },
  poisson: { mean: number },
  binomial: { n: number, p: number },
});

const draw: Codec<Draw> = record<Draw>({
  law,
  min: optional(number),
  max: optional(number),
  outside: optional(oneOf("redraw", "clip")),
  round: optional(number),
});

const source: Codec<ValueSource> = byKind<ValueSource>({
  number: { value: number },
  list: { values: numbers },
  draw: { draw, key: text },
  formula: {
    value: expression,
    key: text,
    others: list(text),
  },
});

const limit: Codec<ValueLimit> = byKind<ValueLimit>({
  sign: {
    place: text,
    receptor: text,
    sign: oneOf("positive", "negative"),
    unit: text,
  },
  whole: {
    place: text,
    receptor: text,
    variable: text,
  },
  weight: {
    place: text,
    unit: text,
    bounds: record<Extract<ValueLimit, { readonly kind: "weight" }>["bounds"]>({
      min: number,
      max: number,
      parameters: list(text),
    }),
  },
  parameter: {
    place: text,
    min: optional(number),
    max: optional(number),
    exclusive: flag,
    whole: flag,
    unit: text,
    expected: text,
  },
});

/** Values of a projection's synapses. */
export const valueProgram: Codec<ValueProgram> = defined(
  "value",
  record<ValueProgram>({
    place: text,
    unit: text,
    source,
    limits: list(limit),
  }),
);

/** Write an array of an option as the option accepts it: `pairs` as a list of pairs. */
function listed(name: string, values: Uint32Array): Json {
  const all = [...values];
  if (name !== "pairs") return all;
  return Array.from({ length: all.length / 2 }, (_, k) => all.slice(2 * k, 2 * k + 2));
}

/** Name of a connector and its options: JSON values, or arrays of whole numbers. */
const connector: Codec<ConnectionProgram["connector"]> = {
  write(value, form) {
    if (form === "clone") return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, option]) => [
        name,
        ArrayBuffer.isView(option) ? listed(name, option as Uint32Array) : (option as Json),
      ]),
    );
  },
  read(data, place) {
    const { kind } = fieldsOf(data, place);
    if (typeof kind !== "string") refuse(`${place}.kind`, "the name of a connector", kind);
    return data as ConnectionProgram["connector"];
  },
  schema: { type: "object", properties: { kind: { type: "string" } }, required: ["kind"] },
};

/** Codecs of a connection's fields. */
export const connectionFields: Fields<ConnectionProgram> = {
  name: text,
  place: text,
  from: text,
  to: text,
  fromNeurons: optional(selection),
  toNeurons: optional(selection),
  connector,
  key: text,
  by: optional(oneOf("source")),
  procedural: flag,
  receptor: optional(text),
  weight: valueProgram,
  delay: valueProgram,
};
