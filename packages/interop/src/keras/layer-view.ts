import type { LayerRecord, Tensor } from "@spikeloom/kernel";
import { damaged } from "../layers/damage.ts";
import type { Shape } from "../layers/shapes.ts";
import type { KerasLayer } from "./config.ts";

/** Inputs for reading a Keras layer. */
export interface LayerView {
  readonly name: string;
  /** Layers that provide its inputs, with their shapes here. */
  readonly from: readonly string[];
  readonly shapes: readonly Shape[];
  /** Whether channels are the last axis in Keras; here they are the first. */
  readonly isLast: boolean;
  weights(): readonly Tensor[];
  setting(key: string): unknown;
  /** An integer of at least 1 for each spatial axis. */
  wholes(key: string, axes: number): readonly number[];
  is(key: string): boolean;
  /** Position here of a Keras axis, which counts the batch axis, or from the end if negative. */
  axis(key: string): number | undefined;
}

/** Equivalent layers in order; undefined if there is no equivalent. */
export type Outcome = readonly LayerRecord[] | undefined;

/** Create the view of a Keras layer and its inputs. */
export function layerView(
  { settings }: KerasLayer,
  given: Omit<LayerView, "setting" | "wholes" | "is" | "axis">,
): LayerView {
  const { name, shapes, isLast } = given;
  const setting = (key: string): unknown =>
    Object.hasOwn(settings, key) ? settings[key] : undefined;
  return {
    ...given,
    setting,
    is: (key) => setting(key) === true,
    wholes(key, axes) {
      const value = setting(key) ?? 1;
      const list: unknown[] = Array.isArray(value)
        ? value
        : Array.from({ length: axes }, () => value);
      const isSound =
        list.length === axes &&
        list.every((one) => Number.isSafeInteger(one) && (one as number) >= 1);
      return isSound
        ? (list as number[])
        : damaged(name, `its "${key}" is not an integer for each of ${axes} axes`);
    },
    axis(key) {
      const value = setting(key) ?? -1;
      // Keras writes a normalisation's axis also as a list of one.
      const [one] = Array.isArray(value) && value.length === 1 ? value : [value];
      if (!Number.isSafeInteger(one)) return undefined;
      const rank = (shapes[0] ?? []).length;
      const theirs = ((one as number) < 0 ? (one as number) + rank + 1 : (one as number)) - 1;
      if (theirs < 0 || theirs >= rank) return undefined;
      if (!isLast) return theirs;
      return theirs === rank - 1 ? 0 : theirs + 1;
    },
  };
}

/** Permutation that moves channels to the front, and the one that moves them to the end. */
export function toFront(axes: number): readonly number[] {
  return Array.from({ length: axes }, (_, k) => (k === 0 ? axes - 1 : k - 1));
}

/** See `toFront`. */
export function toEnd(axes: number): readonly number[] {
  return Array.from({ length: axes }, (_, k) => (k === axes - 1 ? 0 : k + 1));
}
