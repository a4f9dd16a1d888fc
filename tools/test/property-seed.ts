import fc from "fast-check";
import { drawSeed } from "./draws.ts";

// Property tests draw the same inputs on every run, so that only a change can make one fail.
fc.configureGlobal({ seed: drawSeed });
