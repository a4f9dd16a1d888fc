// Runs the published networks in Node; one line of JSON for each.
import { networkNames, runNetwork } from "./runs.ts";
import { shardings } from "./shardings.ts";

for (const name of networkNames) {
  await runNetwork(name, shardings.slice(0, 1), (outcome) => console.log(JSON.stringify(outcome)));
}
