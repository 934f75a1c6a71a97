/** Programs that log and never say where the records go. */
import { fileRole } from '../facts/roles';
import type { FileMetrics } from '../metrics/types';
import type { IndexPart, Queries } from './index';
import { loggingOnImport } from './logging-on-import';

/** Their servers or commands set logging up. */
const configuring: ReadonlySet<string> = new Set([
  'django', 'uvicorn', 'gunicorn', 'hypercorn', 'loguru', 'structlog', 'celery', 'scrapy', 'absl', 'airflow', 'luigi', 'prefect', 'dagster', 'pytest', 'coloredlogs', 'logging_config', 'streamlit', 'locust',
]); // prettier-ignore

export function loggingQueries(index: IndexPart): Pick<Queries, 'loggingGap' | 'loggingOnImport'> {
  const anyConfigures = index.derived(() => {
    if (
      ['django', 'uvicorn', 'gunicorn', 'loguru'].some((name) =>
        index.facts.dependencies.declared.some((one) => one.name === name),
      )
    )
      return true;
    return [...index.files].some(([path, metrics]) => fileRole(path) !== 'test' && configures(metrics));
  });
  return {
    loggingGap: (path) => {
      const role = fileRole(path);
      if ((role !== 'code' && role !== 'tooling') || anyConfigures()) return undefined;
      const logging = [...index.imports.closure(path)].filter(
        (file) => (index.metricsOf(file)?.logging.calls ?? 0) > 0,
      );
      // A file of its own is what one file can tell by itself.
      const example = logging.find((file) => file !== path) ?? logging[0];
      return example === undefined ? undefined : { example, files: logging.length };
    },
    loggingOnImport: loggingOnImport(index),
  };
}

function configures({ logging, imports }: FileMetrics): boolean {
  return (
    logging.configuration.count > 0 ||
    imports.some(
      ({ module, names }) =>
        configuring.has(module.split('.', 1)[0] ?? '') ||
        module === 'logging.config' ||
        (module === 'logging' && names?.includes('config') === true),
    )
  );
}
