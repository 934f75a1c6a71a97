/** A project that is as it was is not asked again; whatever changes in it, its scan is that of a run without a cache. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, beforeEach, describe, it, mock } from 'node:test';
import { rules } from '../../server/src/engine';
import { resolveConfig, type ConfigSources } from '../../server/src/engine/config';
import {
  createScanner,
  type ProjectScan,
  type ProjectScanner,
  type ScanOptions,
} from '../../server/src/node/project';
import { bundle } from '../lsp/bundles';
import { makeFolder, write } from './folder';

const files = {
  '.git/HEAD': 'ref: refs/heads/main\n',
  '.gitignore': 'build/\n',
  '.env': 'TOKEN=1\n',
  '.env.example': 'REGION=\n',
  'pyproject.toml': '[project]\nname = "shop"\nversion = "1"\ndependencies = ["requests"]\n',
  'README.md': 'Shop\n',
  'shop/__init__.py': '',
  'shop/api.py':
    'import requests\nimport yaml\nfrom shop.store import load\n\n\nasync def get(name):\n    return load(name)\n',
  'shop/store.py': 'import time\n\n\ndef load(name):\n    time.sleep(1)\n    return open(name).read()\n',
  'shop/settings.py': 'import os\n\nREGION = os.environ["REGION"]\nTOKEN = os.environ["TOKEN"]\n',
  'shop/log.py': 'import logging\n\nlogging.basicConfig()\nlogger = logging.getLogger(__name__)\n',
  'tests/test_api.py':
    'from shop.api import get\n\n\ndef test_get():\n    assert get\n\n\ndef test_name():\n    assert get.__name__\n',
};

const configFor = (sources: ConfigSources = {}): ScanOptions['config'] =>
  resolveConfig({ commandLine: { select: ['all'] }, ...sources }, rules);
const usual: ScanOptions = { config: configFor(), trusted: true };

const scannerWith = (cacheFolder?: string): ProjectScanner => {
  const scanner = createScanner({
    workerPath: bundle('worker.js'),
    version: 'test',
    jobs: 1,
    fixes: true,
    ...(cacheFolder === undefined ? {} : { cacheFolder }),
  });
  after(() => scanner.close());
  return scanner;
};
const cold = scannerWith();

/** Everything that a scan says. */
function contentOf({ snapshot, ...scan }: ProjectScan): unknown {
  const { findings, notes, failures, crashes, projectFindings, records } = scan;
  return {
    findings: [...findings].sort(),
    records: [...records].map(([path, record]) => [path, { ...record, key: undefined }]),
    projectFindings,
    troubles: [notes, failures, crashes],
    paths: snapshot.paths,
    texts: snapshot.paths.map((path) => snapshot.text(path)),
    metrics: [...snapshot.metrics],
    counts: [...snapshot.findings].sort(),
    git: snapshot.git,
    unreadable: snapshot.unreadable,
    environments: snapshot.environments,
    truncated: snapshot.truncated,
  };
}

/** Runs of one of the rules that look at the project. */
const rule = ruleAboutProjects();
const checkProject = rule.checkProject.bind(rule);
const asked = mock.method(rule, 'checkProject');
beforeEach(() => asked.mock.resetCalls());

function ruleAboutProjects(): { checkProject: (...parameters: never[]) => unknown } {
  const one = rules.find((other) => other.checkProject);
  assert.ok(one);
  return one as { checkProject: (...parameters: never[]) => unknown };
}

async function isAsked(look: () => Promise<unknown>): Promise<boolean> {
  const before = asked.mock.callCount();
  await look();
  return asked.mock.callCount() > before;
}

