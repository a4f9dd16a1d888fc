import type { ConnectorPlan, ConnectorRequest } from "@spikeloom/kernel";
import { PROBABILITY } from "../errors.ts";
import { flagOption, formulaOption } from "./options.ts";

// Number of pairs evaluated to estimate the number of connections.
const SAMPLES = 1000;
// Number of uniforms drawn at a time.
const CHUNK = 1024;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** Plan one Bernoulli trial per pair, with a probability given as a formula in the option `p`. */
export function bernoulliRows(request: ConnectorRequest): ConnectorPlan {
  const { sources, targets } = request;
  const place = `${request.place}.p`;
  const formula = request.formula(formulaOption(request, "p"));
  const autapses = flagOption(request, "autapses", true);
  const probability = (source: number, target: number): number => {
    const p = formula(source, target);
    if (p >= 0 && p <= 1) return p;
    throw PROBABILITY({ place, p, pair: [source, target] });
  };
  const uniforms = new Float64Array(Math.min(CHUNK, sources));
  return {
    expected: meanOverPairs(request, probability) * sources * targets,
    by: "target",
    partners(target, out) {
      const skip = autapses ? -1 : request.sourceOf(target);
      const stream = request.stream(target);
      const trials = skip < 0 ? sources : sources - 1;
      for (let start = 0; start < trials; start += CHUNK) {
        const drawn = uniforms.subarray(0, Math.min(CHUNK, trials - start));
        stream.uniforms(drawn);
        for (let k = 0; k < drawn.length; k++) {
          const trial = start + k;
          const source = skip < 0 || trial < skip ? trial : trial + 1;
          if ((drawn[k] as number) < probability(source, target)) out.push(source);
        }
      }
    },
  };
}

/** Average over all pairs if there are few, otherwise over an even sample. */
function meanOverPairs(
  { sources, targets }: ConnectorRequest,
  probability: (source: number, target: number) => number,
): number {
  const pairs = sources * targets;
  let sum = 0;
  if (pairs <= SAMPLES) {
    for (let pair = 0; pair < pairs; pair++) {
      sum += probability(Math.floor(pair / targets), pair % targets);
    }
    return pairs === 0 ? 0 : sum / pairs;
  }
  for (let k = 0; k < SAMPLES; k++) {
    // Multiples of the golden ratio spread the targets evenly, whichever sources are evaluated.
    const turn = (k + 0.5) * GOLDEN;
    const source = Math.floor(((k + 0.5) / SAMPLES) * sources);
    sum += probability(source, Math.floor((turn - Math.floor(turn)) * targets));
  }
  return sum / SAMPLES;
}
