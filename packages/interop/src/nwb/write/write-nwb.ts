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

/** A file that is made while it is written, and what NWB cannot say of the result. */
export interface WrittenNwb {
  readonly pieces: Iterable<Uint8Array>;
  readonly losses: readonly Loss[];
}

/** The version of the schema that is written. */
const schemaVersion = "2.11.0";

/**
 * Write a result as NWB 2.11: spikes as units, samples as time series, and beside them our own tree.
 *
 * What is recorded is asked for while the file is written, from its first byte to its last.
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

/** All of a result as `specs/result/1` says, but for spikes; what NWB has too is kept once. */
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
  const message = "NWB has no place for a network: it is kept in a group that SpikeLoom reads.";
  const silent = "Spikes were recorded, but there is none, and NWB has no table of units without.";
  const isSilent = !hasUnits && recordings.some(({ spikes }) => spikes !== undefined);
  return [
    { code: "network", place: "network", message },
    ...(isSilent ? [{ code: "silent", place: "units", message: silent }] : []),
  ];
}
