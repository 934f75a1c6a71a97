import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Session } from 'node:inspector';
import { Engine, settingsFor } from '../../server/src/engine';
import { recordFindings } from '../../server/src/engine/records';
import { standardLibrary, treeOf } from './inputs';
const root = process.argv[2]!;
const mode = process.argv[3] ?? 'open';
const rounds = Number(process.argv[4] ?? 4);
const main = async () => {
  const grammars = join(root, 'grammars');
  const engine = await Engine.create({ grammar: { runtime: readFileSync(join(grammars, 'web-tree-sitter.wasm')), python: readFileSync(join(grammars, 'tree-sitter-python.wasm')) } } as never);
  const tree = treeOf('standard library', process.argv[5] ?? standardLibrary(), { maxDepth: process.argv[5] ? 30 : 1 });
  const texts = tree.files.map((path) => readFileSync(path, 'utf8'));
  const settings = settingsFor(engine.rules);
  const parse = () => { for (const t of texts) engine.parser.release(engine.parser.parse(t)); };
  const open = () => { for (const t of texts) { const o = engine.open('module.py', t, settings, {once: true} as never); if (mode !== 'open') recordFindings(o, { withFixes: mode === 'fixes' }); o.dispose(); } };
  const cpu = (f: () => void) => { const a = process.cpuUsage(); f(); const b = process.cpuUsage(a); return (b.user + b.system) / 1000; };
  if (mode === 'heap') {
    open(); open();
    const session = new Session(); session.connect();
    const post = (m: string, p?: object) => new Promise<any>((res, rej) => session.post(m as never, p as never, (e: any, r: any) => e ? rej(e) : res(r)));
    await post('HeapProfiler.startSampling', { samplingInterval: 4096, includeObjectsCollectedByMajorGC: true, includeObjectsCollectedByMinorGC: true });
    open();
    const { profile } = await post('HeapProfiler.stopSampling');
    const by = new Map<string, number>(); let all = 0;
    const walk = (n: any) => { const k = n.callFrame.functionName + ':' + (n.callFrame.lineNumber + 1); by.set(k, (by.get(k) ?? 0) + n.selfSize); all += n.selfSize; n.children.forEach(walk); };
    walk(profile.head);
    console.log('all MB', (all / 1e6).toFixed(1));
    for (const [k, v] of [...by].sort((a, b) => b[1] - a[1]).slice(0, 60)) console.log((v / 1e6).toFixed(2), k);
    return;
  }
  const ps: number[] = [], os: number[] = [];
  for (let i = 0; i < rounds; i += 1) { if (mode !== 'profile') ps.push(cpu(parse)); os.push(cpu(open)); }
  ps.sort((a, b) => a - b); os.sort((a, b) => a - b);
  const med = (l: number[]) => l[l.length >> 1]!;
  console.log('parse', Math.round(med(ps)), 'open', Math.round(med(os)), 'ratio', (med(os) / med(ps)).toFixed(3), 'min', (os[0]! / ps[0]!).toFixed(3));
};
void main();
