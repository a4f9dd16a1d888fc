import fc from "fast-check";

// Property tests draw the same inputs on every run, so that a change is what makes one fail;
// FAST_CHECK_SEED takes other draws.
fc.configureGlobal({ seed: Number(process.env["FAST_CHECK_SEED"] ?? 20_261_124) });
