import type { Divergence, Result } from "@spikeloom/simulate";
import { RESULT_SHAPE } from "./errors.ts";
import type { OpenResult } from "./opened-result.ts";
import type { Hdf5File } from "./write/hdf5-file.ts";
import type { AttributeValue, DatasetNode, GroupNode } from "./write/tree.ts";

/** Record in a file of how its run ended. */
export interface EndNodes {
  /** Value at which it diverged. */
  readonly diverged?: GroupNode;
  /** Its warnings. */
  readonly warnings?: DatasetNode;
}

/** Write how a run ended; writes nothing if it completed normally. */
export function writeEnd(
  file: Pick<Hdf5File, "texts">,
  { diverged, warnings }: Pick<Result, "diverged" | "warnings">,
): EndNodes {
  return {
    ...(diverged !== undefined && { diverged: divergedGroup(diverged) }),
    ...(warnings.length > 0 && { warnings: file.texts(warnings) }),
  };
}

function divergedGroup({ kind, name, variable, index, value, from, until }: Divergence): GroupNode {
  // As text, because readers refuse attributes that are not finite.
  const attributes = { kind, name, variable, index: BigInt(index), value: String(value) };
  return {
    kind: "group",
    attributes: new Map<string, AttributeValue>(Object.entries({ ...attributes, from, until })),
    links: new Map(),
  };
}

/** Read how a run ended. */
export function readEnd(file: OpenResult, path: string): Pick<Result, "diverged" | "warnings"> {
  const warnings = file.texts("/", "warnings");
  if (!file.has("/", "diverged")) return { warnings };
  const inside = "diverged";
  const kind = file.textAttribute(inside, "kind");
  if (kind !== "neuron" && kind !== "synapse") {
    const expected = "neuron or synapse";
    throw RESULT_SHAPE({ path, inside: `${inside}@kind`, expected, got: kind });
  }
  const diverged = {
    kind,
    name: file.textAttribute(inside, "name"),
    variable: file.textAttribute(inside, "variable"),
    index: file.integerAttribute(inside, "index"),
    value: Number(file.textAttribute(inside, "value")),
    from: file.numberAttribute(inside, "from"),
    until: file.numberAttribute(inside, "until"),
  } as const;
  return { diverged, warnings };
}
