import type { Loss, Stack } from "@spikeloom/kernel";
import { writeEnd } from "../../hdf5/end-nodes.ts";
import { writeProfile } from "../../hdf5/profile-group.ts";
import { group, resultTree, writeFixed } from "../../hdf5/result-tree.ts";
import { type PlannedFile, plannedFile } from "../../hdf5/write/planned-file.ts";
import type { GroupNode } from "../../hdf5/write/tree.ts";
import { ownGroup } from "../own-group.ts";
import { clampsOf } from "./clamps.ts";
import { generalGroup, type NwbMetadata, rootTexts } from "./metadata.ts";
import { type RecordedNodes, recordedNodes } from "./recorded-nodes.ts";
import type { ResultRows } from "./result-rows.ts";
import { typed } from "./typed-nodes.ts";
import { unitsTable } from "./units-table.ts";

/** A file generated while it is written, and the losses of the conversion. */
export interface WrittenNwb {
  readonly pieces: Iterable<Uint8Array>;
  readonly losses: readonly Loss[];
}

/** Schema version that is written. */
const schemaVersion = "2.11.0";

/**
 * Write a result as NWB 2.11: spikes as units, samples as time series, and SpikeLoom's own group.
 *
 * Recorded data is requested while the file is written, from its first byte to its last.
 */
export function writeNwb(
  result: ResultRows,
  { metadata, stack }: { readonly metadata: NwbMetadata; readonly stack: Stack },
): WrittenNwb {
  const file = plannedFile();
  const texts = rootTexts(file, result, metadata);
  const about = generalGroup(file, result, metadata);
  const clamps = clampsOf(file, result, stack);
  const recorded = recordedNodes(file, result, clamps);
  const units = unitsTable(file, result);
  const [devices, electrodes] = [clamps.devices(), clamps.electrodes()];
  const general = {
    ...about,
    links: new Map([
      ...about.links,
      ...(devices === undefined ? [] : [["devices", devices] as const]),
      ...(electrodes === undefined ? [] : [["intracellular_ephys", electrodes] as const]),
    ]),
  };
  const root = group(typed("NWBFile", { nwb_version: schemaVersion }), {
    ...texts,
    acquisition: group({}, Object.fromEntries(recorded.acquisition)),
    analysis: group({}),
    general,
    processing: group({}),
    [ownGroup]: ownTree(file, result, recorded),
    stimulus: group(
      {},
      {
        presentation: group({}, Object.fromEntries(clamps.stimuli)),
        templates: group({}),
      },
    ),
    ...(units !== undefined && { units }),
  });
  const losses = [...ownLosses(result, units !== undefined), ...recorded.losses, ...clamps.losses];
  return { pieces: file.pieces(root), losses };
}

/** A complete result of `specs/result/1` except spikes; data that NWB also has is stored once. */
function ownTree(
  file: PlannedFile,
  result: ResultRows,
  { recorders, synapses }: RecordedNodes,
): GroupNode {
  const fixed = writeFixed(file, result);
  const profile = result.profile && writeProfile(file, result.profile);
  return resultTree(result, { fixed, profile, synapses, end: writeEnd(file, result) }, recorders);
}

function ownLosses({ recordings }: ResultRows, hasUnits: boolean): readonly Loss[] {
  const message = "NWB cannot store a network; it is in a group that SpikeLoom reads.";
  const silent = "Spikes were recorded but none occurred, and an NWB units table cannot be empty.";
  const isSilent = !hasUnits && recordings.some(({ spikes }) => spikes !== undefined);
  return [
    { code: "network", place: "network", message },
    ...(isSilent ? [{ code: "silent", place: "units", message: silent }] : []),
  ];
}
