/**
 * Where `test` writes bundled modules: below the command, whose manifest lists the third-party packages that we import.
 */
export const bundledPlace = "packages/cli/node_modules/.cache/bundled";

/**
 * A module for Node's `--import`, which redirects worker threads to their bundles.
 *
 * In those threads it redirects imports of packages as well, and with `?scripts` in a whole process.
 */
export const useBundled: string = `${bundledPlace}/use-bundled.mjs`;
