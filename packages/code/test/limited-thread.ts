import { resourceLimits } from "node:worker_threads";
import { startedBy } from "../src/threads/threads.ts";

startedBy().post(resourceLimits.maxYoungGenerationSizeMb);
