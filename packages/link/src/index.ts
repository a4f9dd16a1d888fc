export { type LinkEnd, type LinkOptions, serveLink } from "./serve-link.ts";
export type { ServedPrograms } from "./served-session.ts";
export type { ServedBatchOptions, ServedOptions, ServedSimulator } from "./simulation/loaded.ts";
