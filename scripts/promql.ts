/** `npm run promql`: writes drift scores as a rule file, which Prometheus, Mimir or Thanos evaluate on their own. */
import { layoutsOf } from './promql/bounds';
import { readOptions, USAGE, UsageError } from './promql/options';
import { expressionText, ruleFile } from './promql/ruleFile';

try {
  const options = readOptions(process.argv.slice(2));
  const { layouts, said } = await layoutsOf(options);
  console.log(options.expression ? expressionText(options, layouts) : ruleFile(options, layouts));
  said.forEach((line) => console.error(line));
  process.exit(0);
} catch (thrown) {
  if (!(thrown instanceof UsageError)) {
    throw thrown;
  }
  console.error(thrown.message === '' ? USAGE : `${thrown.message}\nnpm run promql -- --help lists the options.`);
  process.exit(thrown.message === '' ? 0 : 2);
}
