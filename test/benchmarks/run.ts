import {execFileSync} from 'node:child_process';
import {cpus, loadavg} from 'node:os';
import {parseArgs} from 'node:util';
import {project} from '../helpers/tailrace.ts';
import type {Benchmark} from './benchmark.ts';
import {firstFrame} from './first-frame.ts';
import {flood} from './flood.ts';
import {link} from './link/link.ts';
import {table} from './table.ts';
import {throughput} from './throughput.ts';
import {windows} from './windows.ts';

const benchmarks: readonly Benchmark[] = [throughput, windows, firstFrame, flood, link];
const usage = 'npm run bench -- [NAME…] [--rounds N] [--seconds N] [--list]';

function refuse(sentence: string): never {
  console.error(`${sentence}\n${usage}\nThere are: ${benchmarks.map(({name}) => name).join(', ')}`);
  process.exit(2);
}

function given() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {list: {type: 'boolean'}, rounds: {type: 'string'}, seconds: {type: 'string'}},
    });
  } catch (error) {
    return refuse((error as Error).message);
  }
}

function wholeNumber(flag: string, value: string): number {
  return /^[1-9]\d*$/.test(value) ? Number(value) : refuse(`--${flag} takes a whole number from 1 up`);
}

const {positionals, values} = given();
const unknown = positionals.find(name => !benchmarks.some(one => one.name === name));
if (unknown !== undefined) refuse(`there is no benchmark "${unknown}"`);
if (values.list) {
  for (const {name, question, long} of benchmarks)
    console.log(`${name.padEnd(12)} ${question}${long ? ' (runs when it is named)' : ''}`);
  process.exit(0);
}
const options = {
  ...(values.rounds === undefined ? {} : {rounds: wholeNumber('rounds', values.rounds)}),
  ...(values.seconds === undefined ? {} : {seconds: wholeNumber('seconds', values.seconds)}),
};
const chosen = benchmarks.filter(({name, long}) =>
  positionals.length > 0 ? positionals.includes(name) : !long,
);
if (chosen.some(({bundled}) => bundled))
  execFileSync('npm', ['run', '--silent', 'build'], {cwd: project, stdio: 'inherit'});
const load = () => loadavg()[0]?.toFixed(1);
console.log(
  `Node.js ${process.version}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), load ${load()} before the start`,
);
for (const {name, question, run} of chosen) {
  console.log(`\n${name}: ${question}\n`);
  const {further = [], notes, ...first} = await run(options);
  for (const {title, head, rows} of [first, ...further])
    console.log(`${title === undefined ? '' : `${title}:\n\n`}${table(head, rows)}\n`);
  console.log(`${notes.map(note => `- ${note}`).join('\n')}\n- Load at the end: ${load()}.`);
}
