// maths: wall time sizes the pieces of a run and is reported; no result depends on either.

/** Start a stopwatch; each call returns the milliseconds since. */
export function stopwatch(): () => number {
  const began = performance.now();
  return () => performance.now() - began;
}
