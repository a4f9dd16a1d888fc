import { group } from "../../hdf5/result-tree.ts";
import type { PlannedFile } from "../../hdf5/write/planned-file.ts";
import type { GroupNode, TreeNode } from "../../hdf5/write/tree.ts";
import type { ResultRows } from "./result-rows.ts";
import { mapOf, typedGroup } from "./typed-nodes.ts";

/** Metadata that NWB requires of an experiment. */
export interface NwbMetadata {
  readonly subject: string;
  readonly species: string;
  readonly sex: string;
  readonly age: string;
  readonly description?: string | undefined;
  /** `Last, First`; several are separated by `;`. */
  readonly experimenter?: string | undefined;
  readonly institution?: string | undefined;
  /** In ISO 8601 with an offset; by default the current time. */
  readonly start?: string | undefined;
}

/** Strings at the root of a file. */
export function rootTexts(
  file: PlannedFile,
  { duration, network }: ResultRows,
  { description, start }: NwbMetadata,
): Readonly<Record<string, TreeNode>> {
  const now = new Date().toISOString();
  const session = start ?? now;
  const about = description ?? `${duration} ms of a simulated spiking neural network`;
  const name = network.name === undefined || description !== undefined ? "" : `: ${network.name}`;
  return {
    identifier: file.texts(globalThis.crypto.randomUUID()),
    session_description: file.texts(`${about}${name}`),
    session_start_time: file.texts(session),
    timestamps_reference_time: file.texts(session),
    file_create_date: file.texts([now]),
  };
}

/** Experimenter, session and subject. */
export function generalGroup(
  file: PlannedFile,
  { provenance }: ResultRows,
  metadata: NwbMetadata,
): GroupNode {
  const { experimenter, institution } = metadata;
  const { spikeloom, backend, convention, seed, precision, runtime } = provenance;
  const made = `Simulated by SpikeLoom ${spikeloom} on the backend ${backend}, convention ${convention}, seed ${seed}, ${precision}, ${runtime}.`;
  return group(
    {},
    {
      experiment_description: file.texts(made),
      keywords: file.texts(["simulation", "spiking neural network"]),
      ...(experimenter !== undefined && {
        experimenter: file.texts(experimenter.split(";").map((name) => name.trim())),
      }),
      ...(institution !== undefined && { institution: file.texts(institution) }),
      subject: subjectGroup(file, metadata),
    },
  );
}

function subjectGroup(file: PlannedFile, { subject, species, sex, age }: NwbMetadata): GroupNode {
  return typedGroup(
    "Subject",
    {},
    {
      subject_id: file.texts(subject),
      description: file.texts("No animal: a simulated network."),
      species: file.texts(species),
      sex: file.texts(sex),
      age: { ...file.texts(age), attributes: mapOf({ reference: "birth" }) },
    },
  );
}
