export const secondStep = {};
