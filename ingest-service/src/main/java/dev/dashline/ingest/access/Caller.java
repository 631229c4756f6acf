package dev.dashline.ingest.access;

import dev.dashline.runtime.storage.SourceRules;
import dev.dashline.schemas.RequestRules;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Who sends a request.
 *
 * @param name for logs; no two callers have the same
 * @param tenant whose videos he may know of, and whose his requests are
 * @param roles what he may do
 * @param sourceRoots where his sources may be, within what the deployment may read; empty for all of that
 * @param perMinute how many changes he may ask each replica for in a minute; empty for any number
 * @param address where his request comes from; empty if that is not known
 */
public record Caller(
        String name,
        String tenant,
        Set<Role> roles,
        List<URI> sourceRoots,
        OptionalInt perMinute,
        Optional<String> address) {

    /** Whoever it is, where nobody has to say who he is. */
    public static final Caller ANYBODY = new Caller(
            "anybody", RequestRules.DEFAULT_TENANT, EnumSet.allOf(Role.class), List.of(), OptionalInt.empty());

    /** Whoever it is, where it does not matter. */
    public static final Caller NOBODY =
            new Caller("nobody", RequestRules.DEFAULT_TENANT, Set.of(), List.of(), OptionalInt.empty());

    public Caller {
        roles = Set.copyOf(roles);
        sourceRoots = List.copyOf(sourceRoots);
    }

    /** Somebody, wherever he is. */
    public Caller(String name, String tenant, Set<Role> roles, List<URI> sourceRoots, OptionalInt perMinute) {
        this(name, tenant, roles, sourceRoots, perMinute, Optional.empty());
    }

    /** The same, at this address. */
    public Caller at(String place) {
        return new Caller(name, tenant, roles, sourceRoots, perMinute, Optional.of(place));
    }

    public boolean may(Role role) {
        return roles.contains(role);
    }

    /** The only tenant whose videos he may know of; empty for all: operators of the default tenant run the whole. */
    public Optional<String> onlyTenant() {
        boolean runsAll = tenant.equals(RequestRules.DEFAULT_TENANT) && may(Role.OPERATE);
        return runsAll ? Optional.empty() : Optional.of(tenant);
    }

    /**
     * Whether he may know of a video.
     *
     * @param owner whose it is; empty if that is not known yet
     */
    public boolean sees(Optional<String> owner) {
        return onlyTenant().isEmpty() || owner.equals(onlyTenant());
    }

    /** Whether his source may be there, if the deployment may read it. */
    public boolean mayName(URI source) {
        return new SourceRules(sourceRoots).allow(source);
    }
}
