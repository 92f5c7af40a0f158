import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {readFile} from 'node:fs/promises';
import {delimiter, join} from 'node:path';
import {test} from 'node:test';
import {ran} from '../helpers/run.ts';
import {bundle, project} from '../helpers/tailrace.ts';

for (const command of ['', 'watch', 'replay', 'ticker', 'chat', 'logs', 'alerts', 'serve', 'doctor']) {
  const name = command === '' ? 'tailrace' : `tailrace ${command}`;
  for (const flag of ['--help', '-h']) {
    test(`${name} ${flag} fits a screen of 80×24 and has an example`, async () => {
      const {code, stdout, stderr, lines} = await ran([...command.split(' ').filter(Boolean), flag], {
        // As long as homes are.
        env: {TAILRACE_LOG: '/home/operator/.local/state/tailrace/tailrace.log'},
      });
      assert.equal(code, 0);
      assert.equal(stderr, '');
      // One row is the prompt's.
      assert.ok(lines.length <= 23, `${lines.length} rows`);
      assert.deepEqual(
        lines.filter(line => [...line].length > 80),
        [],
      );
      assert.match(stdout, new RegExp(`^Example\\n  (?:ssh -t host )?tailrace ${command}`, 'm'));
      assert.match(stdout, /^Usage\n {2}tailrace/m);
    });
  }
}

test('--help names each command and the place of the log', async () => {
  const {stdout} = await ran(['--help'], {env: {TAILRACE_LOG: '/somewhere/tailrace.log'}});
  for (const command of ['watch', 'replay', 'ticker', 'chat', 'logs', 'alerts', 'serve'])
    assert.match(stdout, new RegExp(`^  tailrace ${command} `, 'm'));
  assert.match(stdout, /\/somewhere\/tailrace\.log/);
});

test('--version prints the version of the package', async () => {
  const {version} = JSON.parse(await readFile(join(project, 'package.json'), 'utf8'));
  for (const args of [['--version'], ['watch', '--version']]) {
    assert.deepEqual(await ran(args), {code: 0, stdout: `${version}\n`, stderr: '', lines: [version]});
  }
});

test('a Node.js that is too old is told so, and gets 2', t => {
  const old = (process.env.PATH ?? '')
    .split(delimiter)
    .map(folder => join(folder, 'node'))
    .map(node => ({node, version: spawnSync(node, ['--version'], {encoding: 'utf8'}).stdout ?? ''}))
    .find(({version}) => /^v(18|20|21)\./.test(version));
  if (!old) return t.skip('there is no Node.js older than 22 on this machine');
  const {status, stderr} = spawnSync(old.node, [bundle, '--version'], {encoding: 'utf8'});
  assert.equal(
    stderr,
    `tailrace: this is Node.js ${old.version.trim().slice(1)}, and tailrace needs >=22.15; install a newer one\n`,
  );
  assert.equal(status, 2);
});
