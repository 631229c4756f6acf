package dev.dashline.schemas.rights;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What somebody may do with some resources of a cluster.
 *
 * @param resource one resource, or all whose names begin alike
 * @param operations on it; reading and writing imply {@code DESCRIBE}, as with Kafka
 */
public record Right(ResourcePattern resource, SortedSet<AclOperation> operations) {

    private static final String ANY_HOST = "*";

    public Right {
        operations = Collections.unmodifiableSortedSet(new TreeSet<>(operations));
    }

    static Right to(ResourceType type, String name, AclOperation... operations) {
        return of(type, name, PatternType.LITERAL, operations);
    }

    static Right toAllThatBeginWith(String name, ResourceType type, AclOperation... operations) {
        return of(type, name, PatternType.PREFIXED, operations);
    }

    private static Right of(ResourceType type, String name, PatternType pattern, AclOperation... operations) {
        return new Right(new ResourcePattern(type, name, pattern), new TreeSet<>(List.of(operations)));
    }

    /** Whether it is to all resources whose names begin with the resource's name. */
    public boolean isPrefix() {
        return resource.patternType() == PatternType.PREFIXED;
    }

    /** The same as Kafka's entries, one for each operation. */
    public Stream<AclBinding> bindings(String principal) {
        return operations.stream()
                .map(operation -> new AclBinding(
                        resource, new AccessControlEntry(principal, ANY_HOST, operation, AclPermissionType.ALLOW)));
    }

    /** Its operations as Kafka's tools and Strimzi name them, such as {@code DescribeConfigs}. */
    public Stream<String> operationNames() {
        return operations.stream().map(operation -> camelCase(operation.name()));
    }

    private static String camelCase(String name) {
        return Stream.of(name.split("_", -1))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }
}
