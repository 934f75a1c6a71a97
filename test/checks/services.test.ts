/** Cases of the checks on concurrency and observability. */
import { checkTable, lines } from './table';

const async = (body: string, imports = '') => `${imports}\nasync def run():\n    ${body}\n`;

checkTable('blocking-in-async', [
  { when: 'no async code', files: { 'a.py': 'import time\ntime.sleep(1)\n' }, state: 'not-applicable' },
  { when: 'sleep', files: { 'a.py': async('time.sleep(1)', 'import time') }, state: 'fail', at: 'a.py:3' },
  {
    when: 'through an alias',
    files: { 'a.py': async('nap(1)', 'from time import sleep as nap') },
    state: 'fail',
  },
  { when: 'requests', files: { 'a.py': async('requests.get("u")', 'import requests') }, state: 'fail' },
  {
    when: 'in a thread',
    files: { 'a.py': async('await loop.run_in_executor(None, lambda: time.sleep(1))', 'import time') },
    state: 'pass',
  },
  {
    when: 'in a nested function',
    files: { 'a.py': async('def work():\n        time.sleep(1)', 'import time') },
    state: 'pass',
  },
  {
    when: 'one of twenty',
    files: { 'a.py': async('time.sleep(1)', 'import time') + async('pass').repeat(19) },
    state: 'partial',
    score: 0.659,
  },
]);

const flask = 'from flask import Flask\napp = Flask(__name__)\n';

checkTable('health-endpoint', [
  { when: 'not a service', files: { 'a.py': '' }, state: 'not-applicable' },
  {
    when: 'decorator',
    files: { 'a.py': `${flask}@app.get("/healthz")\ndef health(): return "ok"\n` },
    state: 'pass',
    at: 'a.py:3',
  },
  {
    when: 'Django',
    files: {
      'manage.py': '',
      'shop/urls.py': 'from django.urls import path\nurlpatterns = [path("health/", view)]\n',
    },
    state: 'pass',
    at: 'shop/urls.py:2',
  },
  {
    when: 'other routes',
    files: { 'a.py': `${flask}@app.get("/wealth")\ndef wealth(): return "ok"\n` },
    state: 'fail',
  },
]);

const log = (call: string) => `import logging\nlogger = logging.getLogger(__name__)\n${call}\n`;

checkTable('log-call-quality', [
  { when: 'no calls', files: { 'a.py': 'import logging\n' }, state: 'not-applicable' },
  { when: 'arguments', files: { 'a.py': log('logger.info("a %s", b)') }, state: 'pass' },
  {
    when: 'f-string',
    files: { 'a.py': log('logger.info(f"a {b}")') },
    state: 'partial',
    score: 0.75,
    at: 'a.py:3',
  },
  { when: 'root logger', files: { 'a.py': log('logging.info("a")') }, state: 'partial', score: 0.75 },
  {
    when: 'error without the exception',
    files: { 'a.py': log('try:\n    f()\nexcept ValueError:\n    logger.error("no")') },
    state: 'partial',
    score: 0.75,
    at: 'a.py:6',
  },
  {
    when: 'error with the exception',
    files: { 'a.py': log('try:\n    f()\nexcept ValueError:\n    logger.error("no", exc_info=True)') },
    state: 'pass',
  },
  {
    when: 'an attribute of another kind',
    files: { 'a.py': 'dialog.info(f"a {b}")\n' },
    state: 'not-applicable',
  },
]);

checkTable('tasks-kept', [
  {
    when: 'kept',
    files: {
      'a.py':
        'import asyncio\nasync def f():\n    t = asyncio.create_task(f())\n    await f()\n    x.append(\n        asyncio.create_task(f())\n    )\n',
    },
    state: 'pass',
  },
  {
    when: 'dropped',
    files: { 'a.py': 'import asyncio\nasync def f():\n    asyncio.create_task(f())\n' },
    state: 'fail',
    at: 'a.py:3',
  },
  {
    when: 'never awaited',
    files: { 'a.py': 'async def f():\n    pass\nasync def g():\n    f()  # now\n' },
    state: 'fail',
    at: 'a.py:4',
  },
  {
    when: 'a method of the same name',
    files: {
      'a.py':
        'class A:\n    async def f(self):\n        pass\nclass B:\n    def f(self):\n        pass\n    async def g(self):\n        self.f()\n',
    },
    state: 'pass',
  },
  { when: 'no async code', files: { 'a.py': '' }, state: 'not-applicable' },
]);

checkTable('shared-state-guarded', [
  {
    when: 'guarded',
    files: {
      'a.py':
        'import threading\nfrom concurrent.futures import ThreadPoolExecutor\nlock = threading.Lock()\nn = 0\ndef f():\n    global n\n    with lock:\n        n += 1\nthreading.Thread(target=f)\nwith ThreadPoolExecutor() as pool:\n    pass\n',
    },
    state: 'pass',
  },
  {
    when: 'a global in a thread',
    files: {
      'a.py':
        'import threading\nn = 0\ndef f():\n    global n\n    n += 1\nthreading.Thread(target=f).start()\n',
    },
    state: 'partial',
    score: 2 / 3,
    at: 'a.py:4',
  },
  {
    when: 'an executor left open, and a process on import',
    files: {
      'a.py':
        'import multiprocessing\nfrom concurrent.futures import ThreadPoolExecutor\npool = ThreadPoolExecutor(4)\nmultiprocessing.Process(target=print).start()\n',
    },
    state: 'partial',
    score: 1 / 3,
  },
  {
    when: 'behind the main guard',
    files: {
      'a.py': 'import multiprocessing\nif __name__ == "__main__":\n    multiprocessing.Process().start()\n',
    },
    state: 'pass',
  },
  { when: 'only asyncio', files: { 'a.py': 'import asyncio\n' }, state: 'not-applicable' },
]);

const web = 'from fastapi import FastAPI\napp = FastAPI()\n';

checkTable('structured-logging', [
  {
    when: 'structlog',
    files: { 'a.py': `${web}import structlog\nlog = structlog.get_logger()\n` },
    state: 'pass',
    at: 'a.py:4',
  },
  {
    when: 'a JSON formatter',
    files: { 'a.py': `${web}from pythonjsonlogger.jsonlogger import JsonFormatter\nJsonFormatter()\n` },
    state: 'pass',
  },
  {
    when: 'a formatter of its own',
    files: {
      'a.py': `${web}class F(logging.Formatter):\n    def format(self, r):\n        return json.dumps({})\n`,
    },
    state: 'pass',
    at: 'a.py:3',
  },
  {
    when: 'loguru',
    files: { 'a.py': `${web}from loguru import logger\nlogger.add(f, serialize=True)\n` },
    state: 'pass',
  },
  { when: 'sentences', files: { 'a.py': web }, state: 'fail' },
  { when: 'not a service', files: { 'a.py': '' }, state: 'not-applicable' },
]);

checkTable('telemetry-present', [
  {
    when: 'imported',
    files: { 'a.py': `${web}try:\n    import sentry_sdk\nexcept ImportError:\n    pass\n` },
    state: 'pass',
    at: 'a.py:4',
  },
  {
    when: 'declared',
    files: { 'a.py': web, 'requirements.txt': 'fastapi\nopentelemetry-distro\n' },
    state: 'pass',
    at: 'requirements.txt:2',
  },
  { when: 'small', files: { 'a.py': web }, state: 'not-applicable' },
  { when: 'big', files: { 'a.py': web + lines(300) }, state: 'fail' },
]);
