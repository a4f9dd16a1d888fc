import { Hdf5Damage, type Hdf5File, numbersOf, openHdf5 } from "@spikeloom/interop/hdf5/read";
import { faultReason } from "@spikeloom/kernel";
import { type OpenSource, openSource } from "../bytes/open-source.ts";
import { RECORD_DAMAGED, SET_SHAPE } from "../errors.ts";

/** Spikes of one sample, in the order of the file. */
export interface SpikeSample {
  /** Times in ms. */
  readonly times: Float64Array;
  /** Channel of each spike. */
  readonly units: Uint16Array;
  readonly label: number;
  /** Number of spikes with a non-finite time, which are dropped. */
  readonly dropped: number;
}

/**
 * An open set of spike samples.
 *
 * Samples are read on demand.
 */
export interface SpikeSet {
  readonly count: number;
  /** Of shape [count]. */
  readonly labels: Uint16Array;
  /** Names of the labels, if the file contains them. */
  readonly classes: readonly string[];
  /** Speaker of each sample, counted from 0; undefined if not in the file. */
  readonly speakers: Uint16Array | undefined;
  sample(index: number): SpikeSample;
  close(): void;
}

/**
 * Open an SHD or SSC file; requires Node.
 *
 * Spiking Heidelberg Digits and Spiking Speech Commands, Cramer et al. 2022, doi:10.1109/TNNLS.2020.3044364: HDF5 with
 * lists `spikes/times` in seconds and `spikes/units`, and `labels`. Close it after use. Throws `SL_RECORD_DAMAGED`,
 * `SL_SET_SHAPE`.
 */
export function openSpikeSet(path: string): SpikeSet {
  const open = openSource(path);
  try {
    return spikeSet(open, path);
  } catch (fault) {
    open.close();
    throw fault;
  }
}

function spikeSet({ source, close }: OpenSource, path: string): SpikeSet {
  const attempt = <T>(read: () => T): T => {
    try {
      return read();
    } catch (fault) {
      if (!(fault instanceof Hdf5Damage)) throw fault;
      const expected = "an HDF5 file with spikes";
      throw RECORD_DAMAGED({ file: path, byte: 0, expected, got: faultReason(fault) });
    }
  };
  const file = attempt(() =>
    openHdf5({
      size: source.size,
      read(out, at) {
        // A file returns its bytes synchronously.
        const bytes = source.read(at, Math.min(source.size, at + out.length)) as Uint8Array;
        out.set(bytes);
        return bytes.length;
      },
    }),
  );
  const labels = attempt(() => numbersAt(file, "labels", path));
  const count = labels.length;
  const lists = attempt(() =>
    ["spikes/times", "spikes/units"].map((name) => listsAt(file, name, path, count)),
  );
  const [times, units] = lists as [ListAt, ListAt];
  const hasSpeakers = attempt(() => file.find("extra/speaker")) !== undefined;
  return {
    count,
    labels: Uint16Array.from(labels),
    classes: attempt(() => textsAt(file, "extra/keys")),
    speakers: hasSpeakers
      ? Uint16Array.from(attempt(() => numbersAt(file, "extra/speaker", path)))
      : undefined,
    sample(index) {
      if (!(Number.isInteger(index) && index >= 0 && index < count)) {
        const expected = `a sample from 0 to ${count - 1}`;
        throw SET_SHAPE({ set: path, expected, got: String(index) });
      }
      const label = labels[index] as number;
      return attempt(() => ({ label, ...finite(times(index), units(index), path) }));
    },
    close,
  };
}

type ListAt = (index: number) => ArrayLike<number>;

function datasetAt(file: Hdf5File, name: string, path: string) {
  const found = file.find(name);
  if (found?.kind === "dataset") return found;
  const got = found === undefined ? "nothing" : `a ${found.kind}`;
  throw SET_SHAPE({ set: path, expected: `a dataset "${name}"`, got });
}

function numbersAt(
  file: Hdf5File,
  name: string,
  path: string,
): ArrayLike<number> & Iterable<number> {
  const { type, shape, rows } = datasetAt(file, name, path);
  const block = numbersOf(type, rows(0, shape?.[0] ?? 0));
  if (block === undefined) {
    throw SET_SHAPE({ set: path, expected: `numbers in "${name}"`, got: type.kind });
  }
  return Float64Array.from(block as Iterable<number | bigint>, Number);
}

function listsAt(file: Hdf5File, name: string, path: string, count: number): ListAt {
  const { type, shape, rows } = datasetAt(file, name, path);
  const length = shape?.[0] ?? 0;
  if (type.kind !== "list" || length !== count) {
    const got = `${length} of ${type.kind}`;
    throw SET_SHAPE({ set: path, expected: `${count} lists in "${name}"`, got });
  }
  return (index) => {
    const [list] = file.lists({ type, bytes: rows(index, index + 1) }) ?? [];
    const block = list === undefined ? undefined : numbersOf(list.type, list.bytes.slice());
    if (block === undefined || block instanceof BigInt64Array || block instanceof BigUint64Array) {
      throw SET_SHAPE({ set: path, expected: `lists of numbers in "${name}"`, got: type.of.kind });
    }
    return block;
  };
}

function textsAt(file: Hdf5File, name: string): readonly string[] {
  const found = file.find(name);
  if (found?.kind !== "dataset" || found.shape === undefined) return [];
  return file.texts(found.type, found.rows(0, found.shape[0] ?? 0)) ?? [];
}

/** Drop spikes without a finite time, which some samples of both sets contain. */
function finite(
  seconds: ArrayLike<number>,
  channels: ArrayLike<number>,
  path: string,
): Pick<SpikeSample, "times" | "units" | "dropped"> {
  const size = seconds.length;
  if (channels.length !== size) {
    throw SET_SHAPE({ set: path, expected: `${size} channels`, got: String(channels.length) });
  }
  const times = new Float64Array(size);
  const units = new Uint16Array(size);
  let kept = 0;
  for (let k = 0; k < size; k++) {
    const time = 1000 * (seconds[k] as number);
    if (!Number.isFinite(time)) continue;
    times[kept] = time;
    units[kept] = channels[k] as number;
    kept++;
  }
  return { times: times.slice(0, kept), units: units.slice(0, kept), dropped: size - kept };
}
