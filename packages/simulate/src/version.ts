/** The version that results are stamped with; the same as the package's. */
export const version = "0.1.0";
