/** What a reader and an index want to know of the project: name, version, description, readme, licence. */
import { defineCheck, graded, notApplicable, notMeasured } from '../../check';
import { asStrings, asTable, tableAt, tomlLine, type Table } from '../../facts/documents';
import type { ProjectFacts } from '../../facts';

export default defineCheck({
  meta: {
    name: 'project-metadata',
    topic: 'packaging',
    title: 'Project metadata complete',
    step: 'Complete the project metadata',
    kind: 'practice',
    why: 'Metadata is what people and tools see of a project before they see its code.',
    howToFix: 'Give [project] a name, a version (or dynamic), a description, readme and license.',
    requires: ['pyproject-present'],
    action: 'complete-metadata',
  },
  run(facts) {
    const found = metadataOf(facts);
    if (!found) {
      if (facts.tools.broken.includes('setup.cfg'))
        return notMeasured('setup.cfg cannot be read: fix it first');
      if (facts.paths.has('setup.py')) return notMeasured('the metadata is computed in setup.py');
      return notApplicable(
        facts.pyproject.status === 'ok'
          ? 'pyproject.toml holds only settings of tools'
          : 'nothing describes the project yet',
      );
    }
    const missing = metadataFields.filter((field) => !found.has(field));
    const reason =
      missing.length === 0
        ? 'name, version, description, readme and licence are there'
        : `missing: ${missing.join(', ')}`;
    return graded(1 - missing.length / metadataFields.length, reason, [
      { path: found.path, line: found.line, text: found.text },
    ]);
  },
});

const metadataFields = ['name', 'version', 'description', 'readme', 'licence'] as const;
type Field = (typeof metadataFields)[number];

interface Metadata {
  readonly path: string;
  readonly line: number;
  readonly text: string;
  has(field: Field): boolean;
}

function metadataOf({ pyproject, documents }: ProjectFacts): Metadata | undefined {
  if (pyproject.status === 'ok') {
    const { data, text } = pyproject;
    const project = tableAt(data, 'project');
    if (project)
      return {
        path: 'pyproject.toml',
        line: tomlLine(text, 'project'),
        text: '[project]',
        has: (field) => inProject(project, field),
      };
    const poetry = tableAt(data, 'tool', 'poetry');
    if (poetry?.name !== undefined)
      return {
        path: 'pyproject.toml',
        line: tomlLine(text, 'tool', 'poetry'),
        text: '[tool.poetry]',
        has: (field) => isGiven(poetry[field === 'licence' ? 'license' : field]),
      };
  }
  const config = documents.ini('setup.cfg');
  const section = config.status === 'ok' ? config.data.get('metadata') : undefined;
  if (!section) return undefined;
  const keys: Readonly<Record<Field, readonly string[]>> = {
    name: ['name'],
    version: ['version'],
    description: ['description', 'summary'],
    readme: ['long_description', 'long-description', 'description_file', 'description-file'],
    licence: ['license', 'license_files', 'license_file'],
  };
  return {
    path: 'setup.cfg',
    line: section.line,
    text: '[metadata]',
    has: (field) => keys[field].some((key) => section.values.has(key)),
  };
}

function inProject(project: Table, field: Field): boolean {
  const dynamic = asStrings(project.dynamic);
  if (field !== 'licence') return isGiven(project[field]) || dynamic.includes(field);
  return (
    isGiven(project.license) ||
    asStrings(project['license-files']).length > 0 ||
    dynamic.includes('license') ||
    asStrings(project.classifiers).some((one) => one.startsWith('License ::'))
  );
}

function isGiven(value: unknown): boolean {
  return (typeof value === 'string' && value.trim() !== '') || asTable(value) !== undefined;
}
