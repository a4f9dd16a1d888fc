/** The module of an origin that every thread holds. */
export const ownModule = "spikeloom:training";
