package dev.dashline.encoder.source;

import dev.dashline.store.ObjectVersion;

/**
 * What one reader will ask for next: more, the longer it has read on. The first block comes alone, as a look at the
 * index or at a sample in passing is worth no more; a picture's worth of reading on hides the distance to the store.
 */
final class ReadAhead {

    /** 2 MiB: at 50 ms away enough for 15 MB/s, and little to have fetched in vain at a chunk's end. */
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
