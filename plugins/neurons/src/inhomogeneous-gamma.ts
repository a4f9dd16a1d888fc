import { defineNeuron, type NeuronRecord, type ParameterRecord } from "@spikeloom/kernel";
import { GAMMA_PIECES } from "./errors.ts";
import { activeWindow, windowParameters } from "./source-window.ts";

/** Pieces of an inhomogeneous gamma process, in order of time. */
export interface GammaPieces {
  /** Name of the model, in kebab-case. */
  readonly name: string;
  /** Shape of the intervals in each piece. */
  readonly a: readonly number[];
  /** Scale of the intervals in each piece: `"20 ms"`. */
  readonly b: readonly string[];
  /** Start time of each piece: `"500 ms"`; the last piece has no end. */
  readonly tbins: readonly string[];
}

/**
 * Define a renewal source whose gamma intervals change at given times.
 *
 * Within a piece intervals have mean a b and coefficient of variation 1 / sqrt(a). At a boundary the
 * hazard of the old law at the present age gives way to that of the new one (Muller et al. 2007,
 * doi:10.1162/neco.2007.19.11.2958). There is no spike before the first piece. Throws
 * `SL_GAMMA_PIECES` unless every piece has an `a`, a `b` and a beginning.
 */
export function inhomogeneousGamma({ name, a, b, tbins }: GammaPieces): NeuronRecord {
  if (a.length === 0 || b.length !== a.length || tbins.length !== a.length) {
    throw GAMMA_PIECES({ model: name, a: a.length, b: b.length, tbins: tbins.length });
  }
  const parameters = Object.fromEntries(
    a.flatMap((shape, k) => pieceParameters(k + 1, { shape, scale: b[k], begin: tbins[k] })),
  );
  const changes = a.slice(1).map((_, k) => `tbin_${k + 2}`);
  return defineNeuron({
    name,
    about: "Renewal spike source with gamma-distributed intervals that change over time.",
    cite: ["doi:10.1162/neco.2007.19.11.2958"],
    parameters: { ...parameters, ...windowParameters },
    source: {
      process: "renewal",
      interval: pieceAt(a.length),
      ...(changes.length > 0 && { changes }),
      start: `max(${activeWindow.start}, tbin_1)`,
      stop: activeWindow.stop,
    },
  });
}

interface Piece {
  readonly shape: number;
  readonly scale: string | undefined;
  readonly begin: string | undefined;
}

function pieceParameters(
  k: number,
  { shape, scale = "1 s", begin = "0 ms" }: Piece,
): readonly (readonly [string, ParameterRecord])[] {
  const positive = { exclusive: true } as const;
  return [
    [`a_${k}`, { default: shape, about: `shape in piece ${k}`, min: 0, ...positive }],
    [`b_${k}`, { default: scale, about: `scale in piece ${k}`, min: "0 ms", ...positive }],
    [`tbin_${k}`, { default: begin, about: `start time of piece ${k}` }],
  ];
}

/** The interval of the current piece; a piece whose start is not finite is skipped. */
function pieceAt(k: number): string {
  const own = `b_${k} * gamma_above(a_${k}, age / b_${k})`;
  return k === 1 ? own : `where(t >= tbin_${k}, ${own}, ${pieceAt(k - 1)})`;
}

/** Inhomogeneous gamma spike source of one piece, with PyNN's defaults. */
export const inhomogeneousGammaSource: NeuronRecord = inhomogeneousGamma({
  name: "inhomogeneous-gamma",
  a: [1],
  b: ["1 s"],
  tbins: ["0 ms"],
});
