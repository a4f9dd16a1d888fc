import { above, type Figure, ratePlot, type TraceSeries, tracePlot } from "@spikeloom/plots";
import type { Result } from "@spikeloom/simulate";
import { spikesOf } from "../run-published.ts";

/** Reversal potentials in mV and the constant current in nA, as the network has them. */
const excitation = 0;
const inhibition = -80;
const constant = 0.2;

/** Plot rates above the mean currents of a hundred neurons: excitation becomes balanced. */
export function balancePicture(result: Result): Figure {
  const window = { from: 0, until: result.duration };
  const title = "Vogels 2011: rates, and what excites and inhibits excitatory neurons";
  return above([
    ratePlot([spikesOf(result, 0), spikesOf(result, 1)], { title, bin: 50, window }),
    tracePlot(currents(result), { window }),
  ]);
}

/** Mean currents over the recorded neurons, in nA. */
function currents(result: Result): readonly TraceSeries[] {
  const samples = result.recordings[2]?.samples;
  const [exc, inh, v] = ["g_exc", "g_inh", "v"].map((name) => samples?.get(name));
  if (exc === undefined || inh === undefined || v === undefined) return [];
  const width = v.neurons.length;
  const mean = (current: (k: number) => number): Float64Array =>
    Float64Array.from(v.times, (_, row) => {
      let sum = 0;
      for (let k = row * width; k < (row + 1) * width; k++) sum += current(k);
      return sum / width;
    });
  const of = (values: Float64Array, k: number): number => values[k] ?? Number.NaN;
  // uS times mV are nA.
  const excites = mean((k) => of(exc.values, k) * (excitation - of(v.values, k)) + constant);
  const inhibits = mean((k) => of(inh.values, k) * (inhibition - of(v.values, k)));
  const sum = Float64Array.from(excites, (one, row) => one + of(inhibits, row));
  const series = { unit: "nA", times: v.times };
  return [
    { ...series, label: "excitation and constant current", values: [excites] },
    { ...series, label: "inhibition", values: [inhibits] },
    { ...series, label: "sum", values: [sum] },
  ];
}
