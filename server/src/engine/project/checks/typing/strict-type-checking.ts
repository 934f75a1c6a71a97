/** The type checker looks at everything, not only at what is annotated already. */
import { defineCheck, graded, notMeasured } from '../../check';

export default defineCheck({
  meta: {
    name: 'strict-type-checking',
    topic: 'typing',
    title: 'Strict type checking',
    step: 'Make the type checker one step stricter',
    kind: 'practice',
    why: 'In its lenient mode a type checker skips every function without annotations, which are those with the bugs.',
    howToFix:
      'Set strict = true for mypy, or typeCheckingMode = "standard" for pyright, and except modules that are not ready.',
    requires: ['type-checker-configured'],
    action: 'stricter-types',
  },
  run(facts) {
    const strictest = [...facts.strictness].sort((a, b) => b.level - a.level)[0];
    if (strictest) {
      const { tool, level, path, line, text } = strictest;
      const reason =
        level === 1
          ? `${tool} is strict`
          : level > 0
            ? `${tool} is partly strict`
            : `${tool} with its lenient defaults`;
      return graded(level, reason, [{ path, line, text }]);
    }
    const commands = [...facts.tools.typeCheckers, ...facts.ci.commands];
    const strict = commands.find(({ text }) =>
      /\bmypy\b.*--strict\b|\b(?:basedpyright|ty\s+check|pyrefly)\b/.test(text),
    );
    if (strict)
      return graded(1, `strict in ${strict.path}`, [
        { path: strict.path, line: strict.line, text: 'strict' },
      ]);
    return notMeasured('the type checker is only run by command, where its mode is not written down');
  },
});
