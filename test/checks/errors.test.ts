/** Cases of the checks on errors and logging. */
import { checkTable, lines } from './table';

const handler = (body: string, header = 'except Exception:') =>
  `def run(job):\n    try:\n        job()\n    ${header}\n        ${body}\n`;
const good = handler('raise', 'except ValueError:');

checkTable('swallowed-exceptions', [
  { when: 'nothing that could fail', files: { 'a.py': 'x = 1\n' }, state: 'not-applicable' },
  {
    when: 'input and output without a handler',
    files: { 'a.py': 'open("a")\nopen("b")\nopen("c")\n' },
    state: 'fail',
    at: 'a.py:1',
  },
  { when: 'two calls are too few', files: { 'a.py': 'open("a")\nopen("b")\n' }, state: 'not-applicable' },
  {
    when: 'named exceptions',
    files: { 'a.py': handler('return None', 'except (OSError, ValueError):') },
    state: 'pass',
  },
  {
    when: 'half of two, smoothed',
    files: { 'a.py': handler('pass'), 'b.py': good },
    state: 'partial',
    score: 0.208,
    at: 'a.py:4',
  },
  {
    when: 'logged',
    files: {
      'a.py': `import logging\nlogger = logging.getLogger(__name__)\n${handler('logger.exception("failed")')}`,
    },
    state: 'pass',
  },
  {
    when: 'raised again further down',
    files: { 'a.py': handler('if job:\n            raise') },
    state: 'pass',
  },
  {
    when: 'passed on',
    files: { 'a.py': handler('return Failure(error)', 'except Exception as error:') },
    state: 'pass',
  },
  {
    when: 'printing is not handling',
    files: { 'a.py': handler('print(error)', 'except Exception as error:') },
    state: 'fail',
  },
  { when: 'bare except', files: { 'a.py': handler('return None', 'except:') }, state: 'fail' },
  { when: 'tests do not count', files: { 'test_a.py': handler('pass'), 'a.py': good }, state: 'pass' },
]);

checkTable('print-only-handlers', [
  { when: 'no handlers', files: { 'a.py': '' }, state: 'not-applicable' },
  {
    when: 'print and return',
    files: { 'a.py': handler('print("no")\n        return None', 'except ValueError:') },
    state: 'fail',
    at: 'a.py:4',
  },
  {
    when: 'print and a fallback',
    files: { 'a.py': handler('print("no")\n        job = backup()', 'except ValueError:') },
    state: 'pass',
  },
  {
    when: 'one of ten',
    files: { 'a.py': handler('print("no")') + good.repeat(9) },
    state: 'partial',
    score: 0.721,
  },
]);

checkTable('prints-outside-entry-points', [
  { when: 'no prints', files: { 'a.py': lines(20) }, state: 'pass' },
  {
    when: 'every module is run',
    files: { 'a.py': 'print(1)\nif __name__ == "__main__":\n    print(2)\n' },
    state: 'not-applicable',
  },
  { when: 'only empty modules', files: { 'a.py': '' }, state: 'not-applicable' },
  { when: 'many prints', files: { 'a.py': 'print(1)\n' }, state: 'fail', at: 'a.py:1' },
  {
    when: '4 in 1,000 lines',
    files: { 'a.py': lines(996) + 'print(1)\n'.repeat(4) },
    state: 'partial',
    score: 0.5,
    reason: /4\.0 per/,
  },
  {
    when: 'print to a chosen stream',
    files: { 'a.py': 'import sys\nprint("usage", file=sys.stderr)\n' },
    state: 'pass',
  },
  {
    when: 'a console script',
    files: {
      'pkg/cli.py': 'def main():\n    print(1)\n',
      'pkg/b.py': '',
      'pyproject.toml': '[project.scripts]\nx = "pkg.cli:main"\n',
    },
    state: 'pass',
  },
  { when: 'prints of tests', files: { 'a.py': 'x = 1\n', 'tests/test_a.py': 'print(1)\n' }, state: 'pass' },
]);

const used = 'import logging\nlogger = logging.getLogger(__name__)\n';
const configured = 'import logging\nlogging.basicConfig(level="INFO")\n';

checkTable('logging-configured', [
  { when: 'a small script', files: { 'a.py': lines(100) }, state: 'not-applicable' },
  { when: 'nothing logged', files: { 'a.py': lines(200) }, state: 'fail' },
  {
    when: 'used and configured',
    files: { 'a.py': used, 'main.py': configured },
    state: 'pass',
    at: 'main.py:2',
  },
  { when: 'only used', files: { 'a.py': used }, state: 'partial', score: 0.5 },
  { when: 'only configured', files: { 'a.py': configured }, state: 'partial', score: 0.5 },
  {
    when: 'loguru',
    files: { 'a.py': 'from loguru import logger\nlogger.add("app.log")\nlogger.info("on")\n' },
    state: 'pass',
  },
  {
    when: 'Django settings',
    files: { 'a.py': used, 'settings.py': 'LOGGING = {"version": 1}\n' },
    state: 'pass',
  },
  {
    when: 'a library that only uses it',
    files: { 'a.py': `${used}logger.addHandler(logging.NullHandler())\n` },
    options: { profile: 'library' },
    state: 'pass',
  },
  {
    when: 'a library that configures it',
    files: { 'a.py': used + configured },
    options: { profile: 'library' },
    state: 'partial',
    score: 0.5,
  },
]);

checkTable('resources-guarded', [
  {
    when: 'with and timeout',
    files: { 'a.py': 'import requests\nwith open("a") as f:\n    pass\nrequests.get(u, timeout=3)\n' },
    state: 'pass',
  },
  {
    when: 'closed, returned, kept or handed over',
    files: {
      'a.py':
        'import subprocess\ndef f(self):\n    a = open("a")\n    try:\n        pass\n    finally:\n        a.close()\n    self.b = open("b")\n    subprocess.run(x, stdout=open("c"))\n    return open("d")\n',
    },
    state: 'pass',
  },
  {
    when: 'open file and endless request',
    files: {
      'a.py':
        'import json, requests\njson.load(open("a"))\nrequests.get(u)\nrequests.get(u, **k)\nrequests.get(u, timeout=1)\n',
    },
    state: 'partial',
    score: 1 - 2.5 / 6,
    at: 'a.py:2',
  },
  { when: 'nothing to guard', files: { 'a.py': 'import httpx\nhttpx.get(u)\n' }, state: 'not-applicable' },
]);
