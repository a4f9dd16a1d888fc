// Runs the published networks in Node; one line of JSON for each.
import { runNetworks } from "./runs.ts";
import { shardings } from "./shardings.ts";

await runNetworks(shardings.slice(0, 1), (outcome) => console.log(JSON.stringify(outcome)));
