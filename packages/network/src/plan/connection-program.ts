import type { ProjectionRecord, Selection } from "@spikeloom/kernel";
import type { ValueProgram } from "../values/value-program.ts";

/**
 * Connections of a projection as data.
 *
 * A rule with the key of its random numbers, weights and delays. Numbers are in internal units. `openConnection` draws the rows.
 */
export interface ConnectionProgram {
  /** Name of the projection, given or made from its ends. */
  readonly name: string;
  /** Place in the network, for errors. */
  readonly place: string;
  readonly from: string;
  readonly to: string;
  /** Neurons selected at both ends, among which the rule connects; all by default. */
  readonly fromNeurons?: Selection | undefined;
  readonly toNeurons?: Selection | undefined;
  /** The connector's name and options, with defaults written out. */
  readonly connector: ProjectionRecord["connector"];
  /** Keys the connector's random numbers, together with the seed. */
  readonly key: string;
  /** Set if the connector lists the targets of each source; otherwise it chooses the end whose rows it lists. */
  readonly by?: "source" | undefined;
  /** Whether rows are redrawn at each spike; they are then listed by source. */
  readonly procedural: boolean;
  /** Undefined if the synapse only couples. */
  readonly receptor: string | undefined;
  /** In the internal unit of the receptor. */
  readonly weight: ValueProgram;
  /** In ms. */
  readonly delay: ValueProgram;
}
