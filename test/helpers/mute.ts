import type {Pty} from './pty.ts';

const swallow = () => true;

/** Makes the terminal one that never answers: it still draws, but DSR, DA and the like are lost on it. */
export function mute({emulator: {parser}}: Pty): void {
  const questions = [
    {final: 'n'},
    {prefix: '?', final: 'n'},
    {final: 'c'},
    {prefix: '>', final: 'c'},
    {prefix: '=', final: 'c'},
    {prefix: '>', final: 'q'},
    {prefix: '?', final: 'u'},
    {intermediates: '$', final: 'p'},
    {prefix: '?', intermediates: '$', final: 'p'},
  ];
  for (const question of questions) parser.registerCsiHandler(question, swallow);
  parser.registerDcsHandler({intermediates: '$', final: 'q'}, swallow);
  for (const colour of [4, 10, 11, 12]) parser.registerOscHandler(colour, data => data.includes('?'));
}
