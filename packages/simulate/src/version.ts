/** Version written into results; equal to the package's version. */
export const version = "0.1.0";
