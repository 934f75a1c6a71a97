/** The annotations of a library reach its users. */
import { defineCheck, fail, notApplicable, pass } from '../../check';

export default defineCheck({
  meta: {
    name: 'types-published',
    topic: 'typing',
    title: 'Types published with the package',
    step: 'Publish the types with py.typed',
    kind: 'practice',
    why: 'Without the marker file py.typed, type checkers ignore the annotations of an installed package.',
    howToFix: 'Put an empty file py.typed into the package folder, and make sure that the build includes it.',
    action: 'add-py-typed',
  },
  run(facts) {
    if (facts.profile.profile !== 'library') return notApplicable('not a library');
    const marker = [...facts.paths].find((path) => path.endsWith('/py.typed'));
    if (marker !== undefined) return pass(marker, [{ path: marker, line: 1, text: 'marker file' }]);
    const { publicFunctions: all, annotatedFunctions: annotated } = facts.inCode;
    if (all === 0 || annotated / all < mostly)
      return notApplicable('too little is annotated to publish types');
    const initializer = facts.sources.code.find(({ path }) => path.endsWith('/__init__.py'));
    return initializer
      ? fail('no py.typed in the package', [
          { path: initializer.path, line: 1, text: 'package without py.typed' },
        ])
      : notApplicable('a single module cannot carry py.typed');
  },
});

const mostly = 0.5;
