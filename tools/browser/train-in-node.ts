// Trains the digits in Node on one worker, and prints what came of it as JSON.
import { trainDigits } from "./trained.ts";

console.log(JSON.stringify(await trainDigits(1)));
