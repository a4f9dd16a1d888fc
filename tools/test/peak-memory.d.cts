/** The most memory that this process has held, in KiB. */
export function peakKibibytes(): number;
