package dev.dashline.schemas.serde;

import org.apache.kafka.common.errors.RetriableException;

/**
 * A record is well formed, and a later version of Dashline has written it: it says something that this version does not
 * know. So it must neither be skipped nor be taken for garbage. It stays where it is until this process is upgraded.
 */
public final class LaterVersionException extends RetriableException {

    public LaterVersionException(String message) {
        super(message);
    }
}
