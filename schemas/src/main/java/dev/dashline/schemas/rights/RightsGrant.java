package dev.dashline.schemas.rights;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.resource.PatternType;

/**
 * Gives each service its rights in a cluster with an authorizer, to the principal of the service's name. What others
 * may do stays as it is. Safe for use by several threads.
 */
public final class RightsGrant {

    private final Admin admin;

    /** @param admin of somebody who may alter the cluster */
    public RightsGrant(Admin admin) {
        this.admin = admin;
    }

    /** What {@link #grant()} would do, one sentence for each right. Changes nothing. */
    public List<String> pending() throws InterruptedException {
        return missing().stream().map(RightsGrant::sentence).toList();
    }

    /**
     * Grants what is missing, and returns how many rights those were.
     *
     * @throws IllegalStateException if the cluster has no authorizer, or does not let this client do it
     */
    public int grant() throws InterruptedException {
        Collection<AclBinding> missing = missing();
        try {
            admin.createAcls(missing).all().get();
            return missing.size();
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot grant rights: " + e.getMessage(), e);
        }
    }

    private List<AclBinding> missing() throws InterruptedException {
        List<AclBinding> wanted = new ArrayList<>();
        ServiceRights.SERVICES.forEach(service -> ServiceRights.of(service)
                .forEach(right -> right.bindings("User:" + service).forEach(wanted::add)));
        try {
            Set<AclBinding> there = new HashSet<>(
                    admin.describeAcls(AclBindingFilter.ANY).values().get());
            wanted.removeAll(there);
            return wanted;
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot look at the rights in the cluster: " + e.getMessage(), e);
        }
    }

    private static String sentence(AclBinding binding) {
        boolean prefix = binding.pattern().patternType() == PatternType.PREFIXED;
        return binding.entry().principal() + " would get " + binding.entry().operation() + " on "
                + binding.pattern().resourceType() + " " + binding.pattern().name() + (prefix ? "*" : "");
    }
}
