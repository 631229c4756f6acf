package dev.dashline.systemtests;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Timer;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.stream.Collectors;
import org.apache.kafka.streams.StreamsBuilder;

/** Rules for all modules. They are in this module because it has all the others on its class path. */
@AnalyzeClasses(packages = "dev.dashline", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    /** Without these the rules below would hold for want of anything to look at. */
    private static final List<String> MODULES = List.of(
            "cli",
            "embedded",
            "encoder",
            "gcsemulator",
            "ingest",
            "media",
            "publisher",
            "runtime",
            "schemas",
            "store",
            "testsupport");

    @ArchTest
    static final ArchRule NO_PACKAGES_NEED_EACH_OTHER =
            slices().matching("dev.dashline.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_SERVICE_USES_ANOTHER = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("ingest")
            .definedBy("dev.dashline.ingest..")
            .layer("encoder")
            .definedBy("dev.dashline.encoder..")
            .layer("publisher")
            .definedBy("dev.dashline.publisher..")
            .layer("cli")
            .definedBy("dev.dashline.cli..")
            .whereLayer("ingest")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("encoder")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("publisher")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule ONLY_TOPOLOGIES_BUILD_STREAMS = noClasses()
            .that()
            .resideInAnyPackage("dev.dashline.ingest..", "dev.dashline.encoder..", "dev.dashline.publisher..")
            .and()
            .haveSimpleNameNotEndingWith("Topology")
            .should()
            .callMethodWhere(target(owner(assignableTo(StreamsBuilder.class))));

    /** A thread that the supervisor does not know can end unseen. Libraries are given their executors. */
    @ArchTest
    static final ArchRule ONLY_THE_SUPERVISOR_MAKES_THREADS = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.dashline.runtime..",
                    "dev.dashline.ingest..",
                    "dev.dashline.encoder..",
                    "dev.dashline.publisher..",
                    "dev.dashline.media..",
                    "dev.dashline.store..")
            .and()
            .resideOutsideOfPackage("dev.dashline.runtime.threads")
            .and()
            .doNotHaveFullyQualifiedName("dev.dashline.runtime.ServiceMain") // has the shutdown hook
            .should()
            .callConstructorWhere(target(owner(assignableTo(Thread.class))))
            .orShould()
            .callConstructorWhere(target(owner(assignableTo(ThreadPoolExecutor.class))))
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(Executors.class, ForkJoinPool.class, Timer.class)
            .orShould()
            .callMethodWhere(describe("an asynchronous call without an executor", ArchitectureTest::hasNoExecutor));

    private static boolean hasNoExecutor(JavaMethodCall call) {
        return call.getTargetOwner().isAssignableTo(CompletableFuture.class)
                && call.getName().endsWith("Async")
                && call.getTarget().getRawParameterTypes().stream()
                        .noneMatch(type -> type.isAssignableTo(Executor.class));
    }

    @ArchTest
    static void allModulesAreLookedAt(JavaClasses classes) {
        Set<String> found = classes.stream()
                .map(type -> type.getPackageName().split("\\.", -1)[2])
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(found).containsAll(MODULES);
    }

    /** A reader who meets a name should not have to look at its imports. Events are named by their schemas. */
    @ArchTest
    static void noTwoTypesHaveTheSameName(JavaClasses classes) {
        Map<String, Set<String>> packages = new TreeMap<>();
        classes.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .filter(type -> !type.getPackageName().startsWith("dev.dashline.events"))
                .forEach(type -> packages.computeIfAbsent(type.getSimpleName(), name -> new TreeSet<>())
                        .add(type.getPackageName()));
        packages.values().removeIf(of -> of.size() == 1);
        assertThat(packages).isEmpty();
    }
}
