package dev.dashline.systemtests.faults;

import java.time.Instant;

/**
 * A fault that happened.
 *
 * @param at when it happened
 * @param open how many attempts were under way then
 */
record InjectedFault(FleetFault fault, Instant at, int open) {}
