import type { NirArray } from "../nir/graph.ts";
import type { NirGroup } from "../nir/nir-group.ts";
import { floats, sizeOf } from "../nir/numbers.ts";

/** A layer of a netx file, whose parts are checked as they are read. */
export interface LayerReader {
  readonly type: string;
  has(name: string): boolean;
  /** Text of a scalar, or of a list of one. */
  text(name: string): string;
  /** Integer of a scalar, or of a list of one. */
  integer(name: string, bounds: { readonly least: number; readonly most: number }): number;
  /** Integers for rows and columns; one number applies to both. */
  pair(name: string): readonly [number, number];
  /** Lengths of axes, channels first. */
  shape(): readonly number[];
  /** Whole numbers. */
  whole(name: string): NirArray;
  refuse(name: string, expected: string, got: string): never;
}

/** Open a layer. */
export function layerReader(group: NirGroup): LayerReader {
  const text = (name: string): string => {
    const { texts } = group.texts(name);
    const [one] = texts;
    return texts.length === 1 && one !== undefined ? one : group.refuse(name, "one text", "a list");
  };
  const whole = (name: string): NirArray => {
    const array = group.array(name);
    const values = floats(array);
    const wrong = values.find((value) => !Number.isInteger(value));
    if (wrong !== undefined) group.refuse(name, "whole numbers", String(wrong));
    return { ...array, values };
  };
  const integer: LayerReader["integer"] = (name, { least, most }) => {
    const { values } = whole(name);
    const value = Number(values[0] ?? Number.NaN);
    if (values.length !== 1) group.refuse(name, "one number", `${values.length} numbers`);
    if (value >= least && value <= most) return value;
    return group.refuse(name, `${least} to ${most}`, String(value));
  };
  return {
    type: text("type"),
    has: (name) => group.has(name),
    text,
    integer,
    pair(name) {
      const { values } = whole(name);
      const [first = 0, second = first] = [...values].map(Number);
      if (values.length > 2) group.refuse(name, "one or two numbers", `${values.length}`);
      return [first, second];
    },
    shape() {
      const lengths = [...whole("shape").values].map(Number);
      const isSound = lengths.length > 0 && lengths.every((length) => length >= 1);
      if (!isSound || !(sizeOf(lengths) < 2 ** 31)) {
        group.refuse("shape", "lengths of 1 or more", lengths.join(" × ") || "none");
      }
      return lengths;
    },
    whole,
    refuse: group.refuse,
  };
}
