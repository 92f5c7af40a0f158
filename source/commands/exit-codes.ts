/** What a shell expects of a process that a signal ended: 128 and the signal's number. */
export const exitCodes = {SIGINT: 130, SIGTERM: 143, SIGHUP: 129, SIGQUIT: 131} as const;
