package dev.dashline.encoder.source;

import dev.dashline.store.ObjectVersion;

/**
 * Fetches the blocks that one reader will ask for next: more of them, the longer it reads without a seek. The first
 * block is fetched alone, because a reader that only looks at the index needs no more. Later reads are wide enough to
 * hide the latency of the store.
 */
final class ReadAhead {

    /** 2 MiB: enough for 15 MB/s at a latency of 50 ms, and little waste at the end of a chunk. */
    private static final int WIDEST = 8;

    private final BlockCache cache;
    private long current = -1;
    private long until;
    private int width;

    ReadAhead(BlockCache cache) {
        this.cache = cache;
    }

    /** Notes that the reader has come to this position. */
    void at(ObjectVersion source, long position) {
        long index = position / BlockCache.BLOCK;
        if (index == current) {
            return;
        }
        width = current < 0 ? 0 : Math.min(WIDEST, Math.max(1, width * 2));
        current = index;
        until = Math.max(until, index + 1);
        if (width > 0 && until - index <= width / 2 + 1) {
            long end = index + 1 + width;
            cache.ahead(source, until, (int) (end - until));
            until = end;
        }
    }
}
