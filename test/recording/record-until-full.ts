// Records to the file named on the command line until it cannot, and beyond; tells how that was.
import {Recorder} from '../../source/recording/recorder.ts';
import {entryAt, header, startMs} from './sample.ts';

const path = process.argv[2]!;
let passed = 0;
const recorder = await Recorder.create(path, header, () => startMs);
while (passed < 2000) {
  const {d} = entryAt(passed);
  await recorder.record('logs', [d], startMs + passed++);
  await new Promise(resolve => setImmediate(resolve));
}
const after = String(recorder.record('logs', [entryAt(0).d], startMs));
await recorder[Symbol.asyncDispose]();
const {failed, bytes} = recorder;
process.stdout.write(JSON.stringify({failed, bytes, passed, after}));
