// Runs the published networks in Node; one line of JSON for each.
import { whole } from "../../packages/reproductions/src/short-runs.ts";
import { networkNames, runNetwork } from "./runs.ts";

for (const name of networkNames) console.log(JSON.stringify(await runNetwork(name, whole)));
