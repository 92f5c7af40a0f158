import type {SequenceFault} from './event.ts';

/** What a fault in the venue's numbers means, in a few words. */
export function faultSentence({fault, missed, since}: SequenceFault): string {
  switch (fault) {
    case 'gap': {
      const what = missed === undefined ? 'what came' : missed === 1 ? '1 trade' : `${missed} trades`;
      return `${what}${since === undefined ? '' : ` since ${since}`} missed`;
    }
    case 'duplicate':
      return 'a trade came twice';
    case 'reordered':
      return 'a missing trade came late';
    case 'restarted':
      return 'the venue counts its trades anew';
  }
}
