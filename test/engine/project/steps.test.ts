/** Facts computed in steps are those computed at once, and no step is about many files. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  actionNames,
  buildFacts,
  checkInSteps,
  gradeInSteps,
  indexInSteps,
  checks,
  type Check,
  type FileMetrics,
  type ProjectProfile,
  type ProjectFacts,
  type Steps,
} from '../../../server/src/engine/project';
import { rules } from '../../../server/src/engine';
import { availableAction } from '../../../server/src/engine/project/actions';
import { filesAStep, stepsOf } from '../../../server/src/engine/steps';
import { snapshotOf, type Files } from './support';

const workflow = `on: [push]\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: pytest\n`;
const moduleCount = 640;
const modules = Array.from({ length: moduleCount }, (_, at): [string, string] => [
  at % 4 === 0 ? `tests/test_m${at}.py` : `app/m${at}.py`,
  `import requests\nfrom app import m${at + 1}\n\n\ndef f${at}():\n    return requests\n`,
]);
const files: Files = {
  'pyproject.toml': '[project]\nname = "app"\nversion = "1"\n',
  'mypy.ini': '[mypy\n',
  '.github/workflows/ci.yml': workflow,
  '.github/workflows/broken.yml': 'on: [push\n',
  ...Object.fromEntries(modules),
};
const snapshot = snapshotOf(files);

const seen = (facts: ProjectFacts): unknown => {
  const { sources, imports, ci, workflows, problems, tools, dependencies, profile, entryFiles, tiny } = facts;
  const { thirdParty, inCode, atImport } = imports;
  const own = ['app', 'requests'].map((name) => imports.isFirstParty(name));
  return {
    sources,
    thirdParty,
    inCode,
    atImport,
    own,
    ci,
    workflows,
    problems,
    tools,
    dependencies,
    profile,
    entryFiles,
    tiny,
  };
};

/** How many there are; `between` is called before each is done. */
function doAll(steps: Steps<unknown>, between: (step: number) => void = () => undefined): number {
  let count = 0;
  while (!steps.next().done) between((count += 1));
  return count;
}

describe('facts in steps', () => {
  it('are those computed at once, also where somebody asks in between', () => {
    const expected = seen(buildFacts(snapshot));
    for (const at of [0, 1, 4, 16, 40]) {
      const facts = buildFacts(snapshot);
      doAll(facts.prepare('all'), (step) => step === at && seen(facts));
      assert.deepEqual(seen(facts), expected);
    }
  });

  it('leave nothing of the code to compute', () => {
    const facts = buildFacts(snapshot);
    const steps = doAll(facts.prepare('code'));
    assert.ok(steps >= 3 * (moduleCount / 64), `${steps} steps`);
    assert.equal(doAll(facts.prepare('code')), 0);
  });

  it('read YAML by the word', () => {
    const facts = buildFacts(snapshot);
    const steps = doAll(facts.documents.prepareYaml('.github/workflows/ci.yml'));
    assert.ok(steps > 20, `${steps} steps`);
    assert.deepEqual(
      facts.documents.yaml('.github/workflows/ci.yml'),
      buildFacts(snapshot).documents.yaml('.github/workflows/ci.yml'),
    );
  });
});

/** The most files that any step looks into, in a project of this kind. */
function mostFilesAStep(profile: ProjectProfile, work: (facts: ProjectFacts) => Steps<unknown>): number {
  let most = 0;
  let touched = new Set<string>();
  const watched = [...snapshot.metrics].map(([path, metrics]) => {
    const get = (target: FileMetrics, key: keyof FileMetrics): unknown => {
      touched.add(path);
      return target[key];
    };
    return [path, new Proxy(metrics, { get: get as NonNullable<ProxyHandler<FileMetrics>['get']> })] as const;
  });
  const count = (): void => {
    most = Math.max(most, touched.size);
    touched = new Set();
  };
  doAll(work(buildFacts({ ...snapshot, metrics: new Map(watched) }, { profile })), count);
  count();
  return most;
}

const crashed: string[] = [];
const run = { rules, settingsOf: () => undefined, onCrash: (rule: string) => crashed.push(rule) };

const works: readonly (readonly [string, (facts: ProjectFacts) => Steps<unknown>])[] = [
  ['facts about the code', (facts) => facts.prepare('code')],
  ['all facts', (facts) => facts.prepare('all')],
  ['the index', indexInSteps],
  ['the grade', (facts) => gradeInSteps(facts, { root: 'app', tool: { name: 'seaworthy', version: '1' } })],
  ['findings in the project', findingsIn],
  ...checks.map((check) => [check.meta.name, (facts: ProjectFacts) => outcomeAfter(check, facts)] as const),
  ...actionNames.map((name) => [name, (facts: ProjectFacts) => availableAfter(name, facts)] as const),
];

const profiles: readonly ProjectProfile[] = ['library', 'service', 'cli', 'script'];

describe('no step is about many files', () => {
  for (const [name, work] of works)
    it(name, () => {
      for (const profile of profiles) {
        const most = mostFilesAStep(profile, work);
        assert.ok(most <= 2 * filesAStep, `${most} files of a ${profile}`);
      }
      assert.deepEqual(crashed, []);
    });
});

function* findingsIn(facts: ProjectFacts): Steps<unknown> {
  return yield* checkInSteps(yield* indexInSteps(facts), run);
}

function* outcomeAfter(check: Check, facts: ProjectFacts): Steps<unknown> {
  yield* facts.prepare('all');
  yield;
  return yield* stepsOf(check.run(facts));
}

/** Once everything is known that checks ask for. */
function* availableAfter(name: string, facts: ProjectFacts): Steps<string | null> {
  yield* facts.prepare('all');
  yield;
  return yield* availableAction(name, facts);
}
