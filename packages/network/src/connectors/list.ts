import type { ConnectorRecord } from "@spikeloom/kernel";
import { allToAll } from "./all-to-all.ts";
import { convolution } from "./convolution.ts";
import { distanceProbability } from "./distance-probability.ts";
import { fixedIndegree } from "./fixed-indegree.ts";
import { fixedOutdegree } from "./fixed-outdegree.ts";
import { fixedProbability } from "./fixed-probability.ts";
import { fixedTotal } from "./fixed-total.ts";
import { indexProbability } from "./index-probability.ts";
import { matrix } from "./matrix.ts";
import { oneToOne } from "./one-to-one.ts";
import { ownConnectorNames, ownConnectors } from "./own-connectors.ts";
import { pairs } from "./pairs.ts";
import { smallWorld } from "./small-world.ts";

const byName: Readonly<Record<(typeof ownConnectorNames)[number], ConnectorRecord>> = {
  "all-to-all": allToAll,
  "one-to-one": oneToOne,
  "fixed-probability": fixedProbability,
  "fixed-indegree": fixedIndegree,
  "fixed-outdegree": fixedOutdegree,
  "fixed-total": fixedTotal,
  pairs,
  matrix,
  "distance-probability": distanceProbability,
  "index-probability": indexProbability,
  "small-world": smallWorld,
  convolution,
};

/**
 * The connectors of a default stack.
 *
 * `module` is not enumerable: a modified copy made by spreading is no longer one of these connectors and must not
 * inherit it.
 */
export const connectors: readonly ConnectorRecord[] = ownConnectorNames.map((name) =>
  Object.freeze(Object.defineProperty({ ...byName[name] }, "module", { value: ownConnectors })),
);
