import {writeSync} from 'node:fs';
import type {ReadStream, WriteStream} from 'node:tty';
import type {Answer} from './input/answer.ts';
import {TerminalInput} from './input/terminal-input.ts';
import {Interview, type TerminalFacts} from './interview.ts';

export interface Examination {
  readonly facts: TerminalFacts;
  /** False: it answered nothing. */
  readonly answers: boolean;
  /** From a question to its answer, each in milliseconds. */
  readonly roundTripsMs: readonly number[];
  /** Cells of characters about which terminals are of several opinions; only those that were measured. */
  readonly widths: readonly {readonly what: string; readonly character: string; readonly cells: number}[];
}

const patienceMs = 2000;
const rounds = 10;
const doubtful = [
  {what: 'an emoji', character: '🙂'},
  {what: 'a family of four', character: '👨‍👩‍👧‍👦'},
  {what: 'a heart made emoji', character: '❤️'},
  {what: 'a black circle', character: '●'},
];

/** Asks the terminal what it is, on a screen of its own that is gone afterwards; takes 2 s where it does not answer. */
export async function examine(
  input: ReadStream,
  output: WriteStream & {readonly fd?: number},
  {unicode}: {readonly unicode: boolean},
): Promise<Examination> {
  const interview = new Interview(unicode);
  let onAnswer = (_: Answer) => {};
  using terminal = new TerminalInput(input, {expects: () => true});
  terminal.on('answer', answer => {
    interview.hear(answer);
    onAnswer(answer);
  });
  terminal.on('error', () => {});
  /** Writes, and waits for an answer that `is` what was asked for; undefined when none comes. */
  const ask = async (question: string, is: (answer: Answer) => boolean): Promise<Answer | undefined> => {
    const {promise, resolve} = Promise.withResolvers<Answer | undefined>();
    const timeout = setTimeout(resolve, patienceMs, undefined);
    onAnswer = answer => is(answer) && resolve(answer);
    output.write(question);
    const answer = await promise;
    clearTimeout(timeout);
    return answer;
  };
  const position = (text: string) => ask(`\u001b[2;1H${text}\u001b[6n`, ({type}) => type === 'position');
  const giveBack = () => {
    writeSync(output.fd ?? 1, '\u001b[?1049l');
  };
  process.on('exit', giveBack);
  terminal.keys.on('data', key => {
    // ^C is a key here.
    if (key === '\u0003') process.kill(process.pid, 'SIGINT');
  });
  input.setRawMode(true);
  terminal.start();
  output.write('\u001b[?1049h');
  try {
    const last = await ask(interview.questions, () => interview.isOver);
    const roundTripsMs: number[] = [];
    const widths: {what: string; character: string; cells: number}[] = [];
    while (last && roundTripsMs.length < rounds) {
      const startMs = performance.now();
      if (!(await position(''))) break;
      roundTripsMs.push(performance.now() - startMs);
    }
    for (const {what, character} of last && unicode ? doubtful : []) {
      const answer = await position(character);
      if (answer?.type === 'position') widths.push({what, character, cells: answer.column - 1});
    }
    return {facts: interview.facts, answers: last !== undefined, roundTripsMs, widths};
  } finally {
    process.off('exit', giveBack);
    output.write('\u001b[2J\u001b[?1049l');
    // What comes late must not land in the shell.
    if (!interview.isOver) terminal.drain(patienceMs, () => interview.isOver);
    terminal.stop();
    input.setRawMode(false);
  }
}
