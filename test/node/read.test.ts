/** Bytes to text as Python does it, and back only where that is exact. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { join } from 'node:path';
import { decodePython, encodePython, readBytes, type Decoded } from '../../server/src/node/read';
import { findPython } from '../harness/python';
import { makeFolder } from './folder';

function decode(bytes: string | Uint8Array): Decoded {
  const decoded = decodePython(Buffer.from(bytes));
  assert.ok(!('skipped' in decoded));
  return decoded;
}

const latin = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('decodePython', () => {
  it('UTF-8, with and without byte order mark, comes back byte by byte', () => {
    for (const text of [
      '',
      'x = "é😀"\n',
      '\uFEFFx = "é"\r\n',
      '\uFEFF',
      '# coding: utf-8\nx\n',
      '# -*- coding: UTF_8 -*-\n',
    ]) {
      const decoded = decode(text);
      assert.equal(decoded.text, text.replace('\uFEFF', ''));
      assert.deepEqual(
        [decoded.encoding, decoded.hasBom, decoded.exact],
        ['utf-8', text.startsWith('\uFEFF'), true],
      );
      assert.deepEqual(Buffer.from(encodePython(decoded, decoded.text) ?? []), Buffer.from(text));
    }
  });

  it('a coding line for latin-1 is believed, and comes back byte by byte', () => {
    for (const label of ['latin-1', 'iso-8859-1', 'ISO_8859_1', 'latin1', 'l1']) {
      const bytes = latin(`#!/usr/bin/python\n# vim: set fileencoding=${label} :\nx = "é\x80"\n`);
      const decoded = decode(bytes);
      assert.equal(decoded.encoding, 'latin-1', label);
      assert.ok(decoded.text.includes('"é\x80"'));
      assert.deepEqual(Buffer.from(encodePython(decoded, decoded.text) ?? []), bytes);
      assert.equal(encodePython(decoded, `${decoded.text}😀`), undefined);
    }
  });

  it('only the first two lines count, the second only below a comment or a blank line', () => {
    assert.equal(decode('x = 1\n# coding: latin-1\n').encoding, 'utf-8');
    assert.equal(decode('\n\n# coding: latin-1\n').encoding, 'utf-8');
    assert.equal(decode('\n# coding: latin-1\n').encoding, 'latin-1');
    assert.equal(decode('x = "coding: latin-1"\n').encoding, 'utf-8');
    assert.equal(decode('\uFEFF# coding: latin-1\n').encoding, 'utf-8');
  });

  it('other encodings are read and never written', () => {
    const decoded = decode(latin('# coding: koi8-r\nx = "\xc1"\n'));
    assert.ok(decoded.text.includes('а'));
    assert.equal(encodePython(decoded, decoded.text), undefined);
    assert.equal(decode('# coding: no-such-thing\n').encoding, 'utf-8');
  });

  it('invalid UTF-8 is read with replacements and never written', () => {
    const decoded = decode(Buffer.from([0x78, 0xff, 0x0a]));
    assert.equal(decoded.text, 'x\uFFFD\n');
    assert.equal(decoded.exact, false);
    assert.equal(encodePython(decoded, decoded.text), undefined);
    assert.equal(decode(Buffer.from([0xed, 0xa0, 0x80])).exact, false);
  });

  it('NUL bytes mean that it is not Python', () => {
    assert.ok('skipped' in decodePython(Buffer.from('x\0')));
  });

  const python = findPython();
  it('agrees with Python itself about encodings', { skip: python === undefined }, () => {
    const heads = [
      '# coding: latin-1\n',
      '#coding=cp1252\n',
      '\n# coding: latin-1\n',
      'x\n# coding: latin-1\n',
      '# a\n# coding: latin-1\n',
      '\f# -*- coding: latin-1 -*-\n',
      '# coding : latin-1\n',
      '# encoding: latin-1\n',
    ];
    const program =
      'import sys, io, tokenize, json\nfor head in json.loads(sys.argv[1]):\n    print(tokenize.detect_encoding(io.BytesIO(head.encode()).readline)[0])';
    const result = spawnSync(
      python?.command ?? '',
      [...(python?.args ?? []), '-c', program, JSON.stringify(heads)],
      { encoding: 'utf8' },
    );
    const names = result.stdout
      .trim()
      .split(/\r?\n/)
      .map((name) => (name === 'iso-8859-1' ? 'latin-1' : name.startsWith('utf-8') ? 'utf-8' : 'other'));
    assert.deepEqual(
      heads.map((head) => decode(head).encoding),
      names,
    );
  });
});

describe('readBytes', () => {
  it('reads files and says why it does not', () => {
    const folder = makeFolder({ 'a.py': 'x', 'large.py': 'x'.repeat(20), 'empty.py': '' });
    assert.deepEqual(readBytes(join(folder, 'a.py')), new Uint8Array([120]));
    assert.deepEqual(readBytes(join(folder, 'empty.py')), new Uint8Array());
    assert.deepEqual(readBytes(join(folder, 'large.py'), 10), {
      skipped: `is larger than ${10 / 1024 / 1024} MB`,
    });
    assert.deepEqual(readBytes(join(folder, 'none.py')), { skipped: 'does not exist' });
    assert.deepEqual(readBytes(folder), { skipped: 'is a folder' });
  });
});
