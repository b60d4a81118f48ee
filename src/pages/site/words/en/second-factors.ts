export const secondFactors = {};
