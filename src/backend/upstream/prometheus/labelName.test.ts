import { encodeLabelName } from './labelName';

describe('label names in a path', () => {
  it.each([
    ['country', 'country'],
    ['_a1', '_a1'],
    ['service.name', 'U__service_2e_name'],
    ['a b_c', 'U__a_20_b__c'],
    ['1st', 'U___31_st'],
    ['ü', 'U___fc_'],
  ])('%s is %s', (name, encoded) => {
    expect(encodeLabelName(name)).toBe(encoded);
  });
});
