/**
 * After any sequence of edits an analysis equals a fresh one, on real files: findings, fixes and syntax state. Edits
 * break the syntax and mend it, paste, delete, undo, use several cursors, change line ends. `SEAWORTHY_EDITS` sets how
 * many edits each file gets, `SEAWORTHY_SEED` starts another run.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { settingsFor } from '../../server/src/engine/index';
import { rules } from '../../server/src/engine/rules/registry.generated';
import { createEngine } from '../harness/engine';
import { probes } from '../harness/probe';
import { findPython, standardLibrary } from '../harness/python';
import { Problems } from '../harness/report';
import { checkIncremental } from '../harness/robustness';

const edits = Number(process.env['SEAWORTHY_EDITS'] ?? 300);
const seed = Number(process.env['SEAWORTHY_SEED'] ?? 1);
const files = ['cmd.py', 'contextlib.py', 'logging/config.py', 'quopri.py', 'sched.py'];
const python = findPython();

describe('incremental analysis', { skip: python ? false : 'no Python 3 on the path' }, () => {
  if (!python) return;
  const library = standardLibrary(python);
  for (const file of files) {
    it(`equals a fresh one after each of ${edits} edits of ${file}`, async (context) => {
      const { engine, crashes } = await createEngine([...rules, ...probes]);
      const code = readFileSync(join(library, file), 'utf8');
      const problems = new Problems(file);
      const subject = { engine, path: file, code, settings: settingsFor(engine.rules) };
      const { sound, broken, recoveredOtherwise, events } = checkIncremental(
        subject,
        { seed, edits },
        problems,
      );
      problems.throwAny();
      assert.ok(
        sound > edits / 8 && broken > edits / 8,
        `sound after ${sound} edits, broken after ${broken}`,
      );
      if (recoveredOtherwise > 0)
        context.diagnostic(`${file}: ${recoveredOtherwise} of ${broken} broken texts recovered otherwise`);
      assert.ok(recoveredOtherwise <= broken / 50, `${recoveredOtherwise} of ${broken} recovered otherwise`);
      const kinds = [...events.keys()];
      const undone = kinds.filter((kind) => kind.startsWith('undo of'));
      assert.ok(kinds.length - undone.length >= 12 && undone.length >= 8, kinds.join());
      assert.deepEqual(crashes, []);
      assert.equal(engine.parser.liveTrees, 0);
    });
  }
});
