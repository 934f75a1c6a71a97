/**
 * From a beginner's project to the end: every action that is offered is applied, and what comes out has to work. It
 * compiles, its tests pass, its services answer, its YAML and TOML parse, no step lowers the grade, each turns its
 * check green.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import { parse as parseToml } from 'smol-toml';
import { parseDocument } from 'yaml';
import { runAction, type HealthReport } from '../../../server/src/engine/project';
import { hasModules, systemPython } from '../../harness/debian';
import { starters } from './starters';
import { applyProjectEdit, checkIn, factsOf, gradeFiles, type Files, type SnapshotExtras } from './support';

interface Step {
  readonly action: string;
  readonly check: string;
  readonly before: HealthReport;
  readonly after: HealthReport;
}

interface Outcome {
  readonly files: Files;
  readonly steps: readonly Step[];
}

/** What cannot become green by itself: somebody has to choose a licence or write a sentence first. */
const partly = new Set(['readme-and-licence', 'project-metadata', 'imports-declared']);

function scaffold(start: Files, extras: SnapshotExtras): Outcome {
  let files = start;
  const steps: Step[] = [];
  for (;;) {
    const before = gradeFiles(files, extras);
    const offered = before.topics.flatMap((topic) => topic.checks).find(({ action }) => action !== null);
    if (offered?.action == null || steps.length > 60) return { files, steps };
    const now = files;
    const edit = runAction(offered.action, factsOf(files, extras), (path) => now[path]);
    if ('refused' in edit) assert.fail(`${offered.action} was offered and refuses: ${edit.refused}`);
    files = applyProjectEdit(files, edit);
    steps.push({ action: offered.action, check: offered.id, before, after: gradeFiles(files, extras) });
  }
}

const used = new Set<string>();

describe('any order', () => {
  it('no offered action lowers the score, whichever comes next', () => {
    const names = Object.keys(starters);
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.array(fc.nat(20), { maxLength: 8 }), (name, choices) => {
        let files = starters[name] ?? {};
        let before = gradeFiles(files);
        for (const choice of choices) {
          const offered = before.topics.flatMap(({ checks }) => checks.flatMap(({ action }) => action ?? []));
          const action = offered[choice % Math.max(1, offered.length)];
          if (action === undefined) return;
          const now = files;
          const edit = runAction(action, factsOf(files), (path) => now[path]);
          assert.ok(!('refused' in edit), action);
          files = applyProjectEdit(files, edit);
          const graded = gradeFiles(files);
          assert.ok(
            (graded.overall ?? 0) >= (before.overall ?? 0),
            `${action}: ${before.overall} -> ${graded.overall}`,
          );
          before = graded;
        }
      }),
      { numRuns: 25 },
    );
  });
});

after(() => {
  assert.ok(used.size >= 24, `only ${used.size} actions were ever offered: ${[...used].sort().join(', ')}`);
});

/** With the system's Python, as whoever clones the project would. */
function runs(name: string, files: Files): void {
  const hasPytest = hasModules({ pytest: 'python3-pytest' });
  const needs: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    flaskService: { flask: 'python3-flask' },
    djangoService: { django: 'python3-django' },
    poetryTool: { requests: 'python3-requests' },
  };
  const hasFramework = hasModules(needs[name] ?? {});

  it('compiles', { skip: spawnSync(systemPython, ['-c', '']).status !== 0 && 'needs python3' }, () => {
    inFolder(files, (folder) => execFileSync(systemPython, ['-m', 'compileall', '-q', '.'], { cwd: folder }));
  });

  it('passes its own tests', { skip: !hasPytest && 'needs pytest' }, () => {
    inFolder(files, (folder) => {
      const args = ['-m', 'pytest', '-q', '-p', 'no:cacheprovider'];
      const output = execFileSync(systemPython, args, { cwd: folder, encoding: 'utf8' });
      assert.match(output, /\d+ passed/);
    });
  });

  const program = programs[name];
  if (program === undefined) return;
  it('starts, logs and answers', { skip: !hasFramework && 'needs its framework' }, () => {
    inFolder(files, (folder) => {
      const env = { PATH: process.env['PATH'] ?? '', LOG_LEVEL: 'DEBUG', DATABASE_URL: 'x', PORT: '1' };
      const { status, stdout, stderr } = spawnSync(systemPython, ['-c', program], {
        cwd: folder,
        env,
        encoding: 'utf8',
      });
      assert.equal(status, 0, stderr);
      assert.match(stdout, /health ok/);
      assert.match(stderr, /Logging at level|logged/);
    });
  });
}

