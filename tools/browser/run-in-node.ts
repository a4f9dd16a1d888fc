// Runs the published networks in Node; one line of JSON for each.
import { runNetworks, shardings } from "./runs.ts";

await runNetworks(shardings.slice(0, 1), (outcome) => console.log(JSON.stringify(outcome)));
