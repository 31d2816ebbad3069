import { z } from 'zod';
import { describeRuleFault, parseRule, WRONG_VARIABLES } from './rule';

/** From which confidence on an output that is wrong is an absurd one, where neither query nor model says. */
export const USUAL_CONFIDENCE = 0.95;

const MOST_RULES = 50;

const ruleSchema = z
  .object({
    name: z.string('name the rule').trim().min(1, 'name the rule'),
    /** A condition in CEL that no output may meet: `prediction < 0`. */
    when: z.string('write a condition, such as prediction < 0').min(1, 'write a condition, such as prediction < 0'),
  })
  .superRefine(({ name, when }, context) => {
    const reading = parseRule(when);
    if (!reading.ok) {
      context.addIssue({ code: 'custom', path: ['when'], message: describeRuleFault(name, reading) });
    }
  });
export type AbsurdRule = z.infer<typeof ruleSchema>;

/** What an absurd output of a model is: for the model in the settings, and for one query, which goes before. */
export const absurdSchema = z.object({
  /** From this confidence on, an output that is wrong is absurd. */
  confidence: z
    .number('write a share, such as 0.95')
    .gt(0, 'must be above 0')
    .max(1, 'at most 1, such as 0.95')
    .optional(),
  /** What no output may be, whatever the label. */
  rules: z
    .array(ruleSchema)
    .max(MOST_RULES, `at most ${MOST_RULES} rules`)
    .superRefine((rules, context) => {
      const seen = new Set<string>();
      rules.forEach(({ name }, index) => {
        if (seen.has(name)) {
          context.addIssue({
            code: 'custom',
            path: [index, 'name'],
            message: `there are two rules of the name ${JSON.stringify(name)}`,
          });
        }
        seen.add(name);
      });
    })
    .optional(),
  /**
   * A condition in CEL that says when an output was wrong, for numbers, or where "differs from its label" is not it:
   * `abs(label - prediction) > 50`, `label < probabilities.lower || label > probabilities.upper`.
   */
  wrong: z
    .string('write a condition, such as abs(label - prediction) > 50')
    .superRefine((text, context) => {
      const reading = parseRule(text, WRONG_VARIABLES);
      if (!reading.ok) {
        context.addIssue({ code: 'custom', message: describeRuleFault('wrong', reading) });
      }
    })
    .optional(),
  /** The share of confident outputs that may be wrong; without it, what the calibration expects. */
  budget: z.number('write a share, such as 0.01').gt(0, 'must be above 0').lt(1, 'must be below 1').optional(),
});
export type AbsurdSettings = z.infer<typeof absurdSchema>;
