import type { FixedPoint, Rounded, Rounding } from "../derive/fixed-point.ts";
import type { StepFormats } from "../derive/quantise-step.ts";
import { byName, type Codec, either, type Fields, number, oneOf, record } from "./codec.ts";

const format: Fields<FixedPoint> = { bits: number, fraction: number };

const rounding: Fields<Rounding> = {
  rounding: oneOf("nearest", "down", "toward-zero"),
  overflow: oneOf("saturate", "wrap"),
};

/** The fixed-point format of weights. */
export const rounded: Codec<Rounded> = record<Rounded>({ ...format, ...rounding });

const fixedPoint: Codec<FixedPoint> = record<FixedPoint>(format);

type NamedFormats = Exclude<StepFormats["state"], FixedPoint>;

/** Formats of single variables, as pairs of name and format. */
const namedFormats: Codec<NamedFormats> = (() => {
  const written = byName(fixedPoint);
  return {
    write: (value, form) => written.write(new Map(Object.entries(value)), form),
    read: (data, place, form) => Object.fromEntries(written.read(data, place, form)),
    schema: written.schema,
  };
})();

/** The fixed-point formats of a population's steps. */
export const stepFormats: Codec<StepFormats> = record<StepFormats>({
  state: either(fixedPoint, namedFormats, {
    value: (value): value is FixedPoint => "bits" in value,
    data: (data) => !Array.isArray(data),
  }),
  values: fixedPoint,
  ...rounding,
});
