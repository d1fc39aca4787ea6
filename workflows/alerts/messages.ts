export const checkAlertsType = 'checkAlerts';
/** Name of the schedule, and of the workflows it starts. */
export const checkAlertsId = 'check-alerts';