/** One that was scanned; what is scanned again is compared with a scan that knows nothing. */
async function scanned(options = usual): Promise<{
  readonly folder: string;
  readonly warm: ProjectScanner;
  readonly scan: (options?: ScanOptions) => Promise<{ readonly wasAsked: boolean }>;
}> {
  const folder = makeFolder(files);
  const warm = scannerWith(makeFolder());
  await warm.scan(folder, options);
  return {
    folder,
    warm,
    scan: async (now = options) => {
      let scan: ProjectScan | undefined;
      const wasAsked = await isAsked(async () => (scan = await warm.scan(folder, now)));
      const found = await warm.find(folder, now);
      const fresh = await cold.scan(folder, now);
      assert.ok(scan);
      assert.deepEqual(contentOf(scan), contentOf(fresh));
      assert.deepEqual(found.projectFindings, fresh.projectFindings);
      for (const [path, { findings, unknownRules, metrics }] of fresh.records) {
        const own = found.records.get(path);
        assert.deepEqual([own?.findings, own?.unknownRules], [findings, unknownRules]);
        assert.deepEqual(own?.metrics, metrics);
      }
      assert.deepEqual([...found.records.keys()], [...fresh.records.keys()]);
      assert.deepEqual(found.notes, fresh.notes);
      return { wasAsked };
    },
  };
}

type Change = (folder: string) => ScanOptions | undefined;
const written =
  (changes: Readonly<Record<string, string | Uint8Array>>): Change =>
  (folder) => {
    write(folder, changes);
    return undefined;
  };
const configured = (sources: ConfigSources): Change => {
  const config = configFor(sources);
  return () => ({ ...usual, config });
};

const changes: Readonly<Record<string, Change>> = {
  'the text of a Python file': written({ 'shop/store.py': 'def load(name):\n    return name\n' }),
  'a space at the end of a Python file': written({ 'shop/__init__.py': ' ' }),
  'another Python file': written({ 'shop/new.py': 'import numpy\n' }),
  'a Python file that is gone': (folder) => {
    rmSync(join(folder, 'tests/test_api.py'));
    return undefined;
  },
  'a Python file with another name': (folder) => {
    renameSync(join(folder, 'shop/api.py'), join(folder, 'shop/apis.py'));
    return undefined;
  },
  'a Python file that cannot be read': written({ 'shop/store.py': '\0' }),
  'what is declared': written({ 'pyproject.toml': `${files['pyproject.toml']}[tool.mypy]\n` }),
  'another declaration': written({ 'requirements.txt': 'pyyaml\n' }),
  'what an example says': written({ '.env.example': 'REGION=\nTOKEN=\n' }),
  'a file that nobody reads': written({ 'shop/py.typed': '' }),
  'what is ignored': written({ '.gitignore': 'build/\n.env\n' }),
  'a pipeline': written({ '.github/workflows/ci.yml': 'on: push\njobs: {}\n' }),
  'what git knows': (folder) => {
    rmSync(join(folder, '.git'), { recursive: true });
    for (const args of [
      ['init', '-q'],
      ['add', '.'],
    ])
      spawnSync('git', args, { cwd: folder });
    return undefined;
  },
  'whose repository it is': written({
    '.git/config': '[remote "origin"]\n\turl = https://github.com/x/y.git\n',
  }),
  'an environment': written({ 'venv/pyvenv.cfg': '' }),
  'a file of a folder that was excluded': configured({ editor: { analysis: { exclude: ['shop/log.py'] } } }),
  'a severity': configured({ editor: { rules: { 'missing-py-typed': 'error' } } }),
  'which rules are on': configured({ commandLine: { select: ['testing'] } }),
  'what one file ignores': configured({
    editor: { perFileIgnores: { 'pyproject.toml': ['all'], '.env': ['all'] } },
  }),
  'how many files are looked at': configured({ editor: { analysis: { maxFiles: 3 } } }),
  'the Python version': configured({ editor: { targetVersion: '3.13' } }),
  'an open document': () => ({ ...usual, overlay: new Map([['shop/api.py', 'import rich\n']]) }),
  'an open document that is no code': () => ({
    ...usual,
    overlay: new Map([['pyproject.toml', '[project]\nname = "other"\n']]),
  }),
  'whether it is trusted': () => ({ ...usual, trusted: false }),
};