const programs: Readonly<Record<string, string>> = {
  flaskService: `import json
from app import app
answer = app.test_client().get("/health")
assert answer.status_code == 200 and answer.json == {"status": "ok"}, answer
import logging, sys, io
record = logging.getLogger("a").makeRecord("a", logging.INFO, "f", 1, "hi %s", ("you",), None, extra={"user": 7})
line = json.loads(logging.getLogger().handlers[0].format(record))
assert line["message"] == "hi you" and line["user"] == 7, line
print("health ok")
`,
  djangoService: `import os, logging
os.environ["DJANGO_SETTINGS_MODULE"] = "site_project.settings"
import django
django.setup()
from django.test import Client
answer = Client().get("/health/")
assert answer.status_code == 200 and answer.content == b"ok", answer
logging.getLogger("shop").warning("logged")
print("health ok")
`,
};

function inFolder(files: Files, work: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const withCrlf = (files: Files): Files =>
  Object.fromEntries(
    Object.entries(files).map(([path, text]) => [path, text.replace(/\r?\n/g, '\r\n')] as const),
  );

describe('written on Windows', () => {
  for (const [name, start] of Object.entries(starters)) {
    it(`${name}: what was there keeps its line ends, and every line of it`, () => {
      const files = withCrlf(start);
      const { files: done } = scaffold(files, { git: { remote: 'github.com' } });
      for (const [path, text] of Object.entries(files)) {
        const after = done[path] ?? '';
        if (text !== '') assert.doesNotMatch(after, /[^\r]\n/, `${path} mixes line ends`);
        const kept = after.split('\r\n');
        for (const line of text.split('\r\n'))
          // A value that grows: the array of dependencies, the mode of a type checker.
          assert.ok(
            kept.includes(line) || kept.some((one) => one.startsWith(line.slice(0, 6))),
            `${path}: ${line}`,
          );
      }
    });
  }
});

for (const [name, start] of Object.entries(starters)) {
  for (const remote of ['github.com', 'gitlab.com', 'dev.azure.com']) {
    describe(`${name} on ${remote}`, () => {
      const { files, steps } = scaffold(start, { git: { remote } });

      it('each step turns its check green and lowers nothing', () => {
        for (const { action, check, before, after: graded } of steps) {
          used.add(action);
          const { state, reason } = checkIn(graded, check);
          const isMet = state === 'pass' || (state === 'partial' && partly.has(check));
          assert.ok(isMet, `${action}: ${check} is ${state}: ${reason}`);
          assert.ok(
            (graded.overall ?? 0) >= (before.overall ?? 0),
            `${action}: ${before.overall} -> ${graded.overall}`,
          );
          assert.deepEqual(graded.problems, [], action);
        }
      });

      it('ends far above where it began', () => {
        const [first, last] = [
          gradeFiles(start, { git: { remote } }),
          gradeFiles(files, { git: { remote } }),
        ];
        assert.ok((last.overall ?? 0) >= (first.overall ?? 0) + 20, `${first.overall} -> ${last.overall}`);
      });

      it('parses', () => {
        for (const [path, text] of Object.entries(files)) {
          if (path.endsWith('.toml') || path === 'Pipfile') parseToml(text);
          if (/\.ya?ml$/.test(path)) assert.deepEqual(parseDocument(text).errors, [], path);
          if (path.endsWith('.json')) JSON.parse(text);
        }
      });

      if (remote === 'github.com') runs(name, files);
    });
  }
}
