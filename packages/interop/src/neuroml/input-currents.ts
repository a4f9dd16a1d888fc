import type { StimulusRecord } from "@spikeloom/kernel";
import { placeOf, type XmlElement } from "../xml/xml-element.ts";
import { quantityNumber } from "./quantities.ts";
import { attributeOf } from "./rows.ts";

/** A current over time: a stimulus without targets. */
export type InputCurrent =
  | Pick<Extract<StimulusRecord, { kind: "steps" }>, "kind" | "times" | "values">
  | Pick<
      Extract<StimulusRecord, { kind: "formula" }>,
      "kind" | "value" | "parameters" | "start" | "stop"
    >;

/** Reads attributes of an input as numbers. */
interface Attributes {
  /** A time in ms. */
  time(attribute: string): number;
  /** An amplitude times the weight, with its unit. */
  amplitude(attribute: string): string | number;
  number(attribute: string): number;
}

type Reader = (read: Attributes) => InputCurrent;

const pulse: Reader = ({ time, amplitude }) => {
  const start = time("delay");
  const stop = start + time("duration");
  const high = amplitude("amplitude");
  const zero = typeof high === "number" ? 0 : "0 nA";
  return { kind: "steps", times: [`${start} ms`, `${stop} ms`], values: [high, zero] };
};

/** A sine wave as a formula of its parameters. */
export const sineText = "amplitude * sin(phase + 2 * pi * (t - delay) / period)";

/** A ramp as a formula of its parameters. */
export const rampText =
  "where(t >= delay and t < delay + duration, begin + (finish - begin) * (t - delay) / duration, baseline)";

const sine: Reader = ({ time, amplitude, number }) => {
  const start = time("delay");
  return {
    kind: "formula",
    value: sineText,
    parameters: {
      amplitude: amplitude("amplitude"),
      phase: number("phase"),
      delay: `${start} ms`,
      period: `${time("period")} ms`,
    },
    start: `${start} ms`,
    stop: `${start + time("duration")} ms`,
  };
};

const ramp: Reader = ({ time, amplitude }) => ({
  kind: "formula",
  value: rampText,
  parameters: {
    begin: amplitude("startAmplitude"),
    finish: amplitude("finishAmplitude"),
    baseline: amplitude("baselineAmplitude"),
    delay: `${time("delay")} ms`,
    duration: `${time("duration")} ms`,
  },
});

const readers: ReadonlyMap<string, Reader> = new Map(
  Object.entries({ pulseGenerator: pulse, sineGenerator: sine, rampGenerator: ramp }),
);

/**
 * Read a current input, possibly a sum of several; undefined for other elements.
 *
 * Inputs whose names end in `DL` are dimensionless.
 */
export function readCurrents(
  element: XmlElement,
  weight: number,
): readonly InputCurrent[] | undefined {
  if (/^compoundInput(DL)?$/.test(element.name)) {
    const parts = element.children.map((child) => readCurrents(child, weight) ?? []);
    return parts.flat();
  }
  const isPure = element.name.endsWith("DL");
  const reader = readers.get(element.name.replace(/DL$/, ""));
  if (reader === undefined) return undefined;
  const read = (attribute: string, like: string) =>
    quantityNumber(attributeOf(element, attribute), like, `${placeOf(element)}: ${attribute}`);
  return [
    reader({
      time: (attribute) => read(attribute, "ms"),
      number: (attribute) => read(attribute, "1"),
      amplitude: (attribute) =>
        isPure ? weight * read(attribute, "1") : `${weight * read(attribute, "nA")} pA`,
    }),
  ];
}