describe('a project that was scanned before', () => {
  it('is not asked again while it is as it was', async () => {
    const { scan } = await scanned();
    assert.deepEqual(await scan(), { wasAsked: false });
    assert.deepEqual(await scan(), { wasAsked: false });
  });

  for (const [what, change] of Object.entries(changes)) {
    it(`is asked again after a change: ${what}`, async () => {
      const { folder, scan } = await scanned();
      const options = change(folder);
      assert.deepEqual(await scan(options), { wasAsked: true });
      assert.deepEqual(await scan(options), { wasAsked: false });
    });
  }

  it('is asked again after a change of the repository around it', async () => {
    const outer = makeFolder({ '.git/HEAD': 'ref: refs/heads/main\n', '.gitignore': '' });
    const folder = join(outer, 'shop');
    write(folder, { 'a.py': 'import requests\n', 'pyproject.toml': files['pyproject.toml'] });
    const warm = scannerWith(makeFolder());
    await warm.scan(folder, usual);
    assert.equal(await isAsked(() => warm.scan(folder, usual)), false);
    write(outer, { '.pre-commit-config.yaml': 'repos: []\n' });
    assert.equal(await isAsked(() => warm.scan(folder, usual)), true);
  });

  it('is recognized when all changes are taken back', async () => {
    const { folder, scan } = await scanned();
    write(folder, { 'shop/store.py': 'def load(name):\n    raise KeyError(name)\n' });
    await scan();
    write(folder, files);
    await scan();
    assert.deepEqual(await scan(), { wasAsked: false });
  });

  it('is asked again when files were told something else meanwhile', async () => {
    const { folder, scan, warm } = await scanned();
    const before = await warm.scan(folder, usual);
    write(folder, { 'requirements.txt': 'pyyaml\n' });
    // Keeps what the files were told now, and nothing of the project.
    const meanwhile = await warm.rescan(before, ['requirements.txt'], usual);
    assert.notDeepEqual(contentOf(meanwhile), contentOf(before));
    rmSync(join(folder, 'requirements.txt'));
    assert.deepEqual(await scan(), { wasAsked: true });
  });

  it('is not kept when a file changed while its findings were put in place', async () => {
    const { folder, scan, warm } = await scanned();
    const original = files['shop/store.py'];
    write(folder, { 'shop/py.typed': '' });
    asked.mock.mockImplementationOnce((...parameters: never[]) => {
      write(folder, { 'shop/store.py': `\n\n\n${original}` });
      return checkProject(...parameters);
    });
    await warm.scan(folder, usual);
    write(folder, { 'shop/store.py': original });
    assert.deepEqual(await scan(), { wasAsked: true });
  });

  it('is not kept when one of its rules crashed', async () => {
    const folder = makeFolder(files);
    const warm = scannerWith(makeFolder());
    asked.mock.mockImplementationOnce(() => {
      throw new Error('boom');
    });
    assert.equal((await warm.scan(folder, usual)).crashes.length, 1);
    assert.equal(await isAsked(() => warm.scan(folder, usual)), true);
  });

  it('is that of a scan without a cache after any edits', async () => {
    const { folder, scan } = await scanned();
    const names = [
      ...Object.keys(files).filter((path) => !path.startsWith('.git/')),
      'shop/new.py',
      'setup.py',
    ];
    const texts = [...Object.values(files).slice(1), '\0', 'def broken(:\n', 'import yaml\nprint(1)\n'];
    let seed = 7;
    const random = (below: number): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    let known = 0;
    for (let round = 0; round < 40; round += 1) {
      for (let edits = random(3); edits > 0; edits -= 1) {
        const path = names[random(names.length)] ?? '';
        if (existsSync(join(folder, path)) && random(4) === 0) rmSync(join(folder, path));
        else write(folder, { [path]: texts[random(texts.length)] ?? '' });
      }
      if (!(await scan()).wasAsked) known += 1;
    }
    assert.ok(known > 5 && known < 35, `${known} of 40 scans were known`);
  });
});
