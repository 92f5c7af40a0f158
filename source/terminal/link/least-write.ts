/** Smaller writes, in bytes, cost more in packets than they gain: a frame would be cut into crumbs. */
export const leastWrite = 350;
