import assert from 'node:assert/strict';
import {test} from 'node:test';
import stringWidth from 'string-width';
import {theme} from '../../source/console/theme.ts';

const looks = {
  utf8: theme({unicode: true, colors: 1}),
  ascii: theme({unicode: false, colors: 0}),
};

for (const [name, look] of Object.entries(looks)) {
  test(`every glyph of ${name} is one cell wide`, () => {
    const {bars, chart, ...others} = look;
    const glyphs = [...bars, ...chart, ...Object.values(others).filter(one => typeof one === 'string')];
    assert.ok(glyphs.length > 20);
    for (const glyph of glyphs) assert.equal(stringWidth(glyph as string), 1, String(glyph));
    if (name === 'ascii') assert.match(glyphs.join(''), /^[!-~]+$/);
  });

  test(`what is told by colour in ${name} is told by a mark too`, () => {
    const {dot, ring, up, down, same, bars} = look;
    assert.notEqual(dot, ring);
    assert.equal(new Set([up, down, same]).size, 3);
    assert.equal(new Set(bars).size, 8);
  });
}

test('without colours nothing is styled', () => {
  const {ascii} = looks;
  for (const style of [ascii.bold, ascii.dim, ascii.good, ascii.bad, ascii.warn, ascii.accent, ascii.focus])
    assert.equal(style('text'), 'text');
  assert.equal(ascii.named('ada')('ada'), 'ada');
});

test('the same name has the same colour each time, and names differ in theirs', () => {
  const {utf8} = looks;
  assert.equal(utf8.named('ada')('x'), utf8.named('ada')('x'));
  const names = ['ada', 'grace', 'linus', 'alan', 'barbara', 'edsger', 'donald'];
  assert.ok(new Set(names.map(name => utf8.named(name)('x'))).size > 2);
});
