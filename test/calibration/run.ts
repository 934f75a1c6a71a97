/** `npm run calibrate`: every project of the labelled set with its grade, and the area under the curve of each topic. */
import { listing, measure, table } from './measure';

const measured = await measure();
process.stdout.write(`${[...listing(measured), '', ...table(measured)].join('\n')}\n`);
