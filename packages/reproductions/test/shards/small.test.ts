import { isLarge } from "../../src/short-runs.ts";
import { describeShards } from "./same-spikes.ts";

describeShards((network) => !isLarge(network));
