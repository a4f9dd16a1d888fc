import { REFERENCE } from "./errors.ts";

/**
 * Achievable agreement of a number.
 *
 * T0: the same bits; T1: the closed form or a far finer solution; T2: spike times within a step;
 * T3: the mean over seeds within its statistical error; T4: a distance between distributions, no larger
 * than those between runs of the reference.
 */
export type Tier = "T0" | "T1" | "T2" | "T3" | "T4";

/** A published number, and the tolerance of a reproduction. */
export interface PublishedNumber {
  /** The state, pattern or protocol to which it belongs. */
  readonly part: string;
  readonly name: string;
  readonly unit: string;
  readonly published: number;
  /** Number of runs of which the published number is the mean. */
  readonly runs: number;
  /** Standard deviation from run to run; zero if nothing is random. */
  readonly sd: number;
  /** Smallest distance that still counts as agreement, in the unit. */
  readonly tolerance: number;
  /** Minimum and maximum of the published runs; a number must then lie between them. */
  readonly range?: readonly [least: number, most: number];
  readonly tier: Tier;
  readonly source: string;
  /** Reason for the tolerance. */
  readonly reason: string;
}

/** Published results against which a simulation can be compared. */
export interface Reference {
  readonly study: string;
  readonly title: string;
  readonly cite: readonly string[];
  readonly numbers: readonly PublishedNumber[];
}

type Fields = Readonly<Record<string, unknown>>;

const tiers: readonly Tier[] = ["T0", "T1", "T2", "T3", "T4"];

/** Read a reference.json; each number inherits the values of `defaults`. */
export function readReference(json: unknown): Reference {
  const file = fieldsOf(json, "reference.json");
  const study = text(file, "study", "reference.json");
  const defaults = fieldsOf(file["defaults"] ?? {}, `${study}: defaults`);
  return {
    study,
    title: text(file, "title", study),
    cite: list(file["cite"], `${study}: cite`).map((doi) => text({ doi }, "doi", study)),
    numbers: list(file["numbers"], `${study}: numbers`).map((entry, k) => {
      const place = `${study}: numbers[${k}]`;
      return readNumber({ ...defaults, ...fieldsOf(entry, place) }, place);
    }),
  };
}

function readNumber(entry: Fields, place: string): PublishedNumber {
  const tier = tiers.find((known) => known === entry["tier"]);
  if (tier === undefined) {
    const got = JSON.stringify(entry["tier"]) ?? "nothing";
    throw REFERENCE({ place: `${place}.tier`, expected: tiers.join(", "), got });
  }
  return {
    part: text(entry, "part", place),
    name: text(entry, "name", place),
    unit: text(entry, "unit", place),
    published: number(entry, "published", place),
    runs: number({ runs: 1, ...entry }, "runs", place),
    sd: number({ sd: 0, ...entry }, "sd", place),
    tolerance: number({ tolerance: 0, ...entry }, "tolerance", place),
    ...(entry["range"] !== undefined && { range: readRange(entry["range"], `${place}.range`) }),
    tier,
    source: text(entry, "source", place),
    reason: text(entry, "reason", place),
  };
}

function readRange(value: unknown, place: string): readonly [number, number] {
  const [least, most, ...rest] = list(value, place).map((end) => number({ end }, "end", place));
  if (least !== undefined && most !== undefined && least <= most && rest.length === 0) {
    return [least, most];
  }
  throw REFERENCE({ place, expected: "the minimum and the maximum", got: JSON.stringify(value) });
}

function fieldsOf(value: unknown, place: string): Fields {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Fields;
  throw REFERENCE({ place, expected: "an object", got: typeof value });
}

function list(value: unknown, place: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw REFERENCE({ place, expected: "a list", got: typeof value });
}

function text(fields: Fields, key: string, place: string): string {
  const value = fields[key];
  if (typeof value === "string" && value !== "") return value;
  throw REFERENCE({ place: `${place}.${key}`, expected: "some text", got: typeof value });
}

function number(fields: Fields, key: string, place: string): number {
  const value = fields[key];
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw REFERENCE({ place: `${place}.${key}`, expected: "a finite number", got: typeof value });
}
