import { StepFailed } from './steps.mjs';

/** From 20.19 on a CommonJS program may load ES modules, which some of our packages are. */
const least = [20, 19];

export const nodeVersion = {
  name: 'Node',
  work: async () => {
    const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
    if (major < least[0] || (major === least[0] && minor < least[1])) {
      throw new StepFailed(
        `this is Node ${process.versions.node}; install ${least.join('.')} or later from https://nodejs.org.`,
      );
    }
    return process.versions.node;
  },
};
