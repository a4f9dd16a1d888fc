import { callPlugin, type EncodedWindow, type StillEncoderRecord } from "@spikeloom/kernel";
import type { PreparedEncoder } from "./prepared-encoder.ts";

/** Compute the spikes of a window with an encoder of static values, and check the result. */
export function stillSpikes(
  encoder: StillEncoderRecord,
  values: Float64Array,
  request: EncodedWindow & { readonly seed: number; readonly prepared: PreparedEncoder },
): readonly Float64Array[] {
  const { prepared, from, until, seed } = request;
  const { shape, parameters, place } = prepared;
  const found: unknown = callPlugin(encoder, place, () =>
    encoder.spikes({ shape, values }, { from, until, seed, parameters }),
  );
  checkSpikes(found, { from, until }, prepared);
  return found;
}

function checkSpikes(
  found: unknown,
  { from, until }: EncodedWindow,
  { neurons, wrong }: PreparedEncoder,
): asserts found is readonly Float64Array[] {
  if (!Array.isArray(found) || found.length !== neurons) {
    throw wrong("spikes", `a list of ${neurons} arrays`, found);
  }
  for (const times of found as readonly unknown[]) {
    if (!(times instanceof Float64Array)) throw wrong("spikes", "arrays of float64 times", times);
    let last = from;
    for (const time of times) {
      if (!(time >= last && time < until)) {
        throw wrong("a spike time", `ascending times from ${from} to below ${until} ms`, time);
      }
      last = time;
    }
  }
}
