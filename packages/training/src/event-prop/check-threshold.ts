import { addProduct, type EventForm, product } from "@spikeloom/program/events";
import { NOT_TRAINED } from "../errors.ts";

/**
 * Refuse a test that is fulfilled from the start, or right after a reset: such a spike time has no gradient.
 *
 * Resets are checked where the test reads one variable, whose value at a spike is then known, and the reset no other.
 */
export function checkThreshold({ name, size, test, initial, reset, variables }: EventForm): void {
  if (test === undefined) return;
  const width = variables.length + 1;
  const { from, values, stride } = test.function;
  const read = [...from].filter((variable) => variable !== width - 1);
  const [only] = read;
  const isKnown = [...reset.from].every((variable) => variable === only || variable === width - 1);
  const at = new Float64Array(width);
  for (let n = 0; n < size; n++) {
    const begun = product(test.function, n, initial, n * width);
    if (!(begun < 0)) throw refused(name, "initial", { n, above: begun });
    if (read.length !== 1 || only === undefined || !isKnown || !reset.to.includes(only)) continue;
    const factors = Array.from(from, (variable, k) => [variable, values[n * stride + k] as number]);
    const factorOf = (of: number): number => factors.find(([one]) => one === of)?.[1] ?? 0;
    at.fill(0);
    at[only] = -factorOf(width - 1) / factorOf(only);
    at[width - 1] = 1;
    const after = new Float64Array(width).fill(1, width - 1);
    addProduct(reset, n, { x: at, at: 0, into: after });
    const above = product(test.function, n, after, 0);
    if (!(above < 0)) throw refused(name, "spike.reset", { n, above });
  }
}

function refused(
  population: string,
  place: string,
  { n, above }: { readonly n: number; readonly above: number },
): Error {
  return NOT_TRAINED({
    place: `populations.${population}, ${place}`,
    message: "A spike time has a gradient only if the potential reaches the threshold from below.",
    expected: "a potential below the threshold",
    got: `${above} above it for neuron ${n}, in internal units`,
    next: "Choose an initial and a reset potential below the threshold, or train with bptt.",
  });
}
