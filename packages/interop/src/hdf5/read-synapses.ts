import type { NetworkRecord } from "@spikeloom/kernel";
import type { SynapseRecording, SynapseSet, SynapseSnapshots } from "@spikeloom/simulate";
import { RESULT_SHAPE } from "./errors.ts";
import { synapseRecorderNames } from "./layout.ts";
import type { OpenResult } from "./opened-result.ts";
import { sameLength } from "./same-length.ts";

/** Read the recordings of synapses; empty if the file has none. */
export function readSynapseRecordings(
  file: OpenResult,
  network: NetworkRecord,
  path: string,
): readonly SynapseRecording[] {
  if (!file.has("/", "synapses")) return [];
  const names = synapseRecorderNames(network);
  return (network.recordSynapses ?? []).map(({ variables = ["weight"] }, k): SynapseRecording => {
    const at = `synapses/${names[k]}`;
    const text = (name: string): string => file.textAttribute(at, name);
    const ends = { from: text("from"), to: text("to") };
    const sizes = [ends.from, ends.to].map((name) => network.populations[name]?.size ?? 0);
    const sets: SynapseSet[] = [];
    // In sequence: the first missing one ends the loop, whatever count the file states.
    for (let set = 0, count = file.integerAttribute(at, "sets"); set < count; set++) {
      sets.push(readSet(file, `${at}/${set}`, { variables, path, sizes }));
    }
    return { projection: text("projection"), ...ends, sets };
  });
}

interface SetRequest {
  readonly variables: readonly string[];
  readonly path: string;
  /** Sizes of the source and target populations. */
  readonly sizes: readonly number[];
}

function readSet(
  file: OpenResult,
  at: string,
  { variables, path, sizes: [from = 0, to = 0] }: SetRequest,
): SynapseSet {
  const sources = indicesBelow(file, `${at}/sources`, { below: from, path });
  const targets = indicesBelow(file, `${at}/targets`, { below: to, path });
  const delays = file.floats(`${at}/delays`);
  sameLength(path, `${at}/targets`, { expected: sources.length, got: targets.length });
  sameLength(path, `${at}/delays`, { expected: sources.length, got: delays.length });
  const snapshots = variables.map(
    (name) => [name, readSnapshots(file, `${at}/${name}`, { path, sources })] as const,
  );
  const since = file.numberAttribute(at, "since");
  return { since, sources, targets, delays, snapshots: new Map(snapshots) };
}

function indicesBelow(
  file: OpenResult,
  inside: string,
  { below, path }: { readonly below: number; readonly path: string },
): Uint32Array {
  const found = file.indices(inside);
  for (const one of found) {
    if (one < below) continue;
    throw RESULT_SHAPE({ path, inside, expected: `indices below ${below}`, got: String(one) });
  }
  return found;
}

function readSnapshots(
  file: OpenResult,
  at: string,
  { path, sources }: { readonly path: string; readonly sources: Uint32Array },
): SynapseSnapshots {
  const times = file.floats(`${at}/times`);
  const values = file.floats(`${at}/values`);
  const expected = times.length * sources.length;
  sameLength(path, `${at}/values`, { expected, got: values.length });
  return { unit: file.unit(at, "values"), times, values };
}
