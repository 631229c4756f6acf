package dev.dashline.systemtests.fleet;

/**
 * How long records are on their way, milliseconds.
 *
 * @param begin from the release of a task, or from the moment when a slot becomes free if that is later, to the begin
 * @param gather how long a worker waits for more changes before it writes a heartbeat
 * @param spacing from one heartbeat to the next at least, if something changes
 * @param heard from the moment when a heartbeat is written to that when the scheduler has heard it
 * @param settled from the end of a task to the moment when the scheduler knows that it is settled
 * @param beat from one heartbeat to the next if nothing changes
 */
record Hops(long begin, long gather, long spacing, long heard, long settled, long beat) {

    static final Hops USUAL = new Hops(30, 10, 100, 10, 60, 1_000);

    /** The scheduler knows everything at once. */
    static final Hops NONE = new Hops(0, 0, 0, 0, 0, 1_000);
}
