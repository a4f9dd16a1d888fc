// Trains the digits in Node on one worker, and prints the result as JSON.
import { trainDigits } from "./trained.ts";

console.log(JSON.stringify(await trainDigits(1)));
