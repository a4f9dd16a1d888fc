import type { ConnectorRecord } from "@spikeloom/kernel";
import { allToAll } from "./all-to-all.ts";
import { distanceProbability } from "./distance-probability.ts";
import { fixedIndegree } from "./fixed-indegree.ts";
import { fixedOutdegree } from "./fixed-outdegree.ts";
import { fixedProbability } from "./fixed-probability.ts";
import { fixedTotal } from "./fixed-total.ts";
import { indexProbability } from "./index-probability.ts";
import { matrix } from "./matrix.ts";
import { oneToOne } from "./one-to-one.ts";
import { pairs } from "./pairs.ts";
import { smallWorld } from "./small-world.ts";

/**
 * Address of what comes with every copy of this package: the connectors of version 1 of the format of networks.
 *
 * By it a copy knows those of another, whose functions are not its own.
 */
const ownConnectors = "spikeloom:network/1";

/** The connectors of a default stack. */
export const connectors: readonly ConnectorRecord[] = [
  allToAll,
  oneToOne,
  fixedProbability,
  fixedIndegree,
  fixedOutdegree,
  fixedTotal,
  pairs,
  matrix,
  distanceProbability,
  indexProbability,
  smallWorld,
].map((connector) => Object.freeze({ ...connector, module: ownConnectors }));
