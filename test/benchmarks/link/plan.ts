import type {TempFolder} from '../../helpers/temp-folder.ts';

/** What a run of the benchmark measures. */
export interface Plan {
  /** For what is built; gone afterwards. */
  readonly folder: TempFolder;
  /** The bundled app. */
  readonly app: string;
  readonly seconds: number;
  readonly ways: readonly string[];
  /** Has something to say below the tables. */
  note(sentence: string): void;
}

/** Both directions together; 100 ms there and back. */
export const delayMs = 50;

/** Undefined when it fails, for a reason that is noted: the others may still be measured. */
export async function attempted<T>(
  {note}: Plan,
  what: string,
  measure: () => Promise<T>,
): Promise<T | undefined> {
  console.error(`link: ${what} …`);
  try {
    return await measure();
  } catch (error) {
    note(`${what}: ${(error as Error).message}.`);
    return undefined;
  }
}
