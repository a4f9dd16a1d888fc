import { FIXED_SCALE } from "@spikeloom/code";
import {
  type DrawnInteger,
  type DrawnRows,
  type FixedRing,
  mostUnits,
  rowWords,
  toUnits,
  wordTable,
} from "@spikeloom/code/processor";
import type { RowDraws } from "@spikeloom/kernel";
import {
  type IntegerLaw,
  type NetworkProgram,
  type ProcessorRows,
  rowsOnProcessor,
  type WeightLaw,
} from "@spikeloom/program";
import { streamKey } from "@spikeloom/random";
import type { LaidProjection } from "./synapses.ts";

/** Rows of projections that the processor draws, with their tables. */
export interface LaidDraws {
  readonly rows: readonly DrawnRows[];
  readonly tables: Int32Array<ArrayBuffer>;
  /** Words of the bit masks of all invocations. */
  readonly takenWords: number;
  readonly invocations: number;
  readonly ring: FixedRing;
  readonly shift: number;
}

/** Most spikes of a projection that are drawn at once, and most words of their bit masks. */
const mostAtOnce = 4096;
const mostTaken = 2 ** 20;
const group = 64;

/** Projections that the processor draws, and how. */
export type DrawnProjections = ReadonlyMap<LaidProjection, ProcessorRows>;

/** Separate the projections that the processor draws; the others have a reason if they are procedural. */
export function chooseDrawn(
  laid: readonly LaidProjection[],
  program: NetworkProgram,
): { readonly drawn: DrawnProjections; readonly stored: ReadonlyMap<string, string> } {
  const drawn = new Map<LaidProjection, ProcessorRows>();
  const stored = new Map<string, string>();
  for (const one of laid) {
    if (!one.projection.procedural) continue;
    const { rows, reason } = rowsOnProcessor(one.projection, program);
    if (rows === undefined) stored.set(one.projection.name, reason);
    else drawn.set(one, rows);
  }
  return { drawn, stored };
}

/** Lay out the tables of rows that the processor draws. */
export function layDraws(
  drawn: DrawnProjections,
  {
    program,
    scaleOf,
    ...delivery
  }: {
    readonly program: NetworkProgram;
    readonly scaleOf: (sums: number) => number;
    readonly ring: FixedRing;
    readonly shift: number;
  },
): LaidDraws {
  let [start, takenWords] = [0, 0];
  const table = wordTable();
  const { add } = table;
  const laws = new Map<string, DrawnInteger>();
  const rows = [...drawn].map(([one, own]): DrawnRows => {
    const { name, targets } = one.projection;
    const { first, size } = one.from.population;
    const below = targets.size;
    const words = own.draws.kind === "distinct" ? Math.ceil(below / 32) : 0;
    const fitting = Math.floor(mostTaken / Math.max(1, words));
    const most = Math.max(1, Math.min(mostAtOnce, size, fitting));
    const made: DrawnRows = {
      name,
      first,
      size,
      start,
      invocations: most,
      kind: own.draws.kind,
      permutation: own.draws.permutation,
      below,
      rows: add(rowTable(one, own.draws)),
      targets:
        targets.isAll === true
          ? undefined
          : add(Int32Array.from({ length: below }, (_, k) => targets.neuron(k))),
      sums: one.sums,
      key: streamKey(program.seed, own.key),
      weight:
        typeof own.weight === "number"
          ? toUnits(own.weight, scaleOf(one.sums))
          : drawnUnits(own.weight, {
              name,
              scale: scaleOf(one.sums),
              seed: program.seed,
              laws,
              add,
            }),
      delay:
        typeof own.delay === "number" ? own.delay : drawnInteger(own.delay, program.seed, { add }),
      taken: { at: takenWords, words },
    };
    // Invocations of a workgroup draw rows of one projection.
    start += group * Math.ceil(most / group);
    takenWords += most * words;
    return made;
  });
  return { rows, tables: table.content(), takenWords, invocations: start, ...delivery };
}

/** Write what the row of each source neuron needs; neurons without a row have no partners. */
function rowTable({ projection, from }: LaidProjection, draws: RowDraws): Int32Array {
  const { sources } = projection;
  const words = new Int32Array(rowWords * from.population.size);
  for (let index = 0; index < sources.size; index++) {
    const { count, word, skip } = draws.row(index);
    words.set([index, count, word, skip], rowWords * sources.neuron(index));
  }
  return words;
}

/** Draw weights in units of a receptor; equal draws share a table. */
function drawnUnits(
  { key, draw, integers }: WeightLaw,
  { name, scale, seed, laws, add }: UnitOptions,
): DrawnInteger {
  const text = JSON.stringify([draw, scale]);
  const known = laws.get(text);
  if (known !== undefined) return { ...known, key: streamKey(seed, key) };
  const law = integers((weight) => toUnits(weight, scale), mostUnits);
  if (law === undefined) {
    throw FIXED_SCALE({
      place: `projections.${name}.weight`,
      message: "Drawn weights do not ascend with their random numbers in units of the sums.",
      expected: "weights in ascending order",
      got: `a scale of ${scale}`,
      next: 'Use another scale, or remove "procedural".',
    });
  }
  const drawn = drawnInteger(law, seed, { add });
  laws.set(text, drawn);
  return drawn;
}

interface UnitOptions {
  readonly name: string;
  readonly scale: number;
  readonly seed: number;
  /** Those of other projections, by their draws and scales. */
  readonly laws: Map<string, DrawnInteger>;
  add(words: ArrayLike<number>): number;
}

function drawnInteger(
  { key, least, thresholds, from, until }: IntegerLaw,
  seed: number,
  { add }: { add(words: ArrayLike<number>): number },
): DrawnInteger {
  return {
    key: streamKey(seed, key),
    least,
    thresholds: thresholds.length,
    at: add(thresholds.flat()),
    from: from && add(from),
    until: until && add(until),
  };
}
