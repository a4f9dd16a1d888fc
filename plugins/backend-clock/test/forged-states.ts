import { type SavedState, SpikeLoomError } from "@spikeloom/kernel";
import { type Draw, drawSeed, newDraw } from "../../../tools/test/draws.ts";
import { coupled, networks, open } from "./checkpoint-networks.ts";
import { type PieceOptions, prepareFrom, saved } from "./resume.ts";
import type { Network } from "./simulate.ts";

/** A network, its options, and its progress. */
interface Base {
  readonly network: Network;
  readonly options: PieceOptions;
  readonly steps: number;
}

const plain = { ...networks, coupled };
const bases: readonly Base[] = [
  ...Object.values(plain).flatMap(
    (network) =>
      [
        { network, options: { shards: 1 }, steps: 180 },
        { network, options: { shards: 2, precision: "f32" }, steps: 77 },
      ] as const,
  ),
  ...["a rule that waits", "synapses that come and go"].map((name) => {
    const options = { shards: 1, plasticity: "eager" } as const;
    return { network: networks[name] as Network, options, steps: 150 };
  }),
  ...["all that a rule keeps", "sources", "drives"].map((name) => {
    return { network: networks[name] as Network, options: { target: "js" }, steps: 40 } as const;
  }),
  { network: open, options: { shards: 1, open: true }, steps: 120 },
];

const states = new Map<Base, Promise<SavedState>>();

async function stateOf({ network, options, steps }: Base): Promise<SavedState> {
  const simulation = await prepareFrom(network, options);
  try {
    await simulation.advance(steps);
    if (options.open === true) {
      await simulation.sendSpikes?.("p", Uint32Array.of(0, 3, 3, 8));
      await simulation.trigger?.("first", "reward");
    }
    return await saved(simulation);
  } finally {
    await simulation.close();
  }
}

type Write = (view: DataView, at: number, draw: Draw) => void;

/** Words and numbers that a forged state may contain. */
const writes: readonly Write[] = [
  (view, at, draw) => view.setUint32(at, draw(2 ** 32), true),
  (view, at, draw) => view.setUint32(at, draw(5000), true),
  (view, at, draw) => view.setInt32(at, view.getInt32(at, true) + draw(7) - 3, true),
  (view, at, draw) => view.setInt32(at, [-1, -(2 ** 31), 2 ** 31 - 1, 2 ** 24][draw(4)] ?? 0, true),
  (view, at, draw) =>
    view.setUint32(at, view.getUint32(4 * draw(view.byteLength >> 2), true), true),
  (view, at, draw) => {
    const values = [Number.NaN, Number.POSITIVE_INFINITY, -1e300, 1e300, -1e9, 1e9, 0, -1];
    const start = Math.min(at & ~7, view.byteLength - 8);
    view.setFloat64(start, values[draw(values.length)] ?? 0, true);
  },
];

const headers: readonly string[] = ["shards", "reach", "open", "revisable", "spikeHash"];
const numbers: readonly (number | string)[] = [0, 1, 2, 3, 4095, 2 ** 24, -1, 1.5, "", "x"];

/** Write words into a state like someone who updates the checksum correctly. */
function forged({ step, header, parts, ...rest }: SavedState, draw: Draw): SavedState {
  const names = [...parts.keys()].filter((name) => (parts.get(name)?.length ?? 0) >= 8);
  const own = new Map([...parts].map(([name, bytes]) => [name, bytes.slice()] as const));
  for (let left = draw(2) === 0 ? 1 : 2 + draw(12); left > 0; left--) {
    const bytes = own.get(names[draw(names.length)] ?? "") as Uint8Array;
    const view = new DataView(bytes.buffer);
    writes[draw(writes.length)]?.(view, 4 * draw(bytes.length >> 2), draw);
  }
  const more: Record<string, number | string> = {};
  if (draw(12) === 0) {
    more[headers[draw(headers.length)] ?? ""] = numbers[draw(numbers.length)] ?? 0;
  }
  const steps = [step + draw(9) - 4, 0, 1, draw(2 ** 31), 2 ** 31 - 200, 2 ** 31, 2 ** 40];
  const other = draw(12) === 0 ? (steps[draw(steps.length)] ?? 0) : step;
  return { ...rest, step: other, header: { ...header, ...more }, parts: own };
}

/** Resume from a forged state; it must then yield a state from which a run can resume. */
export async function outcomeOf(which: number): Promise<string> {
  const draw = newDraw(drawSeed, which);
  const base = bases[which % bases.length] as Base;
  const known = states.get(base) ?? stateOf(base);
  states.set(base, known);
  const { shards: _, ...options } = base.options;
  const last: { state?: SavedState } = {};
  try {
    last.state = await advanced(base.network, options, forged(await known, draw));
    await advanced(base.network, options, last.state);
    return "none";
  } catch (fault) {
    if (!(fault instanceof SpikeLoomError)) throw fault;
    const isOfState = /^SL_STATE_/u.test(fault.code);
    if (last.state === undefined || !isOfState) return fault.code;
    throw new Error("A run went on to what cannot be gone on from.", { cause: fault });
  }
}

async function advanced(
  network: Network,
  options: PieceOptions,
  state: SavedState,
): Promise<SavedState> {
  const simulation = await prepareFrom(network, { ...options, state });
  try {
    await simulation.advance(60);
    return await saved(simulation);
  } finally {
    await simulation.close();
  }
}
