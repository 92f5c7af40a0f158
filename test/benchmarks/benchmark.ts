export interface BenchmarkOptions {
  /** How often each way is measured; default is the benchmark's own. */
  readonly rounds?: number;
  /** How long a benchmark that watches something watches it. */
  readonly seconds?: number;
}

export interface Table {
  readonly title?: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface Result extends Table {
  readonly further?: readonly Table[];
  /** What the figures mean, and what else was seen: a sentence each. */
  readonly notes: readonly string[];
}

/** One question, answered by figures beside those of a reference that was measured in the same run. */
export interface Benchmark {
  readonly name: string;
  /** In one sentence. */
  readonly question: string;
  /** Measures the bundle, which is then built first. */
  readonly bundled: boolean;
  /** Runs only when it is named. */
  readonly long: boolean;
  run(options: BenchmarkOptions): Promise<Result>;
}
