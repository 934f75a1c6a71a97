/** Style of the HTML report. System fonts and colours of its own for light, dark and print. */
export const style = `
:root { --text: #1f2328; --faint: #59636e; --line: #d1d9e0; --page: #fff; --soft: #f6f8fa; --accent: #0b5cad;
  --good: #1a7f37; --fair: #8a6100; --bad: #b42318; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --faint: #9198a1; --line: #3d444d; --page: #0d1117;
  --soft: #161b22; --accent: #6cb6ff; --good: #57ab5a; --fair: #d4a72c; --bad: #f47067; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; }
main { max-width: 62rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.6rem; margin: 0 0 1rem; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
code { font: .9em ui-monospace, "SF Mono", Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
.summary { display: flex; flex-wrap: wrap; gap: 1rem 1.5rem; align-items: center; }
.summary p { margin: .5rem 0 0; }
.summary .score { margin: 0; padding: .75rem 1.25rem; border: 2px solid currentColor; border-radius: .5rem;
  font-size: 1.75rem; font-weight: 600; white-space: nowrap; }
.grade-A, .grade-B { color: var(--good); } .grade-C { color: var(--fair); } .grade-D, .grade-E { color: var(--bad); }
.ladder { display: flex; flex-wrap: wrap; list-style: none; gap: .25rem; margin: 0; padding: 0; }
.ladder li { padding: .15rem .6rem; border: 1px solid var(--line); border-radius: 1rem; color: var(--faint); }
.ladder .reached { border-color: var(--accent); color: var(--text); }
.ladder .reached::before { content: "\\2713\\00a0"; }
.ladder [aria-current] { background: var(--accent); color: var(--page); font-weight: 600; }
.gate { padding: .5rem .75rem; border-left: 4px solid var(--bad); background: var(--soft); }
.note, .evidence, footer { color: var(--faint); font-size: .9rem; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .35rem .5rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
thead th { color: var(--faint); font-weight: 600; }
tbody th { font-weight: 600; white-space: nowrap; }
.letter { font-weight: 700; } .number { white-space: nowrap; }
.bar { display: block; width: 8rem; height: .5rem; margin-top: .45rem; }
.track { fill: var(--line); } .value { fill: var(--accent); }
.topic ul { margin: 0; padding-left: 1.25rem; }
.state { font-weight: 600; }
.state-pass .state, .state-acknowledged .state { color: var(--good); }
.state-partial .state { color: var(--fair); } .state-fail .state { color: var(--bad); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
footer { margin-top: 2rem; padding-top: .5rem; border-top: 1px solid var(--line); }
@media (max-width: 40rem) { .bar { width: 3rem; } }
@media print { body { font-size: 10pt; } main { max-width: none; padding: 0; }
  :root { --text: #000; --faint: #444; --line: #aaa; --page: #fff; --soft: #fff; --accent: #0b5cad; --good: #1a7f37;
  --fair: #8a6100; --bad: #b42318; }
  tr, li, .topic h3 { break-inside: avoid; } h2, h3 { break-after: avoid; }
  .bar, .ladder [aria-current] { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
`;
