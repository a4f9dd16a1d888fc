import type { EncodedTimes, PopulationRecord } from "@spikeloom/kernel";
import { parseUnit } from "@spikeloom/units";
import { SPIKE_TIMES, show, VALUE } from "../errors.ts";
import { readNumbers, readScalar } from "../values/scalar.ts";
import { type DataLoader, kindOfValue, loadData } from "../values/value-kind.ts";

const { dimension } = parseUnit("ms");

/** Spike times written out explicitly. */
export type GivenTimes = Exclude<PopulationRecord["times"], EncodedTimes>;

/** Read the spike times of a source in milliseconds; a plain number is in milliseconds. */
export function resolveTimes(
  times: GivenTimes,
  request: {
    readonly size: number;
    readonly place: string;
    readonly load?: DataLoader | undefined;
  },
): readonly Float64Array[] | undefined {
  if (times === undefined) return undefined;
  const { size, place } = request;
  if (!isNested(times)) {
    const shared = checkAscending(readShared(times, request), place);
    return Array.from({ length: size }, () => shared);
  }
  if (times.length !== size) {
    const message = "Each neuron needs a list of spike times.";
    throw SPIKE_TIMES({ place, message, expected: `${size} lists`, got: String(times.length) });
  }
  return times.map((list, neuron) => {
    const where = `${place}[${neuron}]`;
    if (!Array.isArray(list)) {
      throw SPIKE_TIMES({ place: where, message: "This is not a list of times.", got: show(list) });
    }
    return checkAscending(readList(list, where), where);
  });
}

/** Test whether each neuron has its own list. */
export function isNested(times: GivenTimes): times is readonly (readonly (string | number)[])[] {
  return Array.isArray(times) && times.some((entry) => Array.isArray(entry));
}

/** Times that all neurons share. */
function readShared(
  times: NonNullable<GivenTimes>,
  { place, load }: { readonly place: string; readonly load?: DataLoader | undefined },
): Float64Array {
  const form = kindOfValue(times, place);
  if (form.kind === "list") return readList(form.value, place);
  if (form.kind === "scalar") return readList([form.value], place);
  if (form.kind === "array") {
    return readNumbers(form.value.values, form.value.unit ?? "ms", { dimension, place });
  }
  if (form.kind === "data") {
    const values = loadData(form.value, load, place);
    return readNumbers(values, form.value.unit ?? "ms", { dimension, place });
  }
  const next = "Use a source model with random spikes instead.";
  throw VALUE({ place, message: "Spike times must be a list.", got: form.kind, next });
}

function readList(list: readonly unknown[], place: string): Float64Array {
  return Float64Array.from(list, (time, k) =>
    typeof time === "number" ? time : readScalar(time, { dimension, place: `${place}[${k}]` }),
  );
}

function checkAscending(times: Float64Array, place: string): Float64Array {
  let before = 0;
  times.forEach((time, k) => {
    if (time >= before && time < Number.POSITIVE_INFINITY) before = time;
    else {
      const message = "Spike times must be ascending, from 0.";
      const expected = `a time from ${before} ms`;
      throw SPIKE_TIMES({ place: `${place}[${k}]`, message, expected, got: String(time) });
    }
  });
  return times;
}
