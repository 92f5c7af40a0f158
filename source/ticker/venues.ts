import {kraken} from './kraken.ts';
import type {Venue} from './venue.ts';

/** The venues that are spoken, by the name that begins their URLs. */
export const venues = {kraken} satisfies Record<string, Venue>;

export type VenueName = keyof typeof venues;
