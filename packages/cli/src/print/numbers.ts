/** Format a count with thin spaces between groups of three digits, as in 15 625 000. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, " ");
}

/** Format a count with its noun, as in 1 neuron and 2 neurons. */
export function formatCounted(count: number, what: string): string {
  return `${formatCount(count)} ${what}${Math.round(count) === 1 ? "" : "s"}`;
}

/** Format a wall time: 0.31 s, 12 s, 3 min 20 s, 2 h 5 min. */
export function formatSeconds(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(2)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Format a simulated time given in ms: 350 ms, 1 s, 2.5 s. */
export function formatTime(milliseconds: number): string {
  const digits = (value: number): string => String(Number(value.toPrecision(6)));
  if (milliseconds < 1000) return `${digits(milliseconds)} ms`;
  return `${digits(milliseconds / 1000)} s`;
}

/** Format a short time to three digits: 850 ns, 4.21 ms, 1.30 s; longer ones as a wall time. */
export function formatSpan(seconds: number): string {
  if (seconds >= 10) return formatSeconds(seconds);
  const [factor, unit] = spans.find(([factor]) => seconds * factor >= 0.9995) ?? nanoseconds;
  const value = seconds * factor;
  return `${value >= 100 ? value.toFixed(0) : value.toPrecision(3)} ${unit}`;
}

const nanoseconds = [1e9, "ns"] as const;
const spans = [[1, "s"], [1e3, "ms"], [1e6, "µs"], nanoseconds] as const;

/** Format a fraction as a percentage: 34.1 %. */
export function formatShare(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** Format a range of fractions as percentages: 82.8–89.8 %. */
export function formatShareRange([low, high]: readonly [number, number]): string {
  return `${(100 * low).toFixed(1)}–${formatShare(high)}`;
}
