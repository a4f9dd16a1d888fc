import type { Definition, SessionProjection } from "../definition.ts";
import type { SessionPopulation } from "../session-population.ts";
import { cutOff, type DrivePiece, drivePiece, isSameLaw } from "./drive-piece.ts";

/** Sources that only their targets observe, with their replacements. */
export interface PoissonDrives {
  /** Sources that send nothing themselves. */
  readonly silent: ReadonlySet<SessionPopulation>;
  /** All others: they have spikes in transit, and send their own until a reset. */
  readonly sending: ReadonlySet<SessionPopulation>;
  /** Projections that are replaced by pieces. */
  readonly projections: ReadonlySet<SessionProjection>;
  /** Input that replaces spikes. */
  readonly pieces: readonly DrivePiece[];
}

/** All sources send their own spikes. */
export const noDrives: PoissonDrives = {
  silent: new Set(),
  sending: new Set(),
  projections: new Set(),
  pieces: [],
};

/** The cell type that may be drawn at its targets. */
export const drivenCell = "SpikeSourcePoisson";

/**
 * Find populations of `SpikeSourcePoisson` that can be drawn as counts at their targets.
 *
 * Each neuron has at most one target, in static connections of one delay, and is not recorded: then the
 * arriving spikes are Poisson spikes too, and only their number per step matters. Changes
 * since `before` act as they would on spikes: those in transit arrive unchanged.
 */
export function poissonDrives(
  { options, populations, projections }: Definition,
  { step, before = noDrives }: { readonly step: number; readonly before?: PoissonDrives },
): PoissonDrives {
  const silent = new Set<SessionPopulation>();
  const pieces = populations.flatMap((source) => {
    if (source.cell.name !== drivenCell || before.sending.has(source)) return [];
    const own = projections.filter((one) => one.source === source && one.pairs.length > 0);
    const isSeen = source.recording.spikes.neurons.length > 0;
    if (isSeen || own.length === 0 || !own.every(isPlain) || !sendsOnce(source, own)) return [];
    const made = own.map((one) => drivePiece(one, { options, step }));
    if (made.includes(undefined)) return [];
    silent.add(source);
    return made.filter((piece) => piece !== undefined);
  });
  const going = (old: DrivePiece): boolean => pieces.some((piece) => isSameLaw(piece, old));
  const kept = before.pieces.map((old) => (going(old) ? old : cutOff(old, { options, step })));
  const fresh = pieces.filter((piece) => !before.pieces.some((old) => isSameLaw(piece, old)));
  return {
    silent,
    sending: new Set(populations.filter((one) => !silent.has(one))),
    projections: new Set(pieces.map(({ projection }) => projection)),
    pieces: [...kept, ...fresh].filter(({ from, until }) => until > Math.max(from, step)),
  };
}

function isPlain({ synapse, receptor, attributes }: SessionProjection): boolean {
  const isStatic = !synapse.isRuled && !synapse.couples && receptor !== undefined;
  return isStatic && typeof attributes.get("delay") === "number";
}

/** Whether each neuron of a source has at most one target, and each target of a projection one source. */
function sendsOnce({ size }: SessionPopulation, own: readonly SessionProjection[]): boolean {
  const sources = new Uint8Array(size);
  return own.every(({ pairs, target }) => {
    const targets = new Uint8Array(target.size);
    for (let k = 0; k < pairs.length; k += 2) {
      const [i, j] = [pairs[k] as number, pairs[k + 1] as number];
      if (sources[i] === 1 || targets[j] === 1) return false;
      sources[i] = 1;
      targets[j] = 1;
    }
    return true;
  });
}
