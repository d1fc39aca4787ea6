export const learnLatenessType = 'learnLateness';
/** Name of the schedule, and of the workflows it starts. */
export const learnLatenessId = 'learn-lateness';
