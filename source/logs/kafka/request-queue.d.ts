/** A part of kafkajs that its types do not tell of: only what `calm-timers.ts` touches. */
declare module 'kafkajs/src/network/requestQueue/index.js' {
  class RequestQueue {
    constructor(options: object);
    readonly pending: readonly unknown[];
    throttleCheckTimeoutId: NodeJS.Timeout | null;
    scheduleCheckPendingRequests(): void;
  }
  export default RequestQueue;
}
